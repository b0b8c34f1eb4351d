import { describe, expect, it } from 'vitest'

import { addDays, dateIn, decimal, duration, endOfDay, moment, mondayOf, percent, weekday } from '@/format'

const zone = 'Asia/Shanghai'
const now = Date.parse('2026-11-26T06:20:00Z') // 14:20 of Thursday the 26th there

describe('moments', () => {
  const rows: [string, string, string][] = [
    ['2026-11-26T06:30:00.000Z', '今天 14:30', 'today 14:30'],
    ['2026-11-26T16:30:00.000Z', '明天 00:30', 'tomorrow 00:30'], // still the 26th in UTC
    ['2026-11-25T15:59:00.000Z', '昨天 23:59', 'yesterday 23:59'],
    ['2026-11-20T01:00:00.000Z', '11-20 09:00', '11-20 09:00'],
    ['2025-12-31T16:00:00.000Z', '01-01 00:00', '01-01 00:00'],
    ['2025-12-31T15:00:00.000Z', '2025-12-31 23:00', '2025-12-31 23:00'],
  ]
  it('are_told_in_the_zone_of_the_company_by_its_clock', () => {
    for (const [iso, zh, en] of rows) {
      expect(moment(iso, zone, now, 'zh')).toBe(zh)
      expect(moment(iso, zone, now, 'en')).toBe(en)
    }
    expect(moment(null, zone, now, 'zh')).toBe('—')
  })

  it('the_day_of_the_company_is_not_the_day_of_utc', () => {
    expect(dateIn(Date.parse('2026-11-25T16:00:00Z'), zone)).toBe('2026-11-26')
    expect(dateIn(Date.parse('2026-11-25T15:59:59Z'), zone)).toBe('2026-11-25')
  })

  it('a_day_ends_where_the_company_is', () => {
    expect(endOfDay('2026-11-26', zone)).toBe('2026-11-26T15:59:59.000Z')
    expect(endOfDay('2026-11-26', 'Europe/Berlin')).toBe('2026-11-26T22:59:59.000Z')
    expect(endOfDay('2026-11-26', 'UTC')).toBe('2026-11-26T23:59:59.000Z')
  })
})

describe('days', () => {
  it('count_across_months_and_weeks', () => {
    expect(addDays('2026-03-01', -1)).toBe('2026-02-28')
    expect(weekday('2026-11-29')).toBe(7)
    expect(mondayOf('2026-11-29')).toBe('2026-11-23')
    expect(mondayOf('2026-11-23')).toBe('2026-11-23')
  })
})

describe('numbers', () => {
  it('nothing_decided_is_no_zero', () => {
    expect(percent(null)).toBe('—')
    expect(percent(0)).toBe('0%')
    expect(percent(1)).toBe('100%')
    expect(percent(0.9231)).toBe('92.3%')
  })
  it('durations_say_the_two_largest_parts', () => {
    expect(duration(5 * 3_600_000 + 12 * 60_000, 'zh')).toBe('5 小时 12 分')
    expect(duration(26 * 3_600_000, 'en')).toBe('1 d 2 h')
    expect(duration(-1, 'zh')).toBe('0 分钟')
  })
})

it('a median keeps one decimal and no computer’s tail', () => {
  expect([1.3039279513888888, 7, 5.5, null].map(decimal)).toEqual(['1.3', '7', '5.5', '—'])
})
