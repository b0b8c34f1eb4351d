// Screenshots as evidence where no program may look: share texts of phones are pasted, pictures are
// paired with their rows, go up after the hand-in, and the supervisor decides the drawn ones by keys.
import assert from 'node:assert/strict'

import { Person, kPhone, putOnClipboard } from './browser.mjs'
import { screenshot } from './picture.mjs'
import { startWorld, until } from './world.mjs'

const clean = async (person) => assert.deepEqual(await person.noticed(), [])

// One world for all of them; every test hands in links of its own.
let made = null
async function world() {
  made ??= (async () => {
    const started = await startWorld('--speed', '0')
    await started.over()
    return started
  })()
  return await made
}

let links = 0
const shareText = () => `${++links} 【水管怎么选 第${links}篇 - 晨光水暖 | 小红书 - 你的生活指南】 😆 aB3dE 😆 http://xhslink.com/a/Kq${links}x，复制本条信息，打开【小红书】App查看精彩内容！`

async function paste(person, texts) {
  await person.go('/submit')
  await putOnClipboard(person, texts.join('\n'))
  await person.page.locator('h1').click()
  await person.page.keyboard.press('Control+V')
  await person.page.locator('.scroll tbody tr').nth(texts.length - 1).waitFor()
  await person.settled()
}

const choose = (person, files) => person.page.locator('.tray input[type=file]').setInputFiles(files)
const cells = (person) => person.page.locator('td.shot').evaluateAll((all) => all.map((cell) => cell.querySelector('.thumb:not(.empty)')?.getAttribute('aria-label') ?? ''))
const nameIn = (label) => /IMG_\d+/.exec(label)?.[0] ?? ''
const ask = (person, path) => person.page.evaluate(async (where) => (await fetch(where)).json(), path)
const claimsOf = async (person, login) => (await ask(person, `/api/v1/claims?user=${login}&order=newest&limit=100`)).items
const picturesOf = (person, claim) => ask(person, `/api/v1/claims/${claim}/attachments`)

