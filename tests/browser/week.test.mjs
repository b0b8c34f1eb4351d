// The supervisor's week: words and work planned on Monday, somebody on leave, work handed over and an
// article handed on, what staff see of it, reports read, exceptions decided, inquiries followed up, the
// review and its actions in the next plan, the digest.
import assert from 'node:assert/strict'

import { Hand, kPhone, Person, putOnClipboard } from './browser.mjs'
import { twenty } from './pages.mjs'
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
    await page.locator('.sheet tbody tr').nth(7).waitFor()
    const people = await page.locator('.sheet tbody tr').count()
    assert.ok(people >= 8, `${people} people`)
    const row = page.locator('.sheet tbody tr', { hasText: worker.name })
    assert.match(await row.innerText(), /请假 周三、周四/)
    const shown = await page.locator('.sheet thead th.number').allInnerTexts()
    for (const type of kTypes.filter((one) => !shown.includes(one))) {
      await monday.click(page.locator('.sheet thead .el-select'))
      await monday.click(page.locator('.el-select-dropdown__item:visible', { hasText: new RegExp(`^${type}$`) }))
      await page.locator('thead th.number', { hasText: type }).waitFor()
    }
    const columns = await page.locator('.sheet thead th.number').allInnerTexts()
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

  async 'an article is handed on, distributed and shared, its report read, what went wrong decided'() {
    const world = await startWorld('--speed', '0')
    await world.over()
    const [worker, writer, boss] = ['promoter', 'editor', 'supervisor'].map((duty) => world.account(duty))
    const week = plus(mondayOf(shanghai(world.now())), 7)

    // --- the duties of the post are read once
    const editor = await Person.at(world)
    await editor.signIn(writer)
    await editor.go('/')
    const card = editor.page.locator('section.panel', { hasText: '编辑的岗位职责' })
    await card.getByRole('button', { name: '我已阅读并确认' }).click()
    await card.waitFor({ state: 'hidden' })
    await editor.settled()
    await editor.go('/duties')
    assert.match(await editor.words('main'), /编辑的岗位职责[\s\S]*您已于/)

    // --- the editor hands an article on
    await editor.go('/assets')
    await editor.page.getByRole('button', { name: '新素材' }).click()
    const window_ = editor.page.locator('.el-dialog:visible')
    await window_.locator('input').first().fill('不锈钢水管选购三点')
    await window_.locator('textarea').fill('按三个要点改写，文末带官网链接。')
    await window_.getByRole('button', { name: '提供' }).click()
    await editor.page.waitForURL(/\/app\/assets\/\d+$/)
    await editor.settled()
    assert.match(await editor.words('main'), /不锈钢水管选购三点[\s\S]*还没有人分发/)
    const asset = Number(new URL(editor.page.url()).pathname.split('/').pop())

    // --- a line of the plan carries it to a promoter
    const chief = await Person.at(world)
    await chief.signIn(boss)
    await chief.go(`/plan/${week}`)
    const sheet = chief.page.locator('.sheet')
    await sheet.locator('tbody tr').first().waitFor()
    if (!(await sheet.locator('thead th.number').allInnerTexts()).includes('问答')) {
      await sheet.locator('thead .el-select').click()
      await chief.page.locator('.el-select-dropdown__item:visible', { hasText: /^问答$/ }).click()
    }
    await sheet.getByLabel(`${worker.name} 问答`).fill('10')
    await sheet.getByLabel(`${worker.name} 问答`).press('Enter')
    await sheet.locator('tbody tr', { hasText: worker.name }).locator('.more').first().click()
    await chief.page.locator('.el-drawer .asset').click()
    await chief.page.locator('.el-select-dropdown__item:visible', { hasText: '不锈钢水管选购三点' }).click()
    await chief.page.locator('.el-drawer').getByRole('button', { name: '确定' }).click()
    await chief.page.getByRole('button', { name: '发布', exact: true }).click()
    await chief.page.getByText('已发布，每个人都收到了自己的计划').waitFor()
    await chief.settled()
    const line = (await asks(chief, 'GET', `/api/v1/plans/${week}`)).lines.find((one) => one.login === worker.login)
    assert.equal(line.asset.id, asset)

    // --- the promoter sees it on his day, distributes it, and says so as he hands in
    await world.passes(Math.max(0, Date.parse(`${week}T02:30:00Z`) - world.now()))
    const staff = await Person.at(world)
    await staff.signIn(worker)
    await staff.go('/')
    await staff.page.locator('.chip', { hasText: '不锈钢水管选购三点' }).waitFor()
    const { good, gone } = twenty(world, worker.login)
    const links = [...good.slice(0, 3), gone[0]]
    await staff.go('/submit')
    await putOnClipboard(staff, links.join('\n'))
    await staff.page.keyboard.press('Control+V')
    await staff.page.locator('.scroll tbody tr').nth(3).waitFor()
    await staff.settled()
    await staff.page.locator('.every .asset').click()
    await staff.page.locator('.el-select-dropdown__item:visible', { hasText: '不锈钢水管选购三点' }).click()
    await staff.page.getByText('这一条是分发').nth(3).waitFor()
    await staff.page.keyboard.press('Escape')
    await staff.page.getByRole('button', { name: '提交 4 条' }).click()
    await staff.page.getByText('已提交 4 条').waitFor()
    await staff.settled()

    // --- the night passes: its page names all that it became
    await world.passes(20 * kHour)
    await editor.go(`/assets/${asset}`)
    await until('the distributions', async () => (await editor.page.locator('main table tbody tr').count()) === 4, 20)
    assert.match(await editor.words('main'), /已分发 4 条/)
    assert.equal((await editor.words('main')).split(worker.name).length - 1 >= 4, true)

    // --- one of them is the work of two
    const entries = (await asks(editor, 'GET', `/api/v1/assets/${asset}`)).entries
    const shared = entries.find((one) => one.url !== gone[0]).claim_id
    await chief.go(`/desk/claims?claim=${shared}`)
    await chief.page.locator('.el-drawer').getByRole('button', { name: '多人分摊' }).click()
    const dialog = chief.page.locator('.el-dialog:visible')
    await dialog.locator('.who').nth(1).click()
    await chief.page.locator('.el-select-dropdown__item:visible', { hasText: writer.name }).click()
    await dialog.locator('.percent input').nth(0).fill('66.67')
    await dialog.getByText('加起来要正好 100%').waitFor()
    await dialog.locator('.percent input').nth(1).fill('33.33')
    await dialog.getByText('合计 100%').waitFor()
    await dialog.locator('label input').fill('文章由编辑写')
    await dialog.getByRole('button', { name: '保存' }).click()
    await chief.page.locator('.el-drawer').getByText(`${writer.name} 33.33%`).first().waitFor()
    await chief.settled()

    // --- a dispute about the page that is gone, decided by the supervisor
    const lost = entries.find((one) => one.url === gone[0]).claim_id
    await staff.go(`/work?claim=${lost}`)
    const drawer = staff.page.locator('.el-drawer__body')
    await drawer.getByRole('button', { name: '申诉', exact: true }).click()
    await drawer.locator('textarea').fill('帖子当天发出，被版主误删，有截图')
    await drawer.getByRole('button', { name: '提交', exact: true }).click()
    await drawer.getByText('申诉处理中').first().waitFor()
    await staff.settled()
    await chief.go('/desk/disputes')
    const row = chief.page.locator('tr.el-table__row', { hasText: '被版主误删' })
    await row.getByRole('button', { name: '成立', exact: true }).click()
    await chief.page.getByRole('dialog').locator('textarea').fill('看过截图，确实发过')
    await chief.page.getByRole('dialog').getByRole('button', { name: '成立', exact: true }).click()
    await row.waitFor({ state: 'hidden' })
    await chief.settled()

    // --- the day's report wrote itself; two sentences and a call for help are added
    await staff.go(`/journal/${week}`)
    assert.match(await staff.words('main'), /问答[\s\S]*提交的工作项[\s\S]*4 条/)
    await staff.page.getByLabel('未完成及原因').fill('有一帖被版主误删')
    await staff.page.getByLabel('心得').fill('带参数表的回答更容易通过')
    await staff.page.locator('section.panel', { hasText: '补充说明' }).getByRole('button', { name: '保存' }).click()
    await staff.page.getByText('第 1 版').waitFor()
    await staff.page.getByLabel('卡在哪里').fill('贴吧账号被限制，需要换绑手机')
    await staff.page.getByRole('button', { name: '提出', exact: true }).click()
    await staff.page.locator('li', { hasText: '需要换绑手机' }).waitFor()
    await staff.settled()

    // --- the supervisor reads it, goes on to the next person, and helps
    await chief.go(`/journal/team?date=${week}`)
    const reports = new Hand()
    await reports.click(chief.page.locator('main tbody tr', { hasText: worker.name }).getByRole('link', { name: '看日报' }))
    await chief.page.getByText('有一帖被版主误删').waitFor()
    await chief.settled()
    assert.match(await chief.words('main'), /带参数表的回答更容易通过/)
    const before = chief.page.url()
    await reports.click(chief.page.locator('main .bar button', { hasText: '›' }).last())
    await until('the next person', async () => chief.page.url() !== before, 10)
    await chief.settled()
    console.log(`      ${reports.said('one report read and the next one opened')}`)
    await chief.go('/blockers')
    const blocked = chief.page.locator('li', { hasText: '需要换绑手机' })
    await blocked.getByRole('button', { name: '答复并关闭' }).click()
    await blocked.locator('textarea').fill('已请行政换绑，明天可用')
    await blocked.getByRole('button', { name: '确定' }).click()
    await blocked.waitFor({ state: 'hidden' })
    await staff.go('/blockers')
    await staff.page.locator('.el-radio-button', { hasText: '已关闭' }).click()
    await staff.page.getByText('已请行政换绑，明天可用').waitFor()

    // --- the centre's report: coverage, plan, numbers that open what they count
    await world.passes(Math.max(0, Date.parse(`${plus(week, 1)}T03:00:00Z`) - world.now())) // Monday may be reported until Tuesday at ten
    await chief.go(`/centres/promotion?from=${week}&to=${plus(week, 6)}`)
    const person = chief.page.locator('main tbody tr', { hasText: worker.name })
    await person.waitFor()
    const cells = await person.locator('td').allInnerTexts()
    assert.match(cells[0], /%|—/, 'coverage comes first')
    assert.match(cells[1], /\d\/\d+/, 'the plan')
    assert.equal(cells[2].trim(), '4')
    await person.locator('td').nth(2).getByRole('link').click()
    await chief.page.waitForURL(/\/desk\/claims\?/)
    await chief.settled()
    assert.equal(await chief.page.locator('tr.el-table__row').count(), 4)
    for (const one of [editor, chief, staff]) assert.deepEqual(await one.noticed(), [])
  },

  async 'an inquiry is entered by the keyboard, followed up, won; its contact is masked and each look recorded'() {
    const world = await startWorld('--speed', '0')
    await world.over()
    const person = await Person.at(world)
    await person.signIn(world.account('sales'))
    const page = person.page
    await person.go('/inquiries')
    await page.keyboard.press('n')
    const window_ = page.locator('.el-dialog:visible')
    await window_.locator('[data-first]').waitFor()
    await until('the first field to have the keys', () => page.evaluate(() => document.activeElement?.hasAttribute('data-first')), 10)
    const today = shanghai(world.now())
    await page.keyboard.type('百度推广')
    await page.keyboard.press('Tab')
    await page.keyboard.type('13812345678')
    await page.keyboard.press('Tab')
    await page.keyboard.type('周先生')
    await window_.getByLabel('需求').fill('304 水管 800 米，要检测报告')
    await window_.getByLabel('下次跟进').fill(today)
    await page.keyboard.press('Control+Enter')
    await page.getByText('已登记').first().waitFor()
    await window_.waitFor({ state: 'hidden' })
    await person.settled()
    assert.match(await person.words('main'), /询盘跟进[\s\S]*今天 1[\s\S]*周先生/)
    assert.doesNotMatch(await person.words('body'), /13812345678/)
    assert.match(await person.words('main'), /138\*+5678/)

    // --- the same contact again is named, not refused
    await page.keyboard.press('n')
    await until('the first field to have the keys', () => page.evaluate(() => document.activeElement?.hasAttribute('data-first')), 10)
    await page.keyboard.type('电话')
    await page.keyboard.press('Tab')
    await page.keyboard.type('138 1234 5678')
    await page.keyboard.press('Control+Enter')
    await window_.getByText('这个联系方式已经登记过').waitFor()
    await page.keyboard.press('Escape')
    await window_.waitFor({ state: 'hidden' })

    // --- followed up: the contact shown, a note, quoted, won
    await page.locator('main .one', { hasText: '周先生' }).click()
    const drawer = page.locator('.el-drawer__body:visible')
    await drawer.getByText('查看会留下记录').waitFor()
    await drawer.getByRole('button', { name: '显示' }).click()
    await drawer.getByText('13812345678').waitFor()
    await drawer.locator('textarea').first().fill('电话沟通，周四发报价')
    await drawer.getByRole('button', { name: '3 天后' }).click()
    await drawer.getByRole('button', { name: '记下', exact: true }).click()
    await drawer.locator('.timeline li', { hasText: '周四发报价' }).waitFor()
    await drawer.getByRole('button', { name: '已报价', exact: true }).click()
    await page.getByText('已保存').first().waitFor()
    await person.settled()
    await drawer.getByRole('button', { name: '成交', exact: true }).click()
    assert.ok(await drawer.getByRole('button', { name: '确定' }).isDisabled(), 'won needs its amount')
    await drawer.locator('.closing input').fill('128,000')
    await drawer.getByRole('button', { name: '确定' }).click()
    await drawer.getByText('128,000 元').first().waitFor()
    await drawer.locator('summary').click()
    assert.match(await drawer.innerText(), /状态：已报价 → 成交/)
    await person.settled()

    // --- on a phone, with what is to be followed up on top of the day
    const phone = await Person.at(world, { size: kPhone, phone: true, theme: 'dark' })
    await phone.signIn(world.account('sales'))
    await phone.go('/')
    await phone.page.getByText('询盘跟进').first().waitFor()
    await phone.go('/inquiries')
    assert.ok((await phone.page.evaluate(() => document.scrollingElement.scrollWidth)) <= 375)
    assert.match(await phone.words('main'), /周先生/)

    // --- the leader sees it masked; the look stands in the audit without the number
    const chief = await Person.at(world)
    await chief.signIn(world.account('supervisor'))
    await chief.go('/inquiries')
    assert.doesNotMatch(await chief.words('body'), /13812345678/)
    const admin = await Person.at(world)
    await admin.signIn(world.account('admin'))
    const audit = JSON.stringify(await asks(admin, 'GET', '/api/v1/audit?action=inquiry'))
    assert.match(audit, /inquiry\.contact/)
    assert.doesNotMatch(audit, /13812345678/)
    for (const one of [person, phone, chief, admin]) assert.deepEqual(await one.noticed(), [])
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
