// How fast money is spent, and the days of a month as a calendar. Pure.
import { addDays, weekday } from '@/format'

export type PaceWord = 'ok' | 'fast' | 'slow' | 'over' | 'under'
export function paceWord(pace: number | null, band: string | null): PaceWord | null {
  if (pace === null || band === null) return null
  if (band === 'green') return 'ok'
  return band === 'amber' ? (pace > 1 ? 'fast' : 'slow') : pace > 1 ? 'over' : 'under'
}

export interface DaySum {
  date: string
  planned: number
  spent: number | null // null: nothing was entered, which is not nothing spent
}
interface Planned {
  days: { date: string; amount: number }[]
  spent: { date: string; spent: number }[]
}
export function daysOf(month: string, channels: Planned[]): DaySum[] {
  const out: DaySum[] = []
  for (let date = `${month}-01`; date.startsWith(month); date = addDays(date, 1)) {
    const planned = channels.flatMap((one) => one.days.filter((day) => day.date === date))
    const spent = channels.flatMap((one) => one.spent.filter((day) => day.date === date))
    out.push({ date, planned: planned.reduce((sum, day) => sum + day.amount, 0), spent: spent.length === 0 ? null : spent.reduce((sum, day) => sum + day.spent, 0) })
  }
  return out
}
// Empty places before the first day, so that weeks begin on Monday.
export const blanksBefore = (month: string): number => weekday(`${month}-01`) - 1

// Of what a day was planned at, five steps from far below to far above; null: nothing to compare.
export function heatOf(day: DaySum): 1 | 2 | 3 | 4 | 5 | null {
  if (day.spent === null || day.planned === 0) return null
  const share = day.spent / day.planned
  return share < 0.5 ? 1 : share < 0.85 ? 2 : share <= 1.15 ? 3 : share <= 1.3 ? 4 : 5
}
// The quarter of a month: its first month.
export const quarterOf = (month: string): string => `${month.slice(0, 5)}${String(Math.floor((Number(month.slice(5)) - 1) / 3) * 3 + 1).padStart(2, '0')}`
