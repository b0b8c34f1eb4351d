// From and to of a screen, in its address. Where nothing is named: the week (Monday to Sunday), which
// until Wednesday is the last one, since the present one says nothing yet; or the month so far.
import { computed, type ComputedRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'

import { addDays, daysBetween, mondayOf, useFormat, weekday } from '@/format'

export interface Span {
  from: string
  to: string
}

const kDay = /^\d{4}-\d{2}-\d{2}$/

export function firstSpan(first: 'week' | 'month', today: string): Span {
  if (first === 'month') return { from: `${today.slice(0, 8)}01`, to: today }
  const monday = addDays(mondayOf(today), weekday(today) <= 3 ? -7 : 0)
  return { from: monday, to: addDays(monday, 6) }
}

// Which week it is, where it is one of the two that people name.
export function weekOf(span: Span, today: string): 'this_week' | 'last_week' | null {
  if (span.to !== addDays(span.from, 6)) return null
  const weeks = daysBetween(span.from, mondayOf(today)) / 7
  return weeks === 0 ? 'this_week' : weeks === 1 ? 'last_week' : null
}

export function useSpan(first: 'week' | 'month' = 'week'): { span: ComputedRef<Span>; set: (from: string, to: string) => void } {
  const route = useRoute()
  const router = useRouter()
  const format = useFormat()
  const span = computed<Span>(() => {
    const { from, to } = route.query
    if (typeof from === 'string' && typeof to === 'string' && kDay.test(from) && kDay.test(to)) return { from, to }
    return firstSpan(first, format.today.value)
  })
  function set(from: string, to: string): void {
    if (!kDay.test(from) || !kDay.test(to)) return
    void router.replace({ query: { ...route.query, from, to: to < from ? from : to } })
  }
  return { span, set }
}