export const tests = {
  async 'share texts want pictures, which are paired in order, moved by two taps, and go up after the hand-in'() {
    const place = await world()
    const account = place.account('promoter')
    const person = await Person.at(place)
    await person.signIn(account)
    await paste(person, [shareText(), shareText(), shareText(), 'https://forum.example.cn/thread-77-1-1.html'])
    assert.match(await person.words('.tray'), /3 行需要截图，还缺 3 张/)

    await choose(person, [screenshot(1), screenshot(2, 3000, 4000), screenshot(3), screenshot(4)])
    await person.page.getByText('1 张没有配到行').waitFor()
    assert.deepEqual((await cells(person)).map(nameIn), ['IMG_1', 'IMG_2', 'IMG_3', ''])

    // The first and the third change places; what lies beside takes the second's, which lies beside then.
    await person.page.locator('td.shot .thumb').nth(0).click()
    await person.page.locator('td.shot .thumb').nth(2).click()
    assert.deepEqual((await cells(person)).map(nameIn), ['IMG_3', 'IMG_2', 'IMG_1', ''])
    await person.page.locator('td.shot .remove').nth(0).click()
    assert.deepEqual((await cells(person)).map(nameIn), ['', 'IMG_2', 'IMG_1', ''])
    await person.page.locator('.tray .one .thumb').click()
    await person.page.locator('td.shot .empty').first().click()
    assert.deepEqual((await cells(person)).map(nameIn), ['IMG_4', 'IMG_2', 'IMG_1', ''])

    const sent = []
    person.page.on('request', (request) => /\/attachments\?/.test(request.url()) && sent.push(request))
    await person.page.keyboard.press('Control+Enter')
    await person.page.getByText('已提交 4 条').waitFor()
    await person.page.getByText('3 张截图已附上').waitFor()
    assert.equal(sent.length, 3)
    assert.equal(new Set(sent.map((request) => request.headers()['idempotency-key'])).size, 3)
    const [large] = sent.filter((request) => new URL(request.url()).searchParams.get('name') === 'IMG_2.jpg')
    assert.equal(large.headers()['content-type'], 'image/jpeg', 'a large one is written anew')
    assert.match(new URL(large.url()).searchParams.get('text'), /打开【小红书】App/)

    const claims = (await claimsOf(person, account.login)).filter((claim) => claim.url.includes('xhslink.com/a/Kq'))
    assert.equal(claims.length, 3)
    for (const claim of claims) {
      const kept = await picturesOf(person, claim.id)
      assert.equal(kept.items.length, 1)
      assert.equal(typeof kept.drawn, 'boolean')
      assert.equal(kept.items[0].by.login, account.login)
    }
    await clean(person)
  },

  async 'what did not go up stays listed, the page asks before it is closed, and trying again sends it once'() {
    const place = await world()
    const account = place.account('editor')
    const person = await Person.at(place)
    await person.signIn(account)
    await paste(person, [shareText(), shareText()])
    await choose(person, [screenshot(11), screenshot(12)])
    let cut = true
    const keys = []
    await person.page.route(/\/attachments\?/, (route) => {
      keys.push(route.request().headers()['idempotency-key'])
      return cut ? route.abort() : route.continue()
    })
    await person.page.keyboard.press('Control+Enter')
    await person.page.getByRole('button', { name: '重试 1 张' }).waitFor()
    assert.match(await person.words('.uploads'), /正在上传截图 0\/2[^]*连接不上服务/)

    // Another screen shows them too; closing the page asks.
    await person.page.locator('main').getByRole('link', { name: '全部工作项' }).click()
    await person.settled()
    assert.match(await person.words('.uploads'), /重试 1 张/)
    const asked = []
    person.page.once('dialog', (dialog) => {
      asked.push(dialog.type())
      void dialog.dismiss()
    })
    await person.page.evaluate(() => location.reload())
    await until('the browser to ask', () => asked.length === 1, 10)
    assert.deepEqual(asked, ['beforeunload'])

    cut = false
    await person.page.getByRole('button', { name: '重试 1 张' }).click()
    await person.page.getByText('2 张截图已附上').waitFor()
    assert.equal(keys.length, 3)
    assert.equal(keys[1], keys[0], 'the same picture keeps its key')
    for (const claim of (await claimsOf(person, account.login)).filter((one) => one.url.includes('xhslink.com/a/Kq'))) {
      assert.equal((await picturesOf(person, claim.id)).items.length, 1)
    }
    await clean(person)
  },

  async 'an entry without its picture waits in 我的一天 and takes one there'() {
    const place = await world()
    const account = place.account('service')
    const person = await Person.at(place)
    await person.signIn(account)
    await paste(person, [shareText()])
    assert.match(await person.words('.submit'), /1 条还没有截图，可以先提交/)
    await person.page.keyboard.press('Control+Enter')
    await person.page.getByText('已提交 1 条').waitFor()
    await person.go('/')
    const line = person.page.locator('.panel', { has: person.page.getByRole('heading', { name: '需要您处理' }) }).locator('li', { hasText: '水管怎么选' })
    await line.locator('input[type=file]').setInputFiles([screenshot(21)])
    await person.page.getByText('1 张截图已附上').waitFor()
    await line.waitFor({ state: 'hidden' })

    const [claim] = await claimsOf(person, account.login)
    await person.go(`/work?claim=${claim.id}`)
    const drawer = person.page.locator('.el-drawer__body')
    await drawer.locator('.strip button').click()
    const viewer = person.page.getByRole('dialog').filter({ has: person.page.locator('figure') })
    await viewer.locator('img').waitFor()
    assert.ok((await viewer.locator('img').evaluate((image) => image.naturalWidth)) > 0, 'the evidence is shown as a picture')
    assert.match(await viewer.innerText(), /IMG_21[^]*上传/)
    await person.page.keyboard.press('Escape')
    await clean(person)
  },

  async 'the supervisor decides the drawn ones with the keyboard alone'() {
    const place = await world()
    const account = place.account('sales')
    const person = await Person.at(place)
    await person.signIn(account)
    const isDrawn = (claim) => claim.work.verdict === 'MANUAL' && claim.work.reason === 'evidence_drawn'
    // One in five is drawn: of forty, hardly ever fewer than two.
    let claims = []
    for (let batch = 0; batch < 4 && claims.filter(isDrawn).length < 2; batch++) {
      await paste(person, Array.from({ length: 20 }, shareText))
      await choose(person, Array.from({ length: 20 }, (_, i) => screenshot(100 + batch * 20 + i, 270, 480)))
      await person.page.getByText('还缺 0 张').waitFor()
      await person.page.keyboard.press('Control+Enter')
      await person.page.getByText('20 张截图已附上').waitFor({ timeout: 60_000 })
      claims = (await claimsOf(person, account.login)).filter((claim) => claim.url.includes('xhslink.com/a/Kq'))
    }
    const drawn = claims.filter(isDrawn)
    assert.ok(drawn.length >= 2 && drawn.length < claims.length, `${drawn.length} of ${claims.length} are drawn`)
    assert.ok(claims.every((claim) => isDrawn(claim) || claim.work.verdict === 'ACCEPTED'))

    const chief = await Person.at(place)
    await chief.signIn(place.account('supervisor'))
    await chief.go('/desk/list/manual')
    const rows = chief.page.locator('article.one')
    await rows.first().locator('img').first().waitFor()
    const before = await rows.count()
    assert.ok(before >= 2)
    await chief.page.keyboard.press('j')
    await chief.page.keyboard.press('k')
    const title = await chief.page.locator('article.row-at .title').innerText()
    await chief.page.keyboard.press('a')
    await until('the first to be gone', async () => (await rows.count()) === before - 1, 10)
    const second = await chief.page.locator('article.row-at .title').innerText()
    assert.notEqual(second, title, 'the next one takes its place')
    await chief.page.keyboard.press('r')
    const dialog = chief.page.getByRole('dialog')
    await dialog.locator('textarea').fill('截图里看不到发布的内容')
    await chief.page.keyboard.press('Control+Enter')
    await dialog.waitFor({ state: 'hidden' })
    await until('the second to be gone', async () => (await rows.count()) === before - 2, 10)

    // Whoever's they were: those of other tests may stand first.
    const verdictOf = async (words) => (await ask(chief, `/api/v1/claims?q=${encodeURIComponent(words)}&limit=50`)).items.find((claim) => claim.title === words)?.work.verdict
    assert.equal(await verdictOf(title), 'ACCEPTED')
    assert.notEqual(await verdictOf(second), 'ACCEPTED')
    await clean(chief)
    await clean(person)
  },

  async 'a dispute takes a picture'() {
    const place = await world()
    const account = place.account('promoter')
    const person = await Person.at(place)
    await person.signIn(account)
    const { needs } = await ask(person, '/api/v1/day')
    const claim = needs.find((one) => one.work.verdict === 'REGRESSED' || one.work.verdict === 'FAILED')
    assert.ok(claim, 'the practice week leaves the promoter something to dispute')
    await person.go(`/?claim=${claim.id}`)
    const drawer = person.page.locator('.el-drawer__body')
    await drawer.getByRole('button', { name: '申诉', exact: true }).click()
    await drawer.locator('.form input[type=file]').setInputFiles([screenshot(31)])
    await drawer.locator('.form .picture img').waitFor()
    await drawer.locator('textarea').fill('手机上还能打开，见截图')
    await drawer.getByRole('button', { name: '提交', exact: true }).click()
    await drawer.getByText('申诉处理中').first().waitFor()
    await drawer.locator('.strip button').first().waitFor()
    const kept = await picturesOf(person, claim.id)
    assert.equal(kept.items.length, 1)
    assert.equal(kept.drawn, null, 'a machine checks this entry')
    await clean(person)
  },

  async 'a phone shows rows with their pictures and nothing to scroll sideways'() {
    const place = await world()
    const person = await Person.at(place, { size: kPhone, phone: true })
    await person.signIn(place.account('vendor'))
    await paste(person, [shareText(), shareText()])
    await choose(person, [screenshot(41), screenshot(42)])
    await person.page.locator('td.shot .thumb:not(.empty)').nth(1).waitFor()
    await person.page.locator('td.shot .thumb').first().tap()
    assert.equal(await person.page.evaluate(() => document.scrollingElement.scrollWidth), kPhone.width)
    assert.deepEqual(await person.axe(), [])
    await clean(person)
  },
}
