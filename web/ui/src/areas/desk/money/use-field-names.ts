// Problems of pasted rows in words.
import { useI18n } from 'vue-i18n'

import type { RowProblem } from '@/api/contract'

import type { Wrong } from './sheet'

import './words'

export function useFieldNames() {
  const { t } = useI18n()
  const names: Record<string, () => string> = {
    date: () => t('money.on'),
    to: () => t('money.to'),
    amount: () => t('money.actual'),
    channel: () => t('money.paid.channel'),
    spent: () => t('money.paid.spent'),
    revenue: () => t('money.paid.turnover'),
  }
  const fieldName = (field: string): string => names[field]?.() ?? (field === '' ? '' : t(`money.paid.${field}`))
  const problemOf = (wrong: Wrong): RowProblem => ({ row: wrong.row, field: fieldName(wrong.field), message: t(`money.${wrong.message}`, { name: fieldName(wrong.field) }) })
  return { fieldName, problemOf }
}
