import { Blob as BlobOfNode } from 'node:buffer'

import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it, vi } from 'vitest'

import { api, ask, sendBytes, whenSignedOut } from '@/api/client'
import { freshKey } from '@/api/idempotency'
import { ApiProblem } from '@/api/problem'
import { nowMs, tellServerDate, tellServerTime } from '@/api/server-clock'
import { menuOf, phoneBar } from '@/layout/menu'
import { backTo } from '@/router'
import { useSession } from '@/stores/session'

import { people } from '../mock/company'

type Reply = { status: number; body?: unknown; headers?: Record<string, string> }
let replies: Reply[] = []
let asked: Request[] = []

beforeEach(() => {
  setActivePinia(createPinia())
  vi.stubGlobal('Blob', BlobOfNode) // jsdom's cannot be read
  replies = []
  asked = []
  vi.stubGlobal('fetch', async (input: Request | string, init?: RequestInit) => {
    asked.push(input instanceof Request ? input : new Request(new URL(input, 'http://localhost'), init))
    const reply = replies.shift()
    if (reply === undefined) throw new TypeError('no connection')
    const type = reply.status < 400 ? 'application/json' : 'application/problem+json'
    return new Response(JSON.stringify(reply.body ?? {}), { status: reply.status, headers: { 'Content-Type': type, ...reply.headers } })
  })
})

const caught = async (promise: Promise<unknown>): Promise<ApiProblem> => {
  const error: unknown = await promise.then(
    () => null,
    (e: unknown) => e,
  )
  if (!(error instanceof ApiProblem)) throw new Error('no problem was thrown')
  return error
}

describe('signing in', () => {
  it('a_wanted_code_is_told_apart_from_a_wrong_password', async () => {
    replies = [{ status: 403, body: { type: 'https://vouch.example/problems/code-needed', detail: '请填写验证码。' } }]
    expect((await caught(useSession().signIn('chen', 'x', ''))).wantsCode).toBe(true)
    replies = [{ status: 403, body: { detail: '请填写验证码。', errors: [{ field: 'code', message: '请填写验证码' }] } }]
    expect((await caught(useSession().signIn('chen', 'x', ''))).wantsCode).toBe(true)
    replies = [{ status: 401, body: { detail: '账号或密码不对。' } }]
    const wrong = await caught(useSession().signIn('chen', 'x', ''))
    expect([wrong.wantsCode, wrong.detail]).toEqual([false, '账号或密码不对。'])
  })

  it('sends_no_empty_code', async () => {
    replies = [{ status: 200, body: people.chen }]
    await useSession().signIn('chen', 'secret', '')
    expect(await asked[0]?.json()).toEqual({ login: 'chen', password: 'secret' })
  })

  it('nobody_signed_in_is_no_error', async () => {
    replies = [{ status: 401, body: {} }]
    expect(await useSession().load()).toBeNull()
    expect(useSession().asked).toBe(true)
  })

  it('an_answer_401_anywhere_leads_to_the_log_in_but_a_wrong_password_does_not', async () => {
    const left = vi.fn()
    whenSignedOut(left)
    replies = [{ status: 401, body: {} }]
    await caught(useSession().signIn('chen', 'x', ''))
    expect(left).not.toHaveBeenCalled()
    replies = [{ status: 401, body: {} }]
    await caught(ask(api.GET('/api/v1/day')))
    expect(left).toHaveBeenCalledTimes(1)
    replies = [{ status: 401, body: {} }]
    await caught(sendBytes('/api/v1/reports', 'application/json', new Blob(['{}'])))
    expect(left).toHaveBeenCalledTimes(2)
  })

  it('leads_back_into_the_application_only', () => {
    expect(backTo('/work?claim=3')).toBe('/work?claim=3')
    for (const bad of ['//evil.example', '/\\evil.example', 'https://evil.example', 'work', ['/a'], undefined]) expect(backTo(bad)).toBe('/')
  })
})

