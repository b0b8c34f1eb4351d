// Language, theme and, of each person, the columns and saved filters of lists: the only things that
// this browser keeps.
import { defineStore } from 'pinia'
import { computed, ref, watch } from 'vue'

export type Lang = 'zh' | 'en'
export type Theme = 'light' | 'dark' | 'system'
export type Density = 'default' | 'small'
export interface SavedFilter {
  name: string
  query: Record<string, string>
}
export interface ListSettings {
  columns?: string[]
  density?: Density
  limit?: number
  saved?: SavedFilter[]
}

type Lists = Record<string, ListSettings>

const kStore = 'vouch.preferences'

interface Kept {
  lang?: Lang
  theme?: Theme
  folded?: boolean
  people?: Record<string, Lists>
}

function read(): Kept {
  try {
    return JSON.parse(localStorage.getItem(kStore) ?? '{}') as Kept
  } catch {
    return {}
  }
}

export const usePreferences = defineStore('preferences', () => {
  const kept = read()
  const lang = ref<Lang>(kept.lang === 'en' ? 'en' : 'zh')
  const theme = ref<Theme>(kept.theme ?? 'system')
  const folded = ref(kept.folded ?? false)
  const people = ref<Record<string, Lists>>(kept.people ?? {})
  const whose = ref('') // login: whoever signs in here next has lists of his own

  const systemDark = ref(false)
  const asked = globalThis.matchMedia?.('(prefers-color-scheme: dark)')
  if (asked !== undefined) {
    systemDark.value = asked.matches
    asked.addEventListener?.('change', (event) => (systemDark.value = event.matches))
  }
  const dark = computed(() => (theme.value === 'system' ? systemDark.value : theme.value === 'dark'))

  watch(
    [lang, theme, folded, people],
    () => {
      const now: Kept = { lang: lang.value, theme: theme.value, folded: folded.value, people: people.value }
      try {
        localStorage.setItem(kStore, JSON.stringify(now))
      } catch {
        // A browser that keeps nothing works all the same.
      }
    },
    { deep: true },
  )

  function list(name: string): ListSettings {
    return people.value[whose.value]?.[name] ?? {}
  }
  function setList(name: string, change: Partial<ListSettings>): void {
    const lists = people.value[whose.value]
    people.value = { ...people.value, [whose.value]: { ...lists, [name]: { ...lists?.[name], ...change } } }
  }

  return { lang, theme, dark, folded, whose, list, setList }
})
