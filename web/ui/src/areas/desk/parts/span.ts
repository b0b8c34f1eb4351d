// From and to of a screen, in its address: this week (Monday to Sunday) where nothing is named.
import { computed, type ComputedRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'

import { addDays, mondayOf, useFormat } from '@/format'

export interface Span {
  from: string
  to: string
}

const kDay = /^\d{4}-\d{2}-\d{2}$/

export function useSpan(first: 'week' | 'month' = 'week'): { span: ComputedRef<Span>; set: (from: string, to: string) => void } {
  const route = useRoute()
  const router = useRouter()
  const format = useFormat()
  const span = computed<Span>(() => {
    const { from, to } = route.query
    if (typeof from === 'string' && typeof to === 'string' && kDay.test(from) && kDay.test(to)) return { from, to }
    const today = format.today.value
    if (first === 'month') return { from: `${today.slice(0, 8)}01`, to: today }
    const monday = mondayOf(today)
    return { from: monday, to: addDays(monday, 6) }
  })
  function set(from: string, to: string): void {
    if (!kDay.test(from) || !kDay.test(to)) return
    void router.replace({ query: { ...route.query, from, to: to < from ? from : to } })
  }
  return { span, set }
}
