import { describe, expect, it } from 'vitest'

import type { PreviewRow } from '@/api/contract'
import { csvCell, csvText, draftsOf, isSent, keywordsOf, outcomeOf, sendingOf, warningsOf } from '@/areas/staff/submit/draft'
import { rowsToCsv } from '@/areas/staff/submit/spreadsheet'

function previewRow(row: number, change: Partial<PreviewRow> = {}): PreviewRow {
  return {
    row,
    text: '',
    user: null,
    raw: `https://example.com/${row}`,
    url: `https://example.com/${row}`,
    canonical: `https://example.com/${row}`,
    date: '2026-11-26',
    title: '',
    platform: { key: '', name: '', from: 'none' },
    work_type: { key: 'forum_post', name: '论坛发帖', from: 'platform' },
    keywords: [],
    link_target: '',
    duplicate_of: null,
    check: 'auto',
    warnings: [
      { code: 'no_keyword', words: '没有关键词' },
      { code: 'unknown_platform', words: '平台未识别' },
    ],
    problem: null,
    ...change,
  }
}
const drafts = (...rows: PreviewRow[]) => draftsOf({ rows, ignored: [], columns: [] })

describe('a mended preview', () => {
  it('loses_the_warnings_that_were_mended_and_keeps_the_others', () => {
    const [draft] = drafts(previewRow(1, { warnings: [{ code: 'no_keyword', words: '' }, { code: 'duplicate', words: '' }] }))
    if (draft === undefined) throw new Error('no draft')
    expect(warningsOf(draft).map((w) => w.code)).toEqual(['no_keyword', 'duplicate'])
    draft.keywords = '水管'
    expect(warningsOf(draft).map((w) => w.code)).toEqual(['duplicate'])
  })

  it('is_sent_without_what_cannot_be_taken_or_was_left_out', () => {
    const all = drafts(previewRow(1), previewRow(2, { problem: '不是网址' }), previewRow(3))
    if (all[2] !== undefined) all[2].left_out = true
    expect(all.filter(isSent).map((d) => d.row)).toEqual([1])
  })

  it('a_duplicate_is_sent_all_the_same: it is marked and never refused', () => {
    const all = drafts(previewRow(1, { duplicate_of: { claim_id: 3, work_date: '2026-11-20', own: true, certain: true } }))
    expect(sendingOf(all, 'chen').rows).toHaveLength(1)
  })

  it('names_the_day_of_each_row_and_a_person_only_where_it_is_another', () => {
    const sending = sendingOf(
      drafts(previewRow(1, { user: { login: 'chen', name: '陈晓' } }), previewRow(2, { date: '2026-11-25', user: { login: 'li', name: '李' } }), previewRow(3, { date: null })),
      'chen',
    )
    expect(sending.rows.map((row) => [row.date, row.user])).toEqual([
      ['2026-11-26', undefined],
      ['2026-11-25', 'li'],
      [undefined, undefined],
    ])
  })

  it('an_answer_is_told_of_the_row_as_the_person_numbers_it', () => {
    const sending = sendingOf(drafts(previewRow(4), previewRow(9)), 'chen')
    const marks = { late: false, unplanned: false, duplicate_of: null, off_list: false, baseline: false, historic: false }
    const outcome = outcomeOf(sending, {
      report_ids: [1],
      accepted: [{ row: 1, claim_id: 70, marks, remarks: [] }],
      returned: [{ row: 2, reason: '不是能打开的网址', cells: [] }],
    })
    expect(outcome.taken.map((one) => [one.draft.row, one.claim])).toEqual([[4, 70]])
    expect(outcome.returned.map((one) => one.draft.row)).toEqual([9])
  })
})

describe('keywords', () => {
  it('are_separated_by_what_people_type_but_not_by_spaces', () => {
    expect(keywordsOf('水管、 水泵，water pipe;水管')).toEqual(['水管', '水泵', 'water pipe'])
    expect(keywordsOf('  ')).toEqual([])
  })
})

describe('files', () => {
  it('cells_that_a_spreadsheet_would_run_are_text', () => {
    for (const bad of ['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx']) expect(csvCell(bad).replace(/^"/, '').startsWith("'"), bad).toBe(true)
    expect(csvCell('a,"b"')).toBe('"a,""b"""')
  })
  it('open_in_excel_as_utf8', () => {
    expect(csvText([['行', '网址']])).toBe('\ufeff行,网址\r\n')
  })
  it('cells_of_a_sheet_reach_the_daemon_as_they_are', () => {
    const day = new Date(Date.UTC(2026, 10, 26))
    expect(rowsToCsv([['日期', '网址', '标题'], [day, 'https://example.com/?a=1,2', null], [1, '-x', '"q"']])).toBe(
      '日期,网址,标题\n2026-11-26,"https://example.com/?a=1,2",\n1,-x,"""q"""',
    )
  })
})
