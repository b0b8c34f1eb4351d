// zh-CN by default, English complete. Each area brings its own sentences; tests compare the keys.
import { createI18n } from 'vue-i18n'

import zh from './language-zh'

// Both languages have the keys of the Chinese one.
type Words<Tree> = { [Key in keyof Tree]: Tree[Key] extends string ? string : Words<Tree[Key]> }
type Language = Words<typeof zh>

export const i18n = createI18n<[Language], 'zh' | 'en', false>({
  legacy: false,
  locale: 'zh',
  fallbackLocale: 'zh',
  messages: { zh } as Record<'zh' | 'en', Language>,
  missingWarn: import.meta.env.DEV,
  fallbackWarn: import.meta.env.DEV,
})

let hasEnglish = false // screens may have brought sentences of their own before

// From then on the application speaks it; English comes from the daemon first. It goes on in the
// language that it has where that fails.
export async function speak(lang: 'zh' | 'en'): Promise<void> {
  if (lang === 'en' && !hasEnglish) {
    const english = await import('./language-en').catch(() => null)
    if (english === null) return
    i18n.global.mergeLocaleMessage('en', english.default)
    hasEnglish = true
  }
  i18n.global.locale.value = lang
  document.documentElement.lang = lang === 'zh' ? 'zh-CN' : 'en'
}
