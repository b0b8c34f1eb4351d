// Each of the eight accounts walks through every entry of its menu: no error of the console, no
// violation of the content security policy, no unexpected answer, no untranslated key, nothing that
// axe calls serious, nothing to scroll sideways on a phone. A picture of every screen stands in
// build/browser/shots, with a contact sheet.
import assert from 'node:assert/strict'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'

import { kDesk, kPhone, Person } from './browser.mjs'
import { startWorld } from './world.mjs'

const kDuties = ['promoter', 'supervisor', 'admin', 'owner', 'vendor', 'editor', 'service', 'sales']
const kTwo = [
  { lang: 'zh', theme: 'light' },
  { lang: 'en', theme: 'dark' },
]
const kFour = [...kTwo, { lang: 'zh', theme: 'dark' }, { lang: 'en', theme: 'light' }]
const kLooks = process.env.VOUCH_EVERY_LOOK === '1' ? kFour : kTwo
const kWanted = process.env.VOUCH_DUTIES?.split(',') ?? kDuties

// "staff.day.needs" where a text should be; addresses and file names have slashes or digits around.
const kKey = /(?<![\w./@-])(?:common|layout|role|post|verdict|verdict_means|index|stage|stage_state|phase|outcome|engine|mark|claim|picture|chart|list|problem|field|staff|desk|admin|door|menu|centre|centres|journal|inquiry|asset|source|week)(?:\.[a-z_0-9]+)+(?![\w./@-])/gi

const shots = []

async function look(person, { duty, name, size, lang, theme }, wrong) {
  const where = `${duty} ${name} ${size === kPhone ? 'phone' : 'desk'} ${lang} ${theme}`
  for (const fault of await person.noticed()) wrong.push(`${where}: ${fault}`)
  const keys = new Set((await person.words()).match(kKey) ?? [])
  for (const key of keys) wrong.push(`${where}: untranslated ${key}`)
  const width = await person.page.evaluate(() => document.scrollingElement.scrollWidth)
  if (width > size.width) wrong.push(`${where}: ${width} px wide on a screen of ${size.width}`)
  for (const finding of await person.axe()) wrong.push(`${where}: ${finding}`)
  const file = `${where.replace(/[^\w一-鿿]+/g, '-')}.png`
  await person.page.screenshot({ path: path.join(folder(), file), fullPage: true })
  shots.push({ file, where })
}

const folder = () => path.join(process.env.VOUCH_SHOTS, 'shots')

const pathOf = (person) => new URL(person.page.url()).pathname.replace(/^\/app/, '') || '/'

// The paths of the whole menu, as this person sees it.
const menuOf = (person) => person.page.locator('nav.menu li a').evaluateAll((links) => links.map((link) => new URL(link.href).pathname.replace(/^\/app/, '') || '/'))

function contactSheet() {
  const cells = shots.map(({ file, where }) => `<figure><a href="${file}"><img loading="lazy" src="${file}" alt=""></a><figcaption>${where}</figcaption></figure>`)
  writeFileSync(
    path.join(folder(), 'index.html'),
    `<!doctype html><meta charset="utf-8"><title>Screens</title><style>body{font:13px sans-serif;display:flex;flex-wrap:wrap;gap:12px}figure{margin:0}img{height:300px;max-width:420px;object-fit:cover;object-position:top;border:1px solid #999}</style>\n${cells.join('\n')}\n`,
  )
}

async function walk(world, duty) {
  const account = world.account(duty)
  const wrong = []
  for (const size of [kDesk, kPhone]) {
    for (const { lang, theme } of kLooks) {
      const person = await Person.at(world, { size, lang, theme, phone: size === kPhone })
      await person.signIn(account)
      if (size === kPhone) await person.page.locator('nav.bottom button').click()
      const paths = await menuOf(person)
      if (size === kPhone) await person.page.keyboard.press('Escape')
      assert.ok(paths.length >= 5, `${duty} sees only ${paths.join(' ')}`)
      for (const name of paths) {
        await person.go(name)
        // Whoever leads is led to the exceptions at the start; the menu leads to the own day all the same.
        if (pathOf(person) !== name) {
          await person.page.locator(`nav:not(.crumbs) li a[href="/app${name}"], nav.bottom a[href="/app${name}"]`).first().click()
          await person.settled()
        }
        const now = pathOf(person)
        if (now !== name) wrong.push(`${duty}: the menu's ${name} leads to ${now}`)
        await look(person, { duty, name, size, lang, theme }, wrong)
      }
      await person.close()
    }
  }
  return wrong
}

export const tests = {
  async 'every account finds every screen of its menu in order, in both languages, light and dark, on a PC and a phone'() {
    rmSync(folder(), { recursive: true, force: true })
    mkdirSync(folder(), { recursive: true })
    const world = await startWorld('--speed', '0')
    await world.over()
    const wrong = []
    for (const duty of kDuties.filter((one) => kWanted.includes(one))) {
      const now = await walk(world, duty)
      console.log(`      ${duty}: ${shots.length} pictures so far, ${now.length} faults`)
      for (const one of now) console.log(`        ${one}`)
      wrong.push(...now)
      contactSheet()
    }
    assert.equal(wrong.length, 0, `${wrong.length} faults, see above`)
  },
}
