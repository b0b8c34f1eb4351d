import { readdirSync, readFileSync } from 'node:fs'

import { mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import { defineComponent } from 'vue'

import { ApiProblem } from '@/api/problem'
import { kActions } from '@/areas/desk/parts/actions'
import { useCodes } from '@/areas/desk/parts/codes'
import { firstSpan, weekOf } from '@/areas/desk/parts/span'
import { i18n, speak } from '@/i18n'
import { listenEarly, takeEarlyPaste } from '@/parts/early-paste'
import { useProblemWords } from '@/parts/problem-words'
import { usePreferences } from '@/stores/preferences'

beforeEach(() => {
  setActivePinia(createPinia())
  localStorage.clear()
  i18n.global.locale.value = 'zh'
})
function within<T>(use: () => T): T {
  let got: T | undefined
  mount(defineComponent({ setup: () => ((got = use()), () => null) }), { global: { plugins: [i18n] } })
  return got as T
}

describe('the week that a matrix begins with', () => {
  const rows: [string, string, string, 'this_week' | 'last_week'][] = [
    ['2026-11-30', '2026-11-23', '2026-11-29', 'last_week'], // Monday
    ['2026-12-02', '2026-11-23', '2026-11-29', 'last_week'], // Wednesday
    ['2026-12-03', '2026-11-30', '2026-12-06', 'this_week'], // Thursday
    ['2026-12-06', '2026-11-30', '2026-12-06', 'this_week'], // Sunday
  ]
  it('is_the_last_one_until_wednesday_and_says_which', () => {
    for (const [today, from, to, which] of rows) {
      expect(firstSpan('week', today), today).toEqual({ from, to })
      expect(weekOf({ from, to }, today)).toBe(which)
    }
  })
  it('other_days_are_no_week_with_a_name', () => {
    expect(weekOf({ from: '2026-11-16', to: '2026-11-22' }, '2026-12-02')).toBeNull()
    expect(weekOf({ from: '2026-11-30', to: '2026-12-02' }, '2026-12-02')).toBeNull()
  })
  it('a_month_is_as_far_as_it_is', () => {
    expect(firstSpan('month', '2026-12-02')).toEqual({ from: '2026-12-01', to: '2026-12-02' })
  })
})

describe('codes', () => {
  it('have_words_and_unknown_ones_stand_as_they_are', () => {
    const codes = within(useCodes)
    expect(codes.words('action', 'claim.accept_manual')).toBe('人工认可')
    expect(codes.words('action', 'moon.landing')).toBe('moon.landing')
    expect(codes.subject('claim:12')).toBe('工作项 #12')
    expect(codes.subject('user:nobody')).toBe('人员 nobody')
    expect(codes.subject('http://a:1')).toBe('http://a:1')
    expect(codes.answer('rcpt 550')).toBe('收件人 550')
    expect(codes.answer('250')).toBe('250')
  })
  it('every_act_of_the_filter_has_words', () => {
    const codes = within(useCodes)
    for (const action of kActions) expect(codes.words('action', action), action).not.toBe(action)
  })
  it('every_act_that_the_daemon_writes_has_words', () => {
    const codes = within(useCodes)
    const source = process.env.VOUCH_SOURCE ?? '../..'
    const files = readdirSync(`${source}/daemon`).filter((file) => file.endsWith('.cpp'))
    const written = files.flatMap((file) =>
      [...readFileSync(`${source}/daemon/${file}`, 'utf8').matchAll(/(?:audited|noted|noted_act|note_failure)\([^;"]*"([a-z_.]+[a-z_])"/g)].map((found) => found[1] ?? ''),
    )
    expect(written.length).toBeGreaterThan(20)
    for (const action of written) expect(codes.words('action', action), action).not.toBe(action)
  })
})

describe('what the daemon says to machines', () => {
  it('is_said_to_readers_of_chinese_in_our_words', async () => {
    const words = within(useProblemWords)
    expect(words(new ApiProblem(404, { detail: 'there is nothing at this address' }))).toBe(i18n.global.t('problem.s404'))
    expect(words(new ApiProblem(404, { detail: '没有这个人。' }))).toBe('没有这个人。')
    expect(words(new ApiProblem(409, { detail: 'row 3 has changed' }))).toBe('row 3 has changed')
    await speak('en')
    expect(words(new ApiProblem(404, { detail: 'there is nothing at this address' }))).toBe('there is nothing at this address')
  })
})

describe('lists of this browser', () => {
  it('are_each_persons_own', () => {
    const preferences = usePreferences()
    preferences.whose = 'chen'
    preferences.setList('work', { saved: [{ name: '我的', query: { q: 'a' } }] })
    preferences.whose = 'wang'
    expect(preferences.list('work')).toEqual({})
    preferences.setList('work', { limit: 50 })
    preferences.whose = 'chen'
    expect(preferences.list('work')).toEqual({ saved: [{ name: '我的', query: { q: 'a' } }] })
  })
})

describe('a paste before the screen is there', () => {
  const paste = (text: string, target: EventTarget): void => {
    const event = Object.assign(new Event('paste', { bubbles: true }), { clipboardData: { getData: () => text } })
    target.dispatchEvent(event)
  }
  listenEarly()
  it('is_taken_once', () => {
    paste('https://a.example/1', document.body)
    expect(takeEarlyPaste()).toBe('https://a.example/1')
    expect(takeEarlyPaste()).toBe('')
  })
  it('into_a_field_belongs_to_the_field', () => {
    const field = document.createElement('input')
    document.body.append(field)
    paste('secret', field)
    expect(takeEarlyPaste()).toBe('')
  })
})
