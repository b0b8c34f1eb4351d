// Chromium as a person's browser: every page is watched for errors of its console, violations of the
// content security policy, answers that nobody expects, and traffic that leaves this machine.
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'

import { pause, until } from './world.mjs'

const need = createRequire(path.join(process.env.VOUCH_UI_MODULES, 'here.js'))
const { chromium } = need('playwright-core')
const axeSource = readFileSync(need.resolve('axe-core/axe.min.js'), 'utf8')

let browser = null
const people = []

export const kDesk = { width: 1280, height: 800 }
export const kPhone = { width: 375, height: 740 }

async function theBrowser() {
  browser ??= await chromium.launch({
    executablePath: process.env.VOUCH_CHROMIUM,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'],
  })
  return browser
}

// VOUCH_UI_DIST: a folder that `vite build` wrote stands in for the application inside the program,
// under the program's own headers, so that a screen is mended without building anything else.
async function standIn(context) {
  const folder = process.env.VOUCH_UI_DIST
  if (folder === undefined) return
  await context.route(/\/app(\/[^.]*)?$|\/app\/.*\?/, async (route) => {
    if (route.request().resourceType() !== 'document') return await route.fallback()
    const served = await route.fetch()
    const { 'content-encoding': _, 'content-length': __, ...headers } = served.headers()
    await route.fulfill({ status: served.status(), headers, body: readFileSync(path.join(folder, 'index.html')) })
  })
  await context.route('**/assets/*', (route) => {
    const file = path.join(folder, new URL(route.request().url()).pathname)
    return existsSync(file) ? route.fulfill({ path: file }) : route.fallback() // pages without script have one of their own
  })
}

// One person at one browser of his own. `faults` holds what nobody should ever see.
export class Person {
  static async at(world, { size = kDesk, lang = 'zh', theme = 'light', phone = false } = {}) {
    const context = await (await theBrowser()).newContext({
      viewport: size,
      locale: 'zh-CN',
      timezoneId: 'America/New_York', // dates must not depend on it
      hasTouch: phone,
      colorScheme: 'light',
    })
    await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: world.address })
    await standIn(context)
    await context.addInitScript(
      ([kept]) => {
        if (localStorage.getItem('vouch.preferences') === null) localStorage.setItem('vouch.preferences', kept)
        globalThis.__violations = []
        document.addEventListener('securitypolicyviolation', (event) => {
          globalThis.__violations.push(`${event.violatedDirective}: ${event.blockedURI || event.sample} (${event.sourceFile}:${event.lineNumber})`)
        })
      },
      [JSON.stringify({ lang, theme })],
    )
    const person = new Person(world, context, await context.newPage())
    people.push(person)
    return person
  }

  constructor(world, context, page) {
    this.world = world
    this.context = context
    this.page = page
    this.faults = []
    this.expected = [] // answers that belong to what a test does: (status, path) -> boolean
    this.flying = new Set()
    page.on('console', (message) => {
      // What an answer's status says is judged below, where it is known which request it was.
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) this.faults.push(`console: ${message.text()}`)
      if (message.type() === 'warning' && /intl|i18n|Vue warn/i.test(message.text())) this.faults.push(`console: ${message.text()}`)
    })
    page.on('pageerror', (error) => this.faults.push(`script: ${error.message}`))
    page.on('request', (request) => {
      const url = new URL(request.url())
      if (/^https?:$/.test(url.protocol) && url.hostname !== '127.0.0.1') this.faults.push(`leaves this machine: ${request.url()}`)
      if (!url.pathname.endsWith('/events')) this.flying.add(request)
    })
    page.on('requestfinished', (request) => this.flying.delete(request))
    page.on('requestfailed', (request) => this.flying.delete(request))
    page.on('response', (response) => {
      const where = new URL(response.url()).pathname
      if (response.status() < 400 || this.expected.some((fits) => fits(response.status(), where))) return
      this.faults.push(`answer ${response.status()}: ${response.request().method()} ${where}`)
    })
  }

  expect(status, where) {
    this.expected.push((s, path) => s === status && (typeof where === 'string' ? path === where : where.test(path)))
  }

  async go(where) {
    await this.page.goto(`${this.world.address}/app${where}`)
    await this.settled()
  }

  // Nothing is loading and nothing has asked for more for a moment.
  async settled() {
    let quiet = 0
    await until(`${this.page.url()} to come to rest`, async () => {
      const busy = this.flying.size > 0 || (await this.page.locator('.el-loading-mask:visible').count().catch(() => 1)) > 0
      quiet = busy ? 0 : quiet + 1
      return quiet >= 3
    })
  }

  // Signs in as people do; the log-in page asks whether somebody is signed in already.
  async signIn(account) {
    this.expect(401, '/api/v1/session')
    if (!this.page.url().includes('/login')) await this.go('/login')
    await this.page.fill('#login', account.login)
    await this.page.fill('#password', account.password)
    await this.page.keyboard.press('Enter')
    await this.page.waitForURL((url) => !url.pathname.endsWith('/login'))
    await this.settled()
  }

  async words(selector = 'body') {
    return await this.page.locator(selector).innerText()
  }

  // What was noticed since the last time.
  async noticed() {
    const violations = await this.page.evaluate(() => (globalThis.__violations ?? []).splice(0)).catch(() => [])
    return [...this.faults.splice(0), ...violations.map((one) => `policy: ${one}`)]
  }

  // Serious and critical findings of axe, each with the elements that it names.
  async axe() {
    await this.page.evaluate(`${axeSource};void 0`)
    return await this.page.evaluate(async () => {
      const rules = { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'], resultTypes: ['violations'] }
      const found = await globalThis.axe.run(document, rules)
      return found.violations
        .filter((one) => one.impact === 'serious' || one.impact === 'critical')
        .map((one) => `${one.id} (${one.impact}): ${one.nodes.slice(0, 3).map((node) => `${node.target.join(' ')} ${node.any[0]?.message ?? ''}`).join(' | ')}`)
    })
  }

  async close() {
    await this.context.close()
  }
}

