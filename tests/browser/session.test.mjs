// Signing in and out as people do it: words for a wrong password, a session that another one ends,
// the second step by phone and by recovery code, and what the keyboard does while handing in.
import assert from 'node:assert/strict'

import { Person, putOnClipboard } from './browser.mjs'
import { totp } from './totp.mjs'
import { pause, startWorld } from './world.mjs'

const clean = async (person) => assert.deepEqual(await person.noticed(), [])
const pathOf = (person) => new URL(person.page.url()).pathname

// One world for all of them: each takes another account, or leaves it as it was.
let made = null
async function quietWorld() {
  made ??= (async () => {
    const world = await startWorld('--speed', '0')
    await world.over()
    return world
  })()
  return await made
}

async function enter(person, login, password) {
  await person.page.fill('#login', login)
  await person.page.fill('#password', password)
  await person.page.keyboard.press('Enter')
  await person.settled()
}

export const tests = {
  async 'a wrong password is told in words, names nobody, and the right one still works'() {
    const world = await quietWorld()
    const account = world.account('promoter')
    const person = await Person.at(world)
    person.expect(401, '/api/v1/session')
    await person.go('/login')
    await enter(person, account.login, 'not-the-password')
    const wrong = await person.words('form >> xpath=..')
    assert.match(wrong, /登录名、密码或验证码不对/)
    await enter(person, 'nobody-of-this-name', 'not-the-password')
    assert.equal(await person.words('form >> xpath=..'), wrong, 'an unknown login is told apart from a wrong password')
    await enter(person, account.login, account.password)
    assert.equal(pathOf(person), '/app/')
    assert.match(await person.words('h1'), /我的一天/)
    await clean(person)
  },

  async 'signing out leads to the log-in page, and back does not show the last screen'() {
    const world = await quietWorld()
    const person = await Person.at(world)
    await person.signIn(world.account('promoter'))
    await person.page.click('header .person')
    await person.page.getByRole('menuitem', { name: '退出登录' }).click()
    await person.page.waitForURL(/\/login/)
    await person.settled()
    await person.page.goBack()
    await person.settled()
    assert.equal(pathOf(person), '/app/login')
    assert.equal((await person.context.cookies()).filter((one) => one.name === 'vouch').length, 0)
    await clean(person)
  },

  async 'a session that another one ended leads to the log-in page and back to where one was'() {
    const world = await quietWorld()
    const account = world.account('promoter')
    const [here, there] = [await Person.at(world), await Person.at(world)]
    await here.signIn(account)
    await here.go('/work?limit=10')
    await there.signIn(account)
    await there.go('/account')
    await there.page.getByRole('button', { name: '退出其他所有设备' }).click()
    await there.settled()

    here.expect(401, /^\/api\//)
    await here.page.getByRole('button', { name: '刷新' }).click()
    await here.page.waitForURL(/\/login\?back=/)
    await here.settled()
    assert.match(await here.words(), /登录后回到刚才的页面/)
    await enter(here, account.login, account.password)
    assert.equal(pathOf(here) + new URL(here.page.url()).search, '/app/work?limit=10')
    await clean(here)
    await clean(there)
  },

  async 'two-step sign-in is set up, asked for, and satisfied by the phone or by a recovery code once'() {
    const world = await quietWorld()
    const account = world.account('supervisor')
    const person = await Person.at(world)
    await person.signIn(account)
    await person.go('/account')
    await person.page.getByRole('button', { name: '开启' }).first().click()
    await person.page.fill('#totp-password', account.password)
    await person.page.keyboard.press('Enter')
    const secret = await person.page.locator('code.secret').innerText()
    assert.match(secret.replace(/ /g, ''), /^[A-Z2-7]{32,}$/)
    const first = totp(secret, Date.now())
    await person.page.fill('#totp-code', first)
    await person.page.keyboard.press('Enter')
    await person.page.locator('.recovery li').first().waitFor()
    const recovery = await person.page.locator('.recovery li').allInnerTexts()
    assert.ok(recovery.length >= 8, `${recovery.length} recovery codes`)
    await person.settled()
    await clean(person)

    const signInWith = async (code, then) => {
      const again = await Person.at(world)
      again.expect(401, '/api/v1/session')
      again.expect(403, '/api/v1/session')
      await again.go('/login')
      await enter(again, account.login, account.password)
      assert.equal(pathOf(again), '/app/login')
      await again.page.locator('#code').waitFor()
      assert.equal(await again.page.locator('.problem, [role=alert]').count(), 0, 'a wanted code is no mistake')
      await again.page.fill('#code', code)
      await again.page.keyboard.press('Enter')
      await again.settled()
      await then(again)
      await clean(again)
      await again.close()
    }
    const isIn = (again) => assert.notEqual(pathOf(again), '/app/login')
    const isOut = (again) => assert.equal(pathOf(again), '/app/login')
    await signInWith('000000', isOut)
    await signInWith(recovery[0], isIn)
    await signInWith(recovery[0], isOut)
    // The code that confirmed the set-up is spent; the next step's is within what clocks may differ.
    await signInWith(first, isOut)
    await signInWith(totp(secret, Date.now(), 1), isIn)
  },

  async 'Ctrl+V anywhere pastes a report, Ctrl+Enter hands it in, and a second Ctrl+Enter hands in nothing twice'() {
    const world = await quietWorld()
    const person = await Person.at(world)
    await person.signIn(world.account('promoter'))
    await person.go('/submit')
    const page = world.truth().find((line) => line.fact === 'claim' && line.value.kind === 'forum_post')
    await putOnClipboard(person, `论坛发帖 ${page.url}?from=share\n今天辛苦了`)
    await person.page.locator('h1').click()
    await person.page.keyboard.press('Control+V')
    await person.page.locator('tbody tr').first().waitFor()
    assert.equal(await person.page.locator('tbody tr').count(), 1)
    assert.match(await person.words('.ignored'), /今天辛苦了/)
    const sent = []
    person.page.on('request', (request) => request.method() === 'POST' && new URL(request.url()).pathname === '/api/v1/reports' && sent.push(request))
    await person.page.keyboard.press('Control+Enter')
    await person.page.keyboard.press('Control+Enter')
    await person.page.getByText('已提交 1 条').waitFor()
    await person.page.keyboard.press('Control+Enter')
    await person.settled()
    assert.equal(sent.length, 1)
    await clean(person)
  },

  async 'what is pasted while the screen is still on its way is there when it comes'() {
    const world = await quietWorld()
    const person = await Person.at(world)
    await person.signIn(world.account('promoter'))
    await putOnClipboard(person, 'https://forum.example.cn/thread-early-1-1.html')
    await person.page.route(/assets\/SubmitPage-.*\.js$/, async (route) => {
      await pause(1500)
      await route.fallback()
    })
    await person.page.locator('main').getByRole('link', { name: /提交/ }).first().click()
    await person.page.keyboard.press('Control+V')
    await person.page.locator('tbody tr').first().waitFor()
    assert.match(await person.words('tbody'), /thread-early/)
    await clean(person)
  },
}
