import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import ElementPlus from 'element-plus'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { h, type Component } from 'vue'
import { createMemoryHistory, createRouter, type Router } from 'vue-router'

import { ApiProblem } from '@/api/problem'
import { tellServerTime } from '@/api/server-clock'
import { i18n } from '@/i18n'
import CountdownText from '@/parts/CountdownText.vue'
import ListPage from '@/parts/ListPage.vue'
import ProblemNote from '@/parts/ProblemNote.vue'
import RateValue from '@/parts/RateValue.vue'
import VerdictTag from '@/parts/VerdictTag.vue'
import type { Asked } from '@/parts/list'
import { useLive } from '@/stores/live'
import { usePreferences } from '@/stores/preferences'
import { useSession } from '@/stores/session'

import { people } from '../mock/company'

let router: Router
beforeEach(async () => {
  localStorage.clear()
  vi.stubGlobal('scrollTo', () => undefined) // jsdom has none
  setActivePinia(createPinia())
  router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:rest(.*)*', component: { render: () => h('i') } }] })
  await router.push('/list')
  useSession().me = people.chen ?? null
})
const plugins = () => [i18n, router, ElementPlus]

describe('tags', () => {
  it('say_the_verdict_in_words_with_a_sign', () => {
    const tag = mount(VerdictTag, { props: { work: { verdict: 'FAILED', phase: 'WITH_EMPLOYEE' } }, global: { plugins: plugins() } })
    expect(tag.text()).toBe('!需补正')
    expect(tag.find('.red').exists()).toBe(false)
  })
})

describe('figures', () => {
  it('stand_with_what_they_rest_on', () => {
    const rate = mount(RateValue, { props: { value: 0.5, part: 3, of: 6 }, global: { plugins: plugins() } })
    expect(rate.text()).toBe('50.0%3/6')
  })
  it('nothing_decided_is_a_dash', () => {
    expect(mount(RateValue, { props: { value: null, part: 0, of: 0 }, global: { plugins: plugins() } }).text()).toBe('—')
  })
  it('too_little_checked_is_said_beside_them', () => {
    const rate = mount(RateValue, { props: { value: 0.5, of: 6, coverage: 0.4, enough: false }, global: { plugins: plugins() } })
    expect(rate.text()).toContain('仅查到 40.0%')
  })
})

describe('countdowns', () => {
  it('go_by_the_clock_of_the_daemon', () => {
    tellServerTime('2026-11-26T06:20:00.000Z')
    const left = mount(CountdownText, { props: { until: '2026-11-26T11:32:30.000Z' }, global: { plugins: plugins() } })
    expect(left.text()).toBe('还有 5 小时 12 分')
    const over = mount(CountdownText, { props: { until: '2026-11-26T06:00:00.000Z', over: '到期' }, global: { plugins: plugins() } })
    expect(over.text()).toBe('到期')
  })
})

describe('problems', () => {
  it('are_told_with_row_and_field_in_words', () => {
    const problem = new ApiProblem(400, { detail: '有一行不对', errors: [{ row: 3, field: 'url', message: '不是网址' }] })
    const note = mount(ProblemNote, { props: { problem }, global: { plugins: plugins() } })
    expect(note.text()).toContain('有一行不对')
    expect(note.text()).toContain('第 3 行 网址：不是网址')
    expect(note.attributes('role')).toBe('alert')
  })
  it('what_is_said_of_the_whole_is_not_said_of_the_field_again', () => {
    const problem = new ApiProblem(400, { detail: '验证码不对', errors: [{ row: 0, field: 'code', message: '验证码不对' }] })
    expect(mount(ProblemNote, { props: { problem }, global: { plugins: plugins() } }).text()).toBe('验证码不对')
  })
  it('a_daemon_that_does_not_answer_is_told_in_our_words', () => {
    const note = mount(ProblemNote, { props: { problem: new ApiProblem(0, {}) }, global: { plugins: plugins() } })
    expect(note.text()).toContain('连接不上服务')
  })
})

