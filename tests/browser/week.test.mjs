// The supervisor's week: words and work planned on Monday, somebody on leave, work handed over, what
// staff see of it, the review and its actions in the next plan, the digest.
import assert from 'node:assert/strict'

import { Hand, Person } from './browser.mjs'
import { startWorld, until } from './world.mjs'

const kHour = 3_600_000
const kDay = 24 * kHour
const kTypes = ['原创文章', '论坛发帖', '问答', '外链', '社媒发布']

const shanghai = (ms) => new Date(ms + 8 * kHour).toISOString().slice(0, 10)
const plus = (day, days) => new Date(Date.parse(`${day}T00:00:00Z`) + days * kDay).toISOString().slice(0, 10)
const mondayOf = (day) => plus(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7))

// Through the interface, as the person who is signed in.
async function asks(person, method, path, body) {
  const answer = await person.page.evaluate(
    async ([how, where, what]) => {
      const response = await fetch(where, { method: how, headers: { 'Content-Type': 'application/json' }, body: what })
      return { status: response.status, text: await response.text() }
    },
    [method, path, body === undefined ? undefined : JSON.stringify(body)],
  )
  assert.ok(answer.status < 300, `${method} ${path}: ${answer.status} ${answer.text}`)
  return answer.text === '' ? null : JSON.parse(answer.text)
}

