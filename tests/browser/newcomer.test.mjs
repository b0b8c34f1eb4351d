// The newcomer's five minutes: the printed account of a promoter, twenty pasted links, their results
// with evidence, one dispute; then the supervisor, who finds and decides it.
import assert from 'node:assert/strict'

import { Hand, Person, putOnClipboard } from './browser.mjs'
import { twenty } from './pages.mjs'
import { startWorld, until } from './world.mjs'

const kHour = 3_600_000

// Rows of 我的工作, as they are shown: address and verdict.
const rowsOf = (person) =>
  person.page.locator('tr.el-table__row').evaluateAll((rows) => rows.map((row) => ({ text: row.innerText, title: row.querySelector('button')?.innerText ?? '' })))
const rowOf = (person, url) => person.page.locator('tr.el-table__row').filter({ hasText: url })

export const tests = {
  async 'what is handed in after the week of the script is still looked at'() {
    const world = await startWorld('--speed', '0')
    await world.over()
    const account = world.account('promoter')
    const person = await Person.at(world)
    await person.signIn(account)
    await person.go('/submit')
    const links = twenty(world, account.login).good.slice(0, 2)
    await putOnClipboard(person, links.join('\n'))
    await person.page.keyboard.press('Control+V')
    await person.page.locator('tbody tr').first().waitFor()
    await person.page.keyboard.press('Control+Enter')
    await person.page.getByText('已提交 2 条').waitFor()
    const before = world.now()
    await until('the simulated clock to reach the first looks, ten minutes after the hand-in', () => world.now() >= before + 600_000, 60)
    const online = async () => {
      await person.go('/work')
      return (await rowsOf(person)).filter((row) => links.some((url) => row.text.includes(url)) && row.text.includes('已上线')).length
    }
    await until('both to be online', async () => (await online()) === 2, 60)
  },

  async 'a newcomer hands in twenty links, sees what became of them, disputes one, and the supervisor decides it'() {
    const world = await startWorld('--speed', '0')
    await world.over()
    const account = world.account('promoter')
    const links = twenty(world, account.login)
    const hand = new Hand()

    // --- signs in with the printed account
    const person = await Person.at(world)
    person.expect(401, '/api/v1/session')
    await person.go('/login')
    hand.reads(5)
    await hand.type(person.page.locator('#login'), account.login)
    await hand.type(person.page.locator('#password'), account.password)
    await hand.key(person.page, 'Enter')
    await person.page.locator('h1', { hasText: '我的一天' }).waitFor()
    await person.settled()
    hand.reads(10)

    // --- pastes twenty links
    await putOnClipboard(person, links.all.join('\n'))
    const paste = new Hand()
    await paste.click(person.page.locator('main').getByRole('link', { name: /提交/ }).first())
    await person.page.locator('#paste').waitFor()
    await paste.key(person.page, 'Control+V')
    await person.page.locator('.scroll tbody tr').nth(19).waitFor()
    await person.settled()
    paste.reads(15)
    assert.equal(await person.page.locator('.scroll tbody tr').count(), 20)
    const untyped = await person.page.locator('td.type select').evaluateAll((all) => all.filter((one) => one.value === '').length)
    if (untyped > 0) {
      await person.page.locator('.every select').selectOption({ index: 1 })
      await paste.click(person.page.getByRole('button', { name: '填入' }))
    }
    await paste.key(person.page, 'Control+Enter')
    await person.page.getByText('已提交 20 条').waitFor()
    await person.settled()
    console.log(`      ${paste.said('20 links pasted and handed in')}`)
    assert.ok(paste.acts <= 12, `${paste.acts} interactions`)
    assert.ok(paste.seconds <= 60)
    hand.acts += paste.acts
    hand.seconds += paste.seconds

    // --- the night passes; what became of them
    await world.passes(20 * kHour)
    await hand.click(person.page.getByRole('link', { name: '全部工作项' }))
    await person.settled()
    hand.reads(15)
    const rows = await rowsOf(person)
    const verdictOf = (url) => rows.find((row) => row.text.includes(url))?.text ?? ''
    const verified = links.good.filter((url) => verdictOf(url).includes('已上线'))
    assert.ok(verified.length >= links.good.length - 2, `only ${verified.length} of ${links.good.length} good pages are online:\n${rows.map((row) => row.text.replace(/\s+/g, ' ')).join('\n')}`)
    const failed = links.gone.filter((url) => verdictOf(url).includes('需补正'))
    assert.ok(failed.length >= 1, rows.map((row) => row.text.replace(/\s+/g, ' ')).join('\n'))
    for (const url of links.walls) assert.doesNotMatch(verdictOf(url), /需补正|已上线/, 'a wall is no result')

    // --- evidence in words: what was asked, when, by which route, what came back, by which rule
    const drawer = person.page.locator('.el-drawer__body')
    await hand.click(rowOf(person, verified[0]).locator('button').first())
    await drawer.locator('.looks li').first().waitFor()
    await person.settled()
    hand.reads(15)
    const evidence = await drawer.innerText()
    assert.match(evidence, /检测与证据/)
    assert.match(evidence, /(\d\d-\d\d|昨天|今天) \d\d:\d\d/)
    assert.match(evidence, /程序访问了http.*看到了/)
    assert.match(evidence, /原始证据（/)
    assert.match(evidence, /规则/)
    await hand.key(person.page, 'Escape')
    await drawer.waitFor({ state: 'hidden' })

    // --- disputes one
    await hand.click(rowOf(person, failed[0]).locator('button').first())
    await drawer.locator('.actions').waitFor()
    await person.settled()
    hand.reads(15)
    assert.match(await drawer.innerText(), /目前只有您看得到/)
    await hand.click(drawer.getByRole('button', { name: '申诉', exact: true }))
    await hand.type(drawer.locator('textarea'), '帖子当天发出，被版主误删，有截图')
    await hand.click(drawer.getByRole('button', { name: '提交', exact: true }))
    await drawer.getByText('申诉处理中').first().waitFor()
    await person.settled()

    // --- the supervisor finds it among the exceptions and decides with a reason
    const chief = await Person.at(world)
    const boss = world.account('supervisor')
    chief.expect(401, '/api/v1/session')
    await chief.go('/login')
    await hand.type(chief.page.locator('#login'), boss.login)
    await hand.type(chief.page.locator('#password'), boss.password)
    await hand.key(chief.page, 'Enter')
    await chief.page.locator('h1', { hasText: '今日例外' }).waitFor()
    await chief.settled()
    hand.reads(10)
    const card = chief.page.locator('main .card', { hasText: '申诉待处理' })
    assert.match(await card.innerText(), /\b1\b/)
    await hand.click(card)
    const line = chief.page.locator('tr.el-table__row', { hasText: '被版主误删' })
    await line.waitFor()
    await chief.settled()
    hand.reads(10)
    await hand.click(line.getByRole('button', { name: '成立', exact: true }))
    const dialog = chief.page.getByRole('dialog')
    await hand.type(dialog.locator('textarea'), '看过截图，确实发过')
    await hand.click(dialog.getByRole('button', { name: '成立', exact: true }))
    await line.waitFor({ state: 'hidden' })
    await chief.settled()

    // --- and the employee's side changes
    await hand.key(person.page, 'Escape')
    await drawer.waitFor({ state: 'hidden' })
    await hand.click(person.page.getByRole('button', { name: '刷新' }).first())
    await person.settled()
    await hand.click(rowOf(person, failed[0]).locator('button').first())
    await drawer.getByText('申诉成立').first().waitFor()
    hand.reads(10)
    assert.match(await drawer.innerText(), /看过截图，确实发过/)
    assert.doesNotMatch(await rowOf(person, failed[0]).innerText(), /需补正|申诉中/)

    console.log(`      ${hand.said('the whole path')}`)
    assert.ok(hand.seconds < 300, `${hand.seconds} s`)
    assert.deepEqual([...(await person.noticed()), ...(await chief.noticed())], [])
  },
}
