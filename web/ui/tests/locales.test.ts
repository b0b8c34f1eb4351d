import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import { i18n, speak } from '@/i18n'
import english from '@/language-en'
import chinese from '@/language-zh'
import { lazyWords } from '@/lazy-words'

import.meta.glob('../src/areas/**/words.ts', { eager: true })
const all = (lang: 'zh' | 'en'): Tree => ({ ...(lang === 'zh' ? chinese : english), ...Object.fromEntries(Object.entries(lazyWords).map(([name, both]) => [name, both[lang]])) }) as Tree

type Tree = { [key: string]: string | Tree }

function keysOf(tree: Tree, below = ''): string[] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [`${below}${key}`] : keysOf(value, `${below}${key}.`),
  )
}
function textsOf(tree: Tree): [string, string][] {
  return keysOf(tree).map((key) => [key, key.split('.').reduce<string | Tree>((at, step) => (at as Tree)[step] ?? '', tree) as string])
}
const placeholders = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).sort()

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    return entry.isDirectory() ? filesBelow(path) : [path]
  })
}
const sources = filesBelow('src').filter((file) => /\.(vue|ts)$/.test(file) && !file.endsWith('schema.d.ts'))
const templateOf = (text: string): string => /<template>[\s\S]*<\/template>/.exec(text)?.[0] ?? ''
const kHan = /\p{Script=Han}/u

describe('the two languages', () => {
  it('are_there_of_every_screen_that_brings_its_own', () => {
    expect(Object.keys(lazyWords).length).toBe(filesBelow('src/areas').filter((file) => file.endsWith('/words.ts')).length)
  })

  it('are_both_complete_when_a_screen_came_before_english', async () => {
    expect(i18n.global.t('journal.day_report')).toBe('日报')
    await speak('en')
    expect([i18n.global.t('journal.day_report'), i18n.global.t('common.save')]).toEqual(['Day', 'Save'])
    await speak('zh')
    expect(i18n.global.t('common.save')).toBe('保存')
  })

  it('have_the_same_keys', () => {
    expect(keysOf(all('en')).sort()).toEqual(keysOf(all('zh')).sort())
  })

  it('fill_in_the_same_values', () => {
    const english = new Map(textsOf(all('en')))
    for (const [key, text] of textsOf(all('zh'))) {
      expect(placeholders(english.get(key) ?? ''), key).toEqual(placeholders(text))
    }
  })

  it('english_has_no_han_characters_but_the_name_of_the_other_language', () => {
    const found = textsOf(all('en')).filter(([key, text]) => kHan.test(text) && key !== 'layout.other_language')
    expect(found).toEqual([])
  })
})

describe('the sources', () => {
  it('have_no_han_characters_in_templates', () => {
    for (const file of sources.filter((name) => name.endsWith('.vue'))) {
      // 已补正 and 知道了 are presets of the daemon, sent and not shown.
      const template = templateOf(readFileSync(file, 'utf8')).replace(/quick\('[^']*'\)/g, '')
      expect(kHan.exec(template)?.[0], file).toBeUndefined()
    }
  })

  it('have_no_static_style_attribute: the content security policy forbids it', () => {
    for (const file of sources.filter((name) => name.endsWith('.vue'))) {
      expect(/\sstyle="/.exec(templateOf(readFileSync(file, 'utf8')))?.[0], file).toBeUndefined()
    }
  })

  it('name_only_keys_that_exist', () => {
    const known = new Set(keysOf(all('zh')))
    for (const file of sources) {
      for (const [, key] of readFileSync(file, 'utf8').matchAll(/\bt\('([a-z_0-9.A-Z]+)'/g)) {
        expect(known.has(key ?? ''), `${file}: ${key}`).toBe(true)
      }
    }
  })

  it('never_ask_the_browser_what_time_it_is', () => {
    for (const file of sources) {
      expect(/new Date\(\)|Date\.now\(/.exec(readFileSync(file, 'utf8'))?.[0], file).toBeUndefined()
    }
  })

  it('have_no_any', () => {
    for (const file of sources) {
      expect(/(:|as|<)\s*any\b/.exec(readFileSync(file, 'utf8').replace(/\/\/.*$/gm, ''))?.[0], file).toBeUndefined()
    }
  })
})