export const tests = {
  async 'words and work of eight people are planned in five minutes, changed, reviewed and taken up again'() {
    const world = await startWorld('--speed', '0')
    await world.over()
    const boss = world.account('supervisor')
    const worker = world.account('promoter')

    // --- the company: eight people in the supervisor's team, one of them away for two days
    const admin = await Person.at(world)
    await admin.signIn(world.account('admin'))
    const users = (await asks(admin, 'GET', '/api/v1/users')).items
    const team = users.find((one) => one.login === worker.login).team
    for (let n = users.filter((one) => one.team === team && one.role === 'employee' && one.active).length; n < 8; n += 1) {
      await asks(admin, 'POST', '/api/v1/users', { login: `plan${n}`, name: `同事${n}`, role: 'employee', post: 'promoter', team, report_weekdays: [1, 2, 3, 4, 5] })
    }
    // The next week, so that all of its days are still to come.
    const week = plus(mondayOf(shanghai(world.now())), 7)
    await asks(admin, 'POST', '/api/v1/leave', { login: worker.login, from: plus(week, 2), to: plus(week, 3) })

    const chief = await Person.at(world)
    await chief.signIn(boss)
    const page = chief.page

    // --- words of the week: import, choose three
    await chief.go(`/plan/words/${week}`)
    const monday = new Hand()
    await monday.click(page.getByRole('button', { name: '导入关键词' }))
    await monday.type(page.locator('.el-dialog textarea'), '关键词,分组,搜索量,意图,难度\n计划词甲,计划,5000,3,90\n计划词乙,计划,600,5,50\n计划词丙,计划,80,5,20')
    await monday.click(page.locator('.el-dialog').getByRole('button', { name: '导入', exact: true }))
    await page.getByText('新增 3 个').first().waitFor()
    await chief.settled()
    for (const word of ['计划词甲', '计划词乙', '计划词丙']) await monday.click(page.locator('tr', { hasText: word }).locator('.el-checkbox'))
    await monday.click(page.getByRole('button', { name: '保存本周的词' }))
    await page.getByText('本周 3 个词已保存').waitFor()

    // --- the grid: eight people by five types, a number each
    await chief.go(`/plan/${week}`)
    await page.locator('tbody tr').nth(7).waitFor()
    const people = await page.locator('tbody tr').count()
    assert.ok(people >= 8, `${people} people`)
    const row = page.locator('tbody tr', { hasText: worker.name })
    assert.match(await row.innerText(), /请假 周三、周四/)
    const shown = await page.locator('thead th.number').allInnerTexts()
    for (const type of kTypes.filter((one) => !shown.includes(one))) {
      await monday.click(page.locator('thead .el-select'))
      await monday.click(page.locator('.el-select-dropdown__item:visible', { hasText: new RegExp(`^${type}$`) }))
      await page.locator('thead th.number', { hasText: type }).waitFor()
    }
    const columns = await page.locator('thead th.number').allInnerTexts()
    for (const type of kTypes) {
      const x = columns.indexOf(type)
      assert.ok(x >= 0, `${type} in ${columns}`)
      await monday.click(page.locator(`input[data-x="${x}"][data-y="0"]`))
      for (let y = 0; y < 8; y += 1) {
        await monday.key(page, String(1 + ((x + y) % 4)))
        await monday.key(page, 'Enter') // goes on to the next person
      }
    }
    await monday.click(page.getByRole('button', { name: '发布', exact: true }))
    await page.getByText('已发布，每个人都收到了自己的计划').waitFor()
    await chief.settled()
    console.log(`      ${monday.said('words and 8 x 5 quantities planned')}`)
    assert.ok(monday.seconds <= 300, `${monday.seconds} s`)
    const plan = await asks(chief, 'GET', `/api/v1/plans/${week}`)
    assert.equal(plan.lines.length, 40)
    for (const line of plan.lines) {
      assert.equal(line.days.reduce((sum, day) => sum + day.quantity, 0), line.quantity, 'days add up')
      const away = plan.people.find((one) => one.login === line.login).days.filter((day) => day.minutes === 0).map((day) => day.date)
      for (const day of line.days) assert.ok(!away.includes(day.date), `${line.login} has work on ${day.date}`)
    }

    // --- a change with its reason: the rest of a line goes to somebody else
    await chief.go(`/plan/${week}`)
    const change = new Hand()
    await change.click(row.locator('button.cell').first())
    await page.locator('.el-dialog .el-select').last().click()
    await page.locator('.el-select-dropdown__item:visible').first().click()
    await page.locator('.el-dialog textarea').fill('周三周四请假，交给同事')
    await change.click(page.locator('.el-dialog').getByRole('button', { name: '确定' }))
    await page.getByText('已变更').first().waitFor()
    await chief.settled()
    assert.match(await chief.words('main'), /发布后的变更[\s\S]*周三周四请假，交给同事/)

    // --- staff see their own plan on their home page, once its week has begun
    await world.passes(Math.max(0, Date.parse(`${week}T02:30:00Z`) - world.now()))
    const staff = await Person.at(world)
    await staff.signIn(worker)
    await staff.go('/')
    await staff.page.getByText('今天的计划').waitFor()
    assert.match(await staff.words('main'), /本周 \d+\/\d+/)

    // --- the week's review: ten verified entries drawn, an action for the next plan
    const past = plus(week, -14) // the week that the script plays
    await chief.go(`/review/${past}`)
    const review = new Hand()
    await review.click(page.getByRole('button', { name: '抽 10 条' }))
    await page.locator('.list li', { hasText: '程序对' }).first().waitFor()
    await review.click(page.getByRole('button', { name: '程序对', exact: true }).first())
    await page.getByText(/近 13 周抽查：程序看错 0 \/ 1/).waitFor()
    await review.type(page.locator('.fields input').first(), '下周多做问答')
    await review.click(page.locator('.fields .el-select').nth(0))
    await review.click(page.locator('.el-select-dropdown__item:visible', { hasText: worker.name }))
    await review.click(page.locator('.fields .el-select').nth(1))
    await review.click(page.locator('.el-select-dropdown__item:visible', { hasText: /^问答$/ }))
    await review.click(page.getByRole('button', { name: '加上' }))
    await page.locator('.list li', { hasText: '下周多做问答' }).waitFor()

    // --- the next Monday: last week copied, what was left over and the action added, published
    const after = plus(week, 7)
    await chief.go(`/plan/${after}`)
    const again = new Hand()
    await again.click(page.getByRole('button', { name: '复制上周' }))
    await page.getByText(/加入了 \d+ 行/).first().waitFor()
    await again.click(page.getByRole('button', { name: '加入周末检查的事项' }))
    await page.getByText('加入了 1 行').first().waitFor()
    await again.click(page.getByRole('button', { name: '发布', exact: true }))
    await page.getByText('已发布，每个人都收到了自己的计划').first().waitFor()
    console.log(`      ${again.said('the next week planned from this one')}`)
    assert.ok(again.acts <= 5, `${again.acts} interactions`)
    const next = await asks(chief, 'GET', `/api/v1/plans/${after}`)
    assert.ok(next.lines.some((line) => line.source === 'action' && line.note === '下周多做问答'))
    assert.equal((await asks(chief, 'GET', `/api/v1/reviews/${past}`)).actions.find((one) => one.text === '下周多做问答').state, 'planned')

    // --- the digest of the week that has passed
    await until('the digest', async () => (await asks(chief, 'GET', '/api/v1/weeks')).items.length > 0, 30)
    for (const one of [admin, chief, staff]) assert.deepEqual(await one.noticed(), [])
  },

  async 'customer service hands in the numbers of a day, is told what does not add up, and corrects them'() {
    const world = await startWorld('--speed', '0')
    await world.over()
    const person = await Person.at(world)
    await person.signIn(world.account('service'))
    await person.go('/numbers')
    const field = (name) => person.page.locator('.fields label', { hasText: name }).locator('input')
    await field('接待会话').fill('40')
    await field('有效会话').fill('50')
    await person.page.getByText('多于“接待会话”').waitFor()
    assert.ok(await person.page.getByRole('button', { name: '提交', exact: true }).isDisabled())
    await field('有效会话').fill('30')
    await field('满意度').fill('96.5')
    await person.page.getByRole('button', { name: '提交', exact: true }).click()
    await person.page.getByText('已提交').first().waitFor()
    await person.settled()
    assert.match(await person.words('main'), /接待会话 40，有效会话 30，满意度 96\.5/)
    await field('有效会话').fill('31')
    await person.page.getByRole('button', { name: '提交', exact: true }).click()
    await person.page.getByText('第 2 版').waitFor()
    const kept = await asks(person, 'GET', '/api/v1/numbers')
    assert.deepEqual(kept.items.map((one) => one.numbers), [{ satisfied: 965, sessions: 40, valid_sessions: 31 }])
    assert.deepEqual(await person.noticed(), [])
  },
}
