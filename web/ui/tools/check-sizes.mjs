// Fails the build where the first screen or a lazy chunk grew beyond what a slow line bears.
// First screen: index.html, the entry, the frame of the application and its start page, with all that
// these import, gzipped. Lazy chunk: any other single file.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

const out = process.env.VOUCH_UI_OUT ?? 'dist'
const kFirst = 260_000
const kLazy = 220_000
const kFirstScreens = [
  ['index.html', 'src/layout/AppLayout.vue', 'src/areas/staff/HomePage.vue'],
  ['index.html', 'src/areas/door/LoginPage.vue'],
]

const manifest = JSON.parse(readFileSync(join(out, '.vite/manifest.json'), 'utf8'))
const sizes = new Map()
const size = (file) => {
  if (!sizes.has(file)) sizes.set(file, gzipSync(readFileSync(join(out, file)), { level: 9 }).length)
  return sizes.get(file)
}

// Files of an entry and of what it imports before it can run.
const filesOf = (key, found = new Set(), seen = new Set()) => {
  if (seen.has(key)) return found
  seen.add(key)
  const chunk = manifest[key]
  if (chunk === undefined) throw new Error(`the manifest has no ${key}`)
  for (const file of [chunk.file, ...(chunk.css ?? []), ...(chunk.assets ?? [])]) found.add(file)
  for (const needed of chunk.imports ?? []) filesOf(needed, found, seen)
  return found
}

let failed = false
const say = (what, bytes, limit) => {
  const over = bytes > limit
  failed ||= over
  console.log(`${over ? 'TOO LARGE' : 'ok'}  ${what}: ${(bytes / 1000).toFixed(1)} kB gzipped of ${limit / 1000}`)
}

const first = new Set()
for (const screen of kFirstScreens) {
  const files = new Set(['index.html'])
  for (const key of screen) for (const file of filesOf(key)) files.add(file)
  for (const file of files) first.add(file)
  say(`first screen ${screen.at(-1)}`, [...files].reduce((sum, file) => sum + size(file), 0), kFirst)
}
const lazy = Object.values(manifest)
  .map((chunk) => chunk.file)
  .filter((file) => !first.has(file))
const largest = lazy.sort((a, b) => size(b) - size(a))[0]
if (largest !== undefined) say(`largest lazy chunk ${largest}`, size(largest), kLazy)
process.exit(failed ? 1 : 0)