describe('what goes wrong', () => {
  it('keeps_the_words_of_the_daemon_with_field_and_row', async () => {
    replies = [{ status: 400, body: { detail: '有一行不对', errors: [{ row: 3, field: 'url', message: '不是网址' }] } }]
    const problem = await caught(ask(api.POST('/api/v1/password', { body: { current: 'a', new: 'b' } })))
    expect(problem.detail).toBe('有一行不对')
    expect(problem.fields).toEqual([{ row: 3, field: 'url', message: '不是网址' }])
    expect(problem.of('url')).toBe('不是网址')
  })
  it('says_how_long_to_wait', async () => {
    replies = [{ status: 429, body: {}, headers: { 'Retry-After': '30' } }]
    expect((await caught(ask(api.GET('/api/v1/day')))).retryAfter).toBe(30)
  })
  it('a_daemon_that_does_not_answer_is_status_0', async () => {
    expect((await caught(ask(api.GET('/api/v1/day')))).status).toBe(0)
  })
})

describe('a write', () => {
  const keyOf = (at: number): string | null => asked[at]?.headers.get('Idempotency-Key') ?? null
  const change = (to: string): Promise<ApiProblem | unknown> => ask(api.POST('/api/v1/password', { body: { current: 'a', new: to } })).catch((error: unknown) => error)

  it('keeps_its_key_while_nobody_answers_and_gets_another_afterwards', async () => {
    await change('b') // no connection
    replies = [{ status: 502 }, { status: 429 }, { status: 200 }, { status: 200 }]
    for (let i = 0; i < 4; i++) await change('b')
    expect(keyOf(0)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect([1, 2, 3].map(keyOf)).toEqual([keyOf(0), keyOf(0), keyOf(0)])
    expect(keyOf(4)).not.toBe(keyOf(0))
  })
  it('with_other_words_is_another_action', async () => {
    await change('b')
    await change('c')
    expect(keyOf(1)).not.toBe(keyOf(0))
  })
  it('of_bytes_has_a_key_too_and_a_read_has_none', async () => {
    for (const text of ['{}', '{}', '{ }']) await caught(sendBytes('/api/v1/reports', 'application/json', new Blob([text])))
    expect(keyOf(1)).toBe(keyOf(0))
    expect(keyOf(2)).not.toBe(keyOf(0))
    await caught(ask(api.GET('/api/v1/day')))
    expect(keyOf(3)).toBeNull()
  })
  it('has_a_key_where_the_page_is_not_under_tls', () => {
    vi.stubGlobal('crypto', { getRandomValues: (bytes: Uint8Array) => bytes.fill(0xff) })
    expect(freshKey()).toBe('ffffffff-ffff-4fff-bfff-ffffffffffff')
    vi.unstubAllGlobals()
  })
})

describe('the clock', () => {
  it('is_the_daemons_and_jumps_with_it', () => {
    tellServerTime('2026-11-26T06:20:00.000Z')
    expect(Math.abs(nowMs() - Date.parse('2026-11-26T06:20:00Z'))).toBeLessThan(1000)
    tellServerDate('Fri, 27 Nov 2026 01:00:00 GMT')
    expect(Math.abs(nowMs() - Date.parse('2026-11-27T01:00:00Z'))).toBeLessThan(1000)
    tellServerDate('nonsense')
    tellServerDate(null)
    expect(Math.abs(nowMs() - Date.parse('2026-11-27T01:00:00Z'))).toBeLessThan(1000)
  })
})

describe('the menu', () => {
  const paths = (login: string): string[] => menuOf(people[login] ?? null).flatMap((group) => group.items.map((item) => item.to))
  it('vendors_see_nothing_of_the_companys_numbers', () => {
    expect(paths('chen')).toContain('/figures')
    expect(paths('vendor')).not.toContain('/figures')
    expect(paths('vendor')).toContain('/submit')
  })
  it('owners_hand_in_nothing', () => {
    expect(paths('owner')).not.toContain('/submit')
    expect(paths('owner')).toContain('/account')
  })
  it('the_bar_of_phones_has_at_most_four_places_with_icons', () => {
    for (const me of Object.values(people)) {
      const bar = phoneBar(me)
      expect(bar.length).toBeLessThanOrEqual(4)
      for (const item of bar) expect(item.icon).toBeDefined()
    }
  })
})
