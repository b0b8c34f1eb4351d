// Names of keys that stand in answers: stages, engines, people.
import { useI18n } from 'vue-i18n'

import { useCatalog } from '@/stores/catalog'

export function useNames() {
  const { t, te } = useI18n()
  const catalog = useCatalog()
  const engine = (key: string): string => (te(`engine.${key}`) ? t(`engine.${key}`) : catalog.engineName(key))
  return {
    engine,
    stage: (key: string): string => {
      if (key.startsWith('index:')) return t('desk.stage_index', { engine: engine(key.slice(6)) })
      return te(`stage.${key}`) ? t(`stage.${key}`) : key
    },
    person: (login: string | null): string => {
      if (login === null || login === '') return '—'
      return catalog.catalog.people.find((one) => one.login === login)?.name ?? login
    },
    reason: (code: string): string => (code === '' ? '' : te(`desk.reasons.${code}`) ? t(`desk.reasons.${code}`) : code),
    post: (key: string): string => (key === '' ? '—' : te(`post.${key}`) ? t(`post.${key}`) : key),
  }
}
