// Moments, dates and numbers as people of the company read them: in its zone, by its clock.
// Pure: zone, now and language are given. Components use useFormat().
import { computed } from 'vue'
import { useI18n } from 'vue-i18n'

import { nowMs } from '@/api/server-clock'
import { useSession } from '@/stores/session'

export type Words = 'zh' | 'en'

const formats = new Map<string, Intl.DateTimeFormat>()

function partsOf(ms: number, zone: string): Record<'year' | 'month' | 'day' | 'hour' | 'minute', string> {
  let format = formats.get(zone)
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    })
    formats.set(zone, format)
  }
  const parts = { year: '', month: '', day: '', hour: '', minute: '' }
  for (const part of format.formatToParts(ms)) {
    if (part.type in parts) parts[part.type as keyof typeof parts] = part.value
  }
  return parts
}

export function dateIn(ms: number, zone: string): string {
  const p = partsOf(ms, zone)
  return `${p.year}-${p.month}-${p.day}`
}

// Calendar days from `from` to `to`, both YYYY-MM-DD.
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000)
}

export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

// The last second of a day of the company, as UTC.
export function endOfDay(date: string, zone: string): string {
  const wanted = Date.parse(`${date}T23:59:59Z`)
  const p = partsOf(wanted, zone)
  const offset = Date.parse(`${p.year}-${p.month}-${p.day}T${p.hour}:${p.minute}:59Z`) - wanted
  return new Date(wanted - offset).toISOString()
}

// 1 Monday to 7 Sunday.
export function weekday(date: string): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay() || 7
}

export function mondayOf(date: string): string {
  return addDays(date, 1 - weekday(date))
}

const kDays: Record<Words, Record<string, string>> = {
  zh: { '-1': '昨天', '0': '今天', '1': '明天' },
  en: { '-1': 'yesterday', '0': 'today', '1': 'tomorrow' },
}

// "今天 14:30", "11-26 09:00", with the year where it is another one.
export function moment(iso: string | null, zone: string, now: number, words: Words): string {
  if (iso === null) return '—'
  const ms = Date.parse(iso)
  if (Number.isNaN(ms)) return iso
  const p = partsOf(ms, zone)
  const today = dateIn(now, zone)
  const date = `${p.year}-${p.month}-${p.day}`
  const time = `${p.hour}:${p.minute}`
  const near = kDays[words][String(daysBetween(today, date))]
  if (near !== undefined) return `${near} ${time}`
  return p.year === today.slice(0, 4) ? `${p.month}-${p.day} ${time}` : `${date} ${time}`
}

export function dayWords(date: string | null, today: string, words: Words): string {
  if (date === null || date === '') return '—'
  const near = kDays[words][String(daysBetween(today, date))]
  return near ?? (date.slice(0, 4) === today.slice(0, 4) ? date.slice(5) : date)
}

export function duration(ms: number, words: Words): string {
  const minutes = Math.max(0, Math.floor(ms / 60_000))
  const days = Math.floor(minutes / 1440)
  const hours = Math.floor((minutes % 1440) / 60)
  const rest = minutes % 60
  const zh = words === 'zh'
  if (days > 0) return zh ? `${days} 天${hours > 0 ? ` ${hours} 小时` : ''}` : `${days} d${hours > 0 ? ` ${hours} h` : ''}`
  if (hours > 0) return zh ? `${hours} 小时${rest > 0 ? ` ${rest} 分` : ''}` : `${hours} h${rest > 0 ? ` ${rest} min` : ''}`
  return zh ? `${minutes} 分钟` : `${minutes} min`
}

// A share of 0 to 1 as "92.3%"; null is no number.
export function percent(share: number | null): string {
  if (share === null) return '—'
  const hundred = share * 100
  return `${hundred === 100 || hundred === 0 ? hundred.toFixed(0) : hundred.toFixed(1)}%`
}

export function count(value: number): string {
  return value.toLocaleString('en-US')
}

// A median or mean with one decimal at most: "1.3", "7".
export function decimal(value: number | null): string {
  return value === null ? '—' : String(Math.round(value * 10) / 10)
}

export function bytes(size: number): string {
  if (size < 1024) return `${size} B`
  if (size < 1024 * 1024) return `${(size / 1024).toFixed(1)} kB`
  return `${(size / 1024 / 1024).toFixed(1)} MB`
}

export function useFormat() {
  const session = useSession()
  const { locale } = useI18n()
  const words = computed<Words>(() => (locale.value === 'en' ? 'en' : 'zh'))
  // The daemon's day; the answer of the session is the first to know it.
  const today = computed(() => {
    const now = nowMs()
    return now === 0 ? (session.me?.today ?? '') : dateIn(now, session.zone)
  })
  return {
    words,
    today,
    at: (iso: string | null): string => moment(iso, session.zone, nowMs(), words.value),
    day: (date: string | null): string => dayWords(date, today.value, words.value),
    duration: (ms: number): string => duration(ms, words.value),
    percent,
    count,
    decimal,
    bytes,
  }
}
