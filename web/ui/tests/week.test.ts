import { mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'

import { screenOf, screensOf } from '@/areas/centres/opens'
import { bodyOf, evenly, percentOf, pointsOf, rowsOf, sumOf, wrongWith } from '@/areas/content/parts/shares'
import { fenOf, isAddress, yuanOf } from '@/areas/inquiries/parts/inquiry'
import DutyText from '@/areas/journal/parts/DutyText.vue'
import PlannedTable from '@/areas/journal/parts/PlannedTable.vue'
import { inOrder, type TeamRow } from '@/areas/journal/parts/team'
import { centreOf, hasDuties, keepsInquiries, seesCentre } from '@/areas/area'
import { i18n } from '@/i18n'
import { menuOf, phoneBar, placeOf } from '@/layout/menu'
import '@/areas/journal/words'

import { people } from '../mock/company'

beforeEach(() => setActivePinia(createPinia()))
const me = (login: string) => people[login] ?? people.chen!
const paths = (login: string): string[] => menuOf(me(login)).flatMap((group) => group.items.map((item) => item.to))

describe('the menu of a week', () => {
  it('has_the_duties_of_a_supervisor_one_click_away', () => {
    const [first] = menuOf(me('wang'))
    expect(first?.items.map((item) => item.to)).toEqual(['/desk', '/plan/words', '/plan', '/targets', '/paid', '/journal/team'])
    for (const centre of ['editing', 'promotion', 'customers', 'operations']) expect(paths('wang')).toContain(`/centres/${centre}`)
  })
  it('begins_with_the_centre_in_which_somebody_works', () => {
    expect(menuOf(me('chen'))[0]).toMatchObject({ key: 'centre-promotion' })
    expect(menuOf(me('wu'))[0]).toMatchObject({ key: 'centre-customers' })
    expect(paths('wu').slice(0, 2)).toEqual(['/', '/inquiries'])
    expect(paths('chen').filter((path) => path.startsWith('/centres/'))).toEqual(['/centres/promotion'])
  })
  it('names_each_screen_once', () => {
    for (const login of Object.keys(people)) {
      const all = paths(login)
      expect(all.filter((path, i) => all.indexOf(path) !== i && path !== '/assets'), login).toEqual([])
    }
  })
  it('shows_vendors_nothing_of_the_companys', () => {
    expect(paths('vendor').some((path) => path.startsWith('/centres/') || path === '/inquiries')).toBe(false)
    expect(paths('vendor')).toContain('/submit')
    expect(seesCentre('promotion')(me('vendor'))).toBe(false)
  })
  it('leads_on_a_phone_to_the_day_of_everybody_who_has_one', () => {
    for (const login of ['chen', 'wang', 'admin', 'vendor', 'wu']) expect(phoneBar(me(login)).map((item) => item.to), login).toContain('/')
  })
  it('says_of_each_screen_where_it_lies_for_this_reader', () => {
    const place = (login: string, path: string): string | undefined => placeOf(menuOf(me(login)), path)?.group.key
    expect([place('chen', '/submit'), place('wang', '/submit')]).toEqual(['centre-promotion', 'mine'])
    expect(placeOf(menuOf(me('wang')), '/plan/words/2026-11-23')?.item.to).toBe('/plan/words')
    expect(placeOf(menuOf(me('wang')), '/journal/team/chen/2026-11-23')?.item.to).toBe('/journal/team')
    expect(place('chen', '/')).toBe('centre-promotion')
    expect(place('chen', '/nowhere')).toBeUndefined()
  })
  it('knows_whose_centre_which_is', () => {
    expect(['chen', 'wang', 'owner', 'wu'].map((login) => centreOf(me(login)))).toEqual(['promotion', 'operations', null, 'customers'])
    expect(['chen', 'wang', 'wu', 'admin'].map((login) => keepsInquiries(me(login)))).toEqual([false, true, true, true])
    expect(['chen', 'wang', 'owner', 'admin'].map((login) => hasDuties(me(login)))).toEqual([true, true, false, false])
  })
})

describe('a number of a report', () => {
  it('leads_leaders_to_the_list_that_it_counts', () => {
    expect(screenOf('claims?user=lilei&since=2026-11-23&work=VERIFIED', true)).toEqual({ path: '/desk/claims', query: { user: 'lilei', since: '2026-11-23', work: 'VERIFIED' } })
    expect(screenOf('reviews/2026-11-23', true)).toEqual({ path: '/review/2026-11-23', query: {} })
    expect(screenOf('day-reports/2026-11-23?user=lilei', true)).toEqual({ path: '/journal/team/lilei/2026-11-23' })
  })
  it('leads_staff_to_their_own_and_nowhere_else', () => {
    expect(screenOf('claims?user=lilei&work=FAILED', false)).toEqual({ path: '/work', query: { work: 'FAILED' } })
    expect(screenOf('waivers', false)).toBeNull()
    expect(screensOf(['claims?work=PENDING', 'moon', 'claims?work=DISPUTED'], true)).toHaveLength(2)
    expect(screensOf(undefined, true)).toEqual([])
  })
})

describe('shares of credit', () => {
  it('are_read_exactly', () => {
    const rows: [string, number | null][] = [['33.33', 3333], ['50', 5000], ['50%', 5000], ['100', 10000], ['0.01', 1], ['12.5', 1250], ['0', null], ['100.01', null], ['1.234', null], ['-5', null], ['', null], ['abc', null]]
    for (const [text, points] of rows) expect(pointsOf(text), text).toBe(points)
    for (let points = 1; points <= 10_000; points += 7) expect(pointsOf(percentOf(points)), String(points)).toBe(points)
  })
  it('come_to_the_whole_however_many_share_it', () => {
    for (let n = 2; n <= 5; n += 1) {
      const rows = evenly(Array.from({ length: n }, (_, i) => ({ login: `p${i}`, percent: '' })))
      expect(sumOf(rows)).toBe(10_000)
      expect(wrongWith(rows)).toBe('')
    }
    expect(evenly([{ login: 'a', percent: '' }, { login: 'b', percent: '' }, { login: 'c', percent: '' }]).map((row) => row.percent)).toEqual(['33.34', '33.33', '33.33'])
  })
  it('are_refused_with_what_is_wrong', () => {
    expect(wrongWith([{ login: 'a', percent: '100' }])).toBe('few')
    expect(wrongWith([{ login: 'a', percent: '50' }, { login: '', percent: '50' }])).toBe('nobody')
    expect(wrongWith([{ login: 'a', percent: '50' }, { login: 'a', percent: '50' }])).toBe('twice')
    expect(wrongWith([{ login: 'a', percent: '50' }, { login: 'b', percent: 'x' }])).toBe('number')
    expect(wrongWith([{ login: 'a', percent: '50' }, { login: 'b', percent: '49.99' }])).toBe('sum')
    expect(bodyOf([{ login: 'a', percent: '66.67' }, { login: 'b', percent: '33.33' }])).toEqual({ a: 6667, b: 3333 })
  })
  it('begin_with_the_owner', () => {
    expect(rowsOf([], 'chen').map((row) => row.login)).toEqual(['chen', ''])
    expect(rowsOf([{ login: 'a', name: 'A', basis_points: 3333 }], 'chen')).toEqual([{ login: 'a', percent: '33.33' }])
  })
})

describe('an inquiry', () => {
  it('has_its_amount_in_fen_without_a_rounding', () => {
    const rows: [string, number | null][] = [['128000', 12_800_000], ['12,800.5', 1_280_050], ['0.07', 7], ['19.99', 1999], ['1.005', null], ['', null], ['约 5 万', null], ['-1', null]]
    for (const [text, fen] of rows) expect(fenOf(text), text).toBe(fen)
    expect(yuanOf(1_280_050)).toBe('12800.5')
    expect(yuanOf(null)).toBe('')
  })
  it('links_only_what_a_browser_opens', () => {
    expect(isAddress('https://a.example/x')).toBe(true)
    for (const text of ['javascript:alert(1)', 'a.example', 'http://a b']) expect(isAddress(text), text).toBe(false)
  })
})

describe('a report', () => {
  const planned = [{ work_type: 'qa', work_type_name: '问答', planned: 3, done: 2, left: 1, on_time: 2, over: 0, keywords: [], notes: [] }]
  const table = (over: boolean) => mount(PlannedTable, { props: { rows: planned, over }, global: { plugins: [i18n] } })
  it('accuses_nobody_before_its_day_is_over', () => {
    expect(table(false).find('.short').exists()).toBe(false)
    expect(table(true).find('.short').text()).toBe('1')
  })
  it('lists_people_by_post', () => {
    const row = (login: string, post: string, claims: number, active = true): TeamRow => ({ login, post, active, name: login, team: null, tally: { claims } }) as unknown as TeamRow
    const rows = [row('s', 'sales', 1), row('gone', 'editor', 0, false), row('p', 'promoter', 1), row('left', 'editor', 2, false), row('boss', '', 1), row('e', 'editor', 0)]
    expect(inOrder(rows).map((one) => one.login)).toEqual(['left', 'e', 'p', 's', 'boss'])
  })
  it('shows_a_duty_card_as_headings_and_points', () => {
    const card = mount(DutyText, { props: { text: '# 职责\n- 一\n- 二\n\n# 标准\n一句话\n- <b>三</b>' } })
    expect(card.findAll('h3').map((one) => one.text())).toEqual(['职责', '标准'])
    expect(card.findAll('ul').map((one) => one.findAll('li').length)).toEqual([2, 1])
    expect(card.text()).toContain('<b>三</b>')
  })
})
