// Runs one file of tests against the built programs and Chromium, one test after the other. Whatever
// happens, what a test started ends with it: worlds, browsers, folders.
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

import { closeAll, pictures } from './browser.mjs'
import { endAll } from './world.mjs'

const here = path.dirname(fileURLToPath(import.meta.url))
const [file, only] = process.argv.slice(2)
if (file === undefined) {
  console.error('usage: run.mjs FILE.test.mjs [words of one test]')
  process.exit(2)
}

async function clean() {
  await closeAll().catch((error) => console.error(error))
  await endAll().catch((error) => console.error(error))
}
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => void clean().finally(() => process.exit(1)))
}

const { tests } = await import(pathToFileURL(path.resolve(here, file)).href)
const chosen = Object.entries(tests).filter(([name]) => only === undefined || name.includes(only))
if (chosen.length === 0) {
  console.error('no test was found')
  process.exit(1)
}
let failed = 0
for (const [name, run] of chosen) {
  const began = Date.now()
  try {
    await run()
    console.log(`ok    ${name} (${((Date.now() - began) / 1000).toFixed(1)} s)`)
  } catch (error) {
    failed++
    console.log(`FAIL  ${name}\n${error?.stack ?? error}`)
    const folder = path.join(process.env.VOUCH_SHOTS, 'failed')
    mkdirSync(folder, { recursive: true })
    for (const one of await pictures(folder, path.basename(file, '.test.mjs'))) console.log(`      what was seen: ${one}`)
  }
  await closeAll()
}
await clean()
process.exit(failed === 0 ? 0 : 1)
