// node embed.mjs DIST OUT: packs the built application for the daemon. OUT/ui_bytes.bin holds every
// file gzipped, one after the other; OUT/ui_table.cpp takes it into the program (.incbin) and says
// which bytes are which file. Nothing is written where nothing changed: make tools look at times.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { extname, join, relative, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'

const [dist, out] = process.argv.slice(2)
if (dist === undefined || out === undefined) throw new Error('usage: embed.mjs DIST OUT')

const kTypes = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
}

const filesBelow = (folder) =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name.startsWith('.')) return [] // the manifest is for tools
    const path = join(folder, entry.name)
    return entry.isDirectory() ? filesBelow(path) : [path]
  })

const packed = []
const rows = []
let offset = 0
const byPath = (a, b) => (a < b ? -1 : 1)
for (const path of filesBelow(dist).map((file) => relative(dist, file)).sort(byPath)) {
  const type = kTypes[extname(path)]
  if (type === undefined) throw new Error(`no content type is known for ${path}`)
  const plain = readFileSync(join(dist, path))
  const bytes = gzipSync(plain, { level: 9 })
  const sha256 = createHash('sha256').update(plain).digest('hex')
  rows.push(
    `    {${JSON.stringify(path)},\n     {vouch_ui_bytes + ${offset}, ${bytes.length}},\n     ${plain.length},\n     "${sha256}",\n     ${JSON.stringify(type)}},`,
  )
  packed.push(bytes)
  offset += bytes.length
}

const blob = resolve(out, 'ui_bytes.bin')
const table = `// Made by web/ui/tools/embed.mjs.
#include "web/ui_files.h"

asm(".pushsection .rodata, \\"a\\", @progbits\\n"
    ".balign 16\\n"
    ".globl vouch_ui_bytes\\n"
    ".type vouch_ui_bytes, @object\\n"
    "vouch_ui_bytes:\\n"
    ".incbin \\"${blob}\\"\\n"
    ".size vouch_ui_bytes, . - vouch_ui_bytes\\n"
    ".popsection\\n");

extern "C" const char vouch_ui_bytes[];

namespace vouch::web {
namespace {

const UiFile kFiles[] = {
${rows.join('\n')}
};

}  // namespace

std::span<const UiFile> ui_files() {
  return kFiles;
}

}  // namespace vouch::web
`

const writeIfChanged = (path, bytes) => {
  if (!existsSync(path) || !readFileSync(path).equals(bytes)) writeFileSync(path, bytes)
}
writeIfChanged(blob, Buffer.concat(packed))
writeIfChanged(join(out, 'ui_table.cpp'), Buffer.from(table))
console.log(`${rows.length} files, ${offset} bytes packed`)
