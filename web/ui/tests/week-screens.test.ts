import { flushPromises, mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, h } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'

import type { Blocker } from '@/api/contract'
import RowImport, { type ImportAnswer } from '@/areas/desk/week/RowImport.vue'
import NumberLink from '@/areas/centres/NumberLink.vue'
import ContactText from '@/areas/inquiries/parts/ContactText.vue'
import BlockerList from '@/areas/journal/parts/BlockerList.vue'
import WordsPanel from '@/areas/journal/parts/WordsPanel.vue'
import { i18n } from '@/i18n'
import { useSession } from '@/stores/session'
import '@/areas/centres/words'
import '@/areas/inquiries/words'
import '@/areas/journal/words'

import { people } from '../mock/company'

type Row = { row: number; name: string }
let asked: Request[] = []
let reply: { status: number; body: unknown } = { status: 200, body: {} }
const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:rest(.*)*', component: { render: () => h('i') } }] })
const Window = defineComponent({ setup: (_, { slots }) => () => h('div', slots.default?.()) })
const global = { plugins: [i18n, router], stubs: { ElDialog: Window } }

beforeEach(() => {
  setActivePinia(createPinia())
  i18n.global.locale.value = 'zh'
  useSession().me = people.wang ?? null
  asked = []
  reply = { status: 200, body: {} }
  vi.stubGlobal('fetch', async (input: Request | string, init?: RequestInit) => {
    asked.push(input instanceof Request ? input : new Request(new URL(input, 'http://localhost'), init))
    return new Response(JSON.stringify(reply.body), { status: reply.status, headers: { 'Content-Type': 'application/json' } })
  })
})
const button = (screen: ReturnType<typeof mount>, words: string) => screen.findAll('button').find((one) => one.text().includes(words))

describe('rows from a spreadsheet', () => {
  const took: [string, boolean][] = []
  async function shown(answer: Partial<ImportAnswer<Row>>) {
    took.length = 0
    const take = async (text: string, dry: boolean): Promise<ImportAnswer<Row>> => {
      took.push([text, dry])
      return { written: !dry, columns: ['人员'], rows: [{ row: 2, name: '陈晓' }], problems: [], ...answer }
    }
    const screen = mount(
      defineComponent({ setup: () => () => h(RowImport as never, { open: true, title: 't', note: 'n', columns: [{ label: '人员', text: (row: Row) => row.name }], take } as never) }),
      { global },
    )
    await flushPromises()
    await screen.find('textarea').setValue('人员\n陈晓')
    await screen.find('form').trigger('submit')
    await flushPromises()
    return screen
  }
  it('are_looked_at_before_they_are_taken', async () => {
    const screen = await shown({})
    expect(took).toEqual([['人员\n陈晓', true]])
    expect(screen.text()).toContain('陈晓')
    await screen.find('form').trigger('submit')
    await flushPromises()
    expect(took.map(([, dry]) => dry)).toEqual([true, false])
  })
  it('are_not_taken_while_one_has_a_problem', async () => {
    const screen = await shown({ problems: [{ row: 3, field: 'login', message: '没有叫“张三丰”的人' }] })
    expect(screen.text()).toContain('第 3 行 登录名')
    expect(screen.text()).toContain('没有叫“张三丰”的人')
    await screen.find('form').trigger('submit')
    await flushPromises()
    expect(took.map(([, dry]) => dry)).toEqual([true, true])
  })
  it('are_looked_at_again_once_they_are_changed', async () => {
    const screen = await shown({})
    await screen.find('textarea').setValue('人员\n赵丽')
    await screen.find('form').trigger('submit')
    await flushPromises()
    expect(took.at(-1)).toEqual(['人员\n赵丽', true])
  })
})

