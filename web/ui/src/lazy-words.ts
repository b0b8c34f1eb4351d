// Sentences that come with the screens that need them: nobody waits for them before his first screen.
import { i18n } from './i18n'

export interface Words {
  [key: string]: string | Words
}
interface BothLanguages {
  zh: Words
  en: Words
}

export const lazyWords: Record<string, BothLanguages> = {}

export function addWords(name: string, words: BothLanguages): void {
  lazyWords[name] = words
  i18n.global.mergeLocaleMessage('zh', { [name]: words.zh })
  i18n.global.mergeLocaleMessage('en', { [name]: words.en })
}
