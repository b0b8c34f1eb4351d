import { describe, expect, it } from 'vitest'

import { differences, msOf, partsFrom, partsOf, shown, spanOf, textOf, tomlOf } from '@/areas/admin/parts/toml'
import { pageOf, says } from '@/areas/desk/parts/paging'
import { toCsv } from '@/charts/csv'

describe('a table taken along', () => {
  it('never_holds_a_cell_that_a_spreadsheet_would_run', () => {
    for (const cell of ['=1+1', '+1', '-1', '@x', '\tx', '\rx']) {
      expect(toCsv({ columns: ['a'], rows: [[cell]] })).toContain(`'${cell.trimEnd()}`)
    }
  })
  it('leaves_a_gap_empty_and_a_zero_zero', () => {
    expect(toCsv({ columns: ['day', 'place'], rows: [['2026-11-01', null], ['2026-11-02', 0]] })).toBe('\uFEFFday,place\r\n2026-11-01,\r\n2026-11-02,0\r\n')
  })
  it('quotes_commas_quotes_and_lines', () => {
    expect(toCsv({ columns: ['a'], rows: [['x,"y"\nz']] })).toContain('"x,""y""\nz"')
  })
})

describe('a list that comes whole', () => {
  const asked = (after: number | undefined): { filters: Record<string, string>; after: number | undefined; limit: number } => ({ filters: {}, after, limit: 2 })
  it('is_shown_page_by_page_to_its_end', () => {
    expect(pageOf([1, 2, 3], asked(undefined))).toEqual({ items: [1, 2], next: 2 })
    expect(pageOf([1, 2, 3], asked(2))).toEqual({ items: [3], next: null })
    expect(pageOf([1, 2], asked(undefined)).next).toBeNull()
  })
  it('is_searched_for_every_word', () => {
    expect(says('chen 推广', '陈晓', 'Chen', '推广一组')).toBe(true)
    expect(says('chen 客服', '陈晓', 'Chen', '推广一组')).toBe(false)
    expect(says(undefined, null)).toBe(true)
  })
})

describe('the data file of a changed rule', () => {
  const head = { revision: 3, effective_from: '2026-11-26', verified_on: '2026-11-26', source: 'a "reason"\nwith a line' }
  it('writes_spans_as_people_do', () => {
    expect([0, 600_000, 7_200_000, 86_400_000, 2_592_000_000, 5_400_000].map(spanOf)).toEqual(['0s', '10m', '2h', '1d', '30d', '90m'])
    expect(['10m', '2h', '30d', ' 7 d '].map(msOf)).toEqual([600_000, 7_200_000, 2_592_000_000, 604_800_000])
    expect(['', '1 week', '-1d', '1.5h'].map(msOf)).toEqual([null, null, null, null])
  })
  it('says_the_content_in_the_words_of_the_file', () => {
    const value = { key: 'soft', name: '软文', content_title: true, content_keyword: false, content_link: true, mention_suffices: true, link_must_follow: false, live_deadline: 86_400_000, page_looks: [600_000] }
    const text = tomlOf('policy', value, head)
    expect(text).toContain('content = ["title", "link_or_mention"]')
    expect(text).not.toContain('content_title')
    expect(text).toContain('live_deadline = "1d"')
    expect(text).toContain('page_looks = ["10m"]')
    expect(text).toContain('revision = 3')
  })
  it('cannot_be_broken_by_a_quote_or_a_line_in_a_value', () => {
    const text = tomlOf('platform', { key: 'x', name: 'a"b\\c' }, head)
    expect(text).toContain('name = "a\\"b\\\\c"')
    expect(text).toContain('source = "a \\"reason\\"\\nwith a line"')
  })
  it('writes_a_duty_card_as_tables_and_its_text_comes_back', () => {
    const zh = [{ heading: '职责', lines: ['写"好"文章', '按时交'] }, { heading: '标准', lines: [] }]
    const text = tomlOf('duty', { key: 'editor', zh, en: [] }, head)
    expect(text).toContain('[[duty]]\nkey = "editor"\n\n[[duty.zh]]\nheading = "职责"\nlines = [\n  "写\\"好\\"文章",\n  "按时交",\n]\n')
    expect(partsFrom(textOf(zh))).toEqual(zh)
    expect(partsFrom('只有一行')).toEqual([{ heading: '', lines: ['只有一行'] }])
    expect(partsOf('x')).toEqual([])
    expect(shown('zh', zh)).toContain('- 按时交')
  })
  it('groups_the_days_of_a_holiday_without_quotes', () => {
    const text = tomlOf('calendar', { year: 2027, off: [['2027-01-02', '元旦'], ['2027-01-01', '元旦']], makeup_workdays: [] }, head)
    expect(text).toContain('year = 2027')
    expect(text).toContain('[[calendar.off]]\nname = "元旦"\ndays = [2027-01-01, 2027-01-02]')
    expect(text).not.toContain('makeup_workdays')
  })
  it('tells_only_what_differs', () => {
    expect(differences({ a: 1, b: [1] }, { a: 2, b: [1], c: true })).toEqual([
      { key: 'a', before: 1, after: 2 },
      { key: 'c', before: undefined, after: true },
    ])
    expect(shown('survival', 86_400_000)).toBe('1d')
    expect(shown('x', undefined)).toBe('—')
  })
})