describe('a list', () => {
  type Row = { id: number; name: string }
  let asked: Asked[]
  let list: VueWrapper
  const load = (one: Asked): Promise<{ items: Row[]; next: number | null }> => {
    asked.push(one)
    const first = one.after ?? 100
    const items = Array.from({ length: one.limit }, (_, i) => ({ id: first - 1 - i, name: `row ${first - 1 - i}` }))
    const last = first - one.limit
    return Promise.resolve({ items, next: last > 40 ? last : null })
  }
  async function show(query = ''): Promise<void> {
    asked = []
    await router.push(`/list${query}`)
    list = mount(ListPage as Component, {
      props: {
        name: 'test',
        rowKey: 'id',
        columns: [
          { key: 'name', label: 'Name', text: (row: Row) => row.name },
          { key: 'more', label: 'More', text: () => 'hidden text', hidden: true },
        ],
        filters: [{ key: 'q', label: 'Q', kind: 'text' }],
        load,
        emptyTitle: 'nothing',
      },
      global: { plugins: plugins() },
      attachTo: document.body,
    })
    await flushPromises()
  }
  afterEach(() => list.unmount())
  const button = (text: string) => list.findAll('button').find((one) => one.text() === text)

  it('reads_filters_size_and_place_from_the_address', async () => {
    await show('?q=abc&limit=50&after=99&other=1')
    expect(asked).toEqual([{ filters: { q: 'abc' }, after: 99, limit: 50 }])
  })
  it('writes_the_search_into_the_address_and_starts_over', async () => {
    await show('?after=99')
    await list.find('input').setValue('水管')
    await list.find('form').trigger('submit')
    await flushPromises()
    expect(router.currentRoute.value.query).toEqual({ q: '水管' })
    expect(asked.at(-1)).toEqual({ filters: { q: '水管' }, after: undefined, limit: 20 })
  })
  it('goes_forward_and_back_by_cursors', async () => {
    await show()
    await button('下一页')?.trigger('click')
    await flushPromises()
    expect(asked.at(-1)?.after).toBe(80)
    await button('下一页')?.trigger('click')
    await flushPromises()
    expect(asked.at(-1)?.after).toBe(60)
    expect(button('下一页')?.attributes('disabled')).toBeDefined()
    await button('上一页')?.trigger('click')
    await flushPromises()
    expect(asked.at(-1)?.after).toBe(80)
  })
  it('asks_on_where_a_page_is_short_and_names_a_next', async () => {
    await show()
    list.unmount()
    const pages = [{ items: [], next: 70 }, { items: [{ id: 69, name: 'found late' }], next: null }]
    asked = []
    list = mount(ListPage as Component, {
      props: { name: 'short', rowKey: 'id', columns: [{ key: 'name', label: 'Name', text: (row: Row) => row.name }], load: (one: Asked) => { asked.push(one); return Promise.resolve(pages.shift()) } },
      global: { plugins: plugins() },
    })
    await flushPromises()
    expect(list.text()).toContain('found late')
    expect(asked.map((one) => one.after)).toEqual([undefined, 70])
  })
  it('shows_the_columns_of_the_address', async () => {
    await show('?cols=name.more')
    expect(list.text()).toContain('hidden text')
    list.unmount()
    await show()
    expect(list.text()).not.toContain('hidden text')
  })
  it('keeps_columns_in_this_browser_and_nothing_of_its_rows', async () => {
    await show()
    usePreferences().setList('test', { columns: ['more'] })
    await flushPromises()
    expect(Object.keys(localStorage)).toEqual(['vouch.preferences'])
    expect(localStorage.getItem('vouch.preferences')).not.toContain('row 99')
  })
})

describe('events', () => {
  class FakeSource {
    static CLOSED = 2
    static made: FakeSource[] = []
    readyState = 1
    onopen: (() => void) | null = null
    onerror: (() => void) | null = null
    heard = new Map<string, (event: { data: string }) => void>()
    constructor(readonly url: string) {
      FakeSource.made.push(this)
    }
    addEventListener(name: string, then: (event: { data: string }) => void): void {
      this.heard.set(name, then)
    }
    close(): void {
      this.readyState = FakeSource.CLOSED
    }
  }
  beforeEach(() => {
    FakeSource.made = []
    vi.useFakeTimers()
    vi.stubGlobal('EventSource', FakeSource)
  })
  afterEach(() => vi.useRealTimers())

  it('count_the_inbox_and_what_changed', () => {
    const live = useLive()
    live.start()
    const source = FakeSource.made[0]
    source?.heard.get('inbox')?.({ data: '{"unread":4}' })
    source?.heard.get('claims')?.({ data: '{"changed":2}' })
    source?.heard.get('claims')?.({ data: '{"changed":3}' })
    source?.heard.get('inbox')?.({ data: 'no json' })
    source?.heard.get('progress')?.({ data: '{"job":"a","done":40,"total":200}' })
    expect(live.jobs.a).toEqual({ job: 'a', done: 40, total: 200 })
    expect([live.unread, live.changed]).toEqual([4, 5])
    live.seen()
    expect(live.changed).toBe(0)
  })
  it('a_refused_line_is_tried_again_later_and_only_while_somebody_is_signed_in', async () => {
    const live = useLive()
    const session = useSession()
    vi.spyOn(session, 'load').mockImplementation(() => Promise.resolve(session.me))
    live.start()
    const first = FakeSource.made[0]
    if (first === undefined) throw new Error('no line')
    first.readyState = FakeSource.CLOSED
    first.onerror?.()
    expect(FakeSource.made).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(2_000)
    expect(FakeSource.made).toHaveLength(2)
    session.me = null
    const second = FakeSource.made[1]
    if (second === undefined) throw new Error('no line')
    second.readyState = FakeSource.CLOSED
    second.onerror?.()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(FakeSource.made).toHaveLength(2)
  })
})
