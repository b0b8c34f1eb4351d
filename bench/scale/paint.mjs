// First paint of the application in Chromium on a filled database: paint.mjs ADDRESS COOKIE. Prints the median of several cold
// loads of a person's list in ms: first contentful paint (the frame of index.html), until the application's own menu stands, and
// until the list does.
// Needs VOUCH_UI_MODULES (playwright-core of the application's build) and VOUCH_CHROMIUM.
import { createRequire } from 'node:module'
import path from 'node:path'

const kLoads = 9
const need = createRequire(path.join(process.env.VOUCH_UI_MODULES, 'here.js'))
const { chromium } = need('playwright-core')
const [address, cookie] = process.argv.slice(2)
const median = (values) => values.sort((one, other) => one - other)[Math.floor(values.length / 2)]

const browser = await chromium.launch({
  executablePath: process.env.VOUCH_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'],
})
const paints = []
const frames = []
const lists = []
for (let load = 0; load < kLoads; load += 1) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'zh-CN' }) // its cache is empty
  await context.addCookies(cookie.split('; ').map((one) => ({ name: one.slice(0, one.indexOf('=')), value: one.slice(one.indexOf('=') + 1), url: address })))
  const page = await context.newPage()
  const begun = Date.now()
  await page.goto(`${address}/app/work`)
  await page.locator('nav.menu').first().waitFor()
  frames.push(Date.now() - begun)
  await page.locator('tbody tr').first().waitFor()
  lists.push(Date.now() - begun)
  paints.push(await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0].startTime))
  await context.close()
}
await browser.close()
console.log(JSON.stringify({ loads: kLoads, first_paint_ms: Math.round(median(paints)), menu_ms: median(frames), list_ms: median(lists) }))
