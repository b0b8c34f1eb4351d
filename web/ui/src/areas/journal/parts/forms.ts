// Names and units of number forms, read once; and one kept set of numbers in words.
import { ref } from 'vue'

import { api, ask } from '@/api/client'
import type { DayReport, NumberSheet } from '@/api/contract'
import { useFormat } from '@/format'

type Form = NumberSheet['forms'][number]
const forms = ref<Form[]>([])

export function useForms() {
  const format = useFormat()
  async function need(): Promise<void> {
    if (forms.value.length > 0) return
    const today = format.today.value
    forms.value = (await ask(api.GET('/api/v1/numbers', { params: { query: { from: today, to: today } } })).catch(() => ({ forms: [] }))).forms
  }
  const name = (one: { zh: string; en: string }): string => (format.words.value === 'en' ? one.en : one.zh)
  const scale = (unit: string): number => (unit === 'fen' ? 100 : unit === 'permille' ? 10 : 1)
  return {
    need,
    nameOf: (key: string): string => {
      const form = forms.value.find((one) => one.key === key)
      return form === undefined ? key : name(form)
    },
    words: (item: DayReport['numbers'][number]): { key: string; name: string; value: string }[] =>
      (forms.value.find((one) => one.key === item.form)?.fields ?? [])
        .filter((field) => item.numbers[field.key] !== undefined)
        .map((field) => ({ key: field.key, name: name(field), value: format.count((item.numbers[field.key] ?? 0) / scale(field.unit)) + (field.unit === 'permille' ? '%' : '') })),
  }
}