describe('a contact', () => {
  it('stays_masked_until_it_is_asked_for_and_says_that_it_is_recorded', async () => {
    reply = { status: 200, body: { contact: '13800001234' } }
    const screen = mount(ContactText, { props: { id: 7, masked: '138****1234', may: true }, global })
    expect(screen.text()).toContain('138****1234')
    expect(screen.text()).toContain('查看会留下记录')
    expect(asked).toHaveLength(0)
    await button(screen, '显示')?.trigger('click')
    await flushPromises()
    expect(new URL(asked[0]?.url ?? '').pathname).toBe('/api/v1/inquiries/7/contact')
    expect(screen.text()).toContain('13800001234')
    await screen.setProps({ id: 8, masked: '139****0000' })
    expect(screen.text()).not.toContain('13800001234')
  })
  it('is_offered_to_nobody_who_may_not_see_it', () => {
    expect(button(mount(ContactText, { props: { id: 7, masked: '138****1234', may: false }, global }), '显示')).toBeUndefined()
    expect(mount(ContactText, { props: { id: 7, masked: '', may: true }, global }).text()).toBe('已按期限清除')
  })
})

describe('a call for help', () => {
  const one = (more: Partial<Blocker>): Blocker => ({ id: 3, login: 'chen', name: '陈晓', text: '要换绑手机', to: '', to_name: '王敏', at: '2026-11-23T03:00:00.000Z', age_days: 3, state: 'open', closed_at: null, closed_by: '', answer: '', may_close: true, ...more })
  it('is_closed_with_an_answer_by_who_is_addressed', async () => {
    const screen = mount(BlockerList, { props: { items: [one({})], person: true }, global })
    expect(screen.text()).toContain('已 3 个工作日')
    await button(screen, '答复并关闭')?.trigger('click')
    expect(button(screen, '确定')?.attributes('disabled')).toBeDefined()
    await screen.find('textarea').setValue('明天可用')
    await screen.find('form').trigger('submit')
    await flushPromises()
    expect(await asked[0]?.json()).toEqual({ answer: '明天可用' })
    expect(screen.emitted('changed')).toHaveLength(1)
  })
  it('is_taken_back_without_one_by_who_said_it', async () => {
    const screen = mount(BlockerList, { props: { items: [one({ login: 'wang' })] }, global })
    await button(screen, '撤回')?.trigger('click')
    expect(button(screen, '确定')?.attributes('disabled')).toBeUndefined()
  })
  it('has_no_button_for_others', () => {
    expect(mount(BlockerList, { props: { items: [one({ may_close: false })] }, global }).find('button').exists()).toBe(false)
  })
})

describe('own words of a report', () => {
  const words = { revision: 2, at: '2026-11-26T09:20:00.000Z', reflection: '心得一', unfinished_reason: '', tomorrow: '' }
  it('may_be_changed_by_their_owner_alone', () => {
    const own = mount(WordsPanel, { props: { words, before: [], own: true, keep: async () => ({}) }, global })
    expect(own.findAll('textarea')).toHaveLength(3)
    const leader = mount(WordsPanel, { props: { words, before: [], own: false, keep: async () => ({}) }, global })
    expect(leader.findAll('textarea')).toHaveLength(0)
    expect(leader.text()).toContain('心得一')
  })
  it('are_kept_only_where_they_changed', async () => {
    const keep = vi.fn(async () => ({}))
    const own = mount(WordsPanel, { props: { words, before: [], own: true, keep }, global })
    expect(button(own, '保存')?.attributes('disabled')).toBeDefined()
    await own.findAll('textarea')[2]?.setValue('明天补发')
    await own.find('form').trigger('submit')
    await flushPromises()
    expect(keep).toHaveBeenCalledWith({ unfinished_reason: '', reflection: '心得一', tomorrow: '明天补发' })
  })
})

describe('a number', () => {
  it('of_nothing_leads_nowhere', () => {
    expect(mount(NumberLink, { props: { value: 0, opens: { failed: ['claims?work=FAILED'] }, name: 'failed' }, global }).find('a').exists()).toBe(false)
  })
  it('leads_to_its_list_or_lets_one_choose', () => {
    const one = mount(NumberLink, { props: { value: 4, opens: { claims: ['claims?user=chen'] }, name: 'claims' }, global })
    expect(one.find('a').attributes('href')).toContain('/desk/claims?user=chen')
    const two = mount(NumberLink, { props: { value: 4, opens: { pending: ['claims?work=PENDING'], disputed: ['claims?work=DISPUTED'] }, name: ['pending', 'disputed'] }, global })
    expect(two.find('a').exists()).toBe(false)
    expect(two.find('button').text()).toBe('4')
  })
})
