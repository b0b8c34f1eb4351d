// Codes of the daemon in words; one that has no words yet stands as it is.
import { useI18n } from 'vue-i18n'

import { kActions } from './actions'
import { useNames } from './names'

type Family = 'action' | 'thing' | 'detail' | 'event' | 'answer' | 'channel' | 'route'

export function useCodes() {
  const { t, te } = useI18n()
  const names = useNames()
  const known = (family: Family, code: string): string | null => {
    const key = `desk.codes.${family}.${code.replaceAll('.', '_')}`
    return te(key) ? t(key) : null
  }
  const words = (family: Family, code: string): string => known(family, code) ?? code

  // "user:chen" as "人员 陈晓".
  function subject(text: string): string {
    const cut = text.indexOf(':')
    const thing = cut < 0 ? null : known('thing', text.slice(0, cut))
    if (thing === null) return text
    const which = text.slice(cut + 1).replace(/^\d+:/, '') // "plan:3:2026-11-09": the week says more than the team's number
    return `${thing} ${text.startsWith('user:') ? names.person(which) : text.startsWith('claim:') ? `#${which}` : which}`
  }
  // "rcpt 550", "http 502", "final-dot timeout": word by word.
  const answer = (code: string): string => code.split(' ').map((part) => words('answer', part)).join(' ')

  return { words, subject, answer, actions: (): { value: string; label: string }[] => kActions.map((value) => ({ value, label: words('action', value) })) }
}