// A hand that counts: clicks, fields that were typed into, keys. The estimate is the keystroke-level
// model of Card, Moran and Newell: 0.28 s a key, 1.1 s to point, 0.4 s to move the hand, 1.35 s to
// think before each act; beside it the seconds that reading takes and those that the program took.
export class Hand {
  constructor() {
    this.acts = 0
    this.seconds = 0
    this.began = Date.now()
  }
  async click(locator) {
    await locator.click()
    this.acts += 1
    this.seconds += 1.35 + 1.1 + 0.2
  }
  // Typed: each character a key. A password and a login are typed too.
  async type(locator, text) {
    await locator.fill(text)
    this.acts += 1
    this.seconds += 1.35 + 1.1 + 0.4 + 0.28 * text.length
  }
  async key(page, key) {
    await page.keyboard.press(key)
    this.acts += 1
    this.seconds += 1.35 + 0.4 + 0.28 * key.split('+').length
  }
  reads(seconds) {
    this.seconds += seconds
  }
  get waited() {
    return (Date.now() - this.began) / 1000
  }
  said(what) {
    return `${what}: ${this.acts} interactions; a person's ${this.seconds.toFixed(0)} s, and at most ${this.waited.toFixed(0)} s of the programs`
  }
}

// What the clipboard of an office PC holds after copying elsewhere.
export async function putOnClipboard(person, text) {
  await person.page.evaluate((given) => navigator.clipboard.writeText(given), text)
}

export async function pictures(folder, name) {
  const made = []
  for (const [i, person] of people.entries()) {
    const file = path.join(folder, `${name}-${i + 1}.png`)
    mkdirSync(folder, { recursive: true })
    const done = await person.page.screenshot({ path: file, timeout: 5000 }).catch(() => null)
    if (done !== null) made.push(`${file} (${person.page.url()})`)
    for (const fault of await person.noticed()) made.push(fault)
  }
  return made
}

export async function closeAll() {
  people.length = 0
  const now = browser
  browser = null
  await now?.close()
  await pause(0)
}
