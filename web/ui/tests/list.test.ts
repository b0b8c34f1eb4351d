import { describe, expect, it } from 'vitest'

import { claimFilters, claimQuery, exportAddress } from '@/parts/claim-filters'
import { columnsFrom, cursorFrom, filterNames, filtersFrom, limitFrom } from '@/parts/list'
import { isReason } from '@/parts/reasons'

describe('what the address says of a list', () => {
  it('only_filters_of_the_list_are_taken', () => {
    expect(filtersFrom({ q: '水管', work: '', other: 'x', since: ['a', 'b'] }, ['q', 'work', 'since'])).toEqual({ q: '水管' })
  })
  it('only_page_sizes_that_are_offered', () => {
    expect(limitFrom({ limit: '50' }, 20)).toBe(50)
    for (const bad of ['0', '7', '1000', 'x', undefined]) expect(limitFrom({ limit: bad as string }, 20)).toBe(20)
  })
  it('only_cursors_that_are_ids', () => {
    expect(cursorFrom({ after: '12' })).toBe(12)
    for (const bad of ['', '-1', '1.5', 'x']) expect(cursorFrom({ after: bad })).toBeUndefined()
  })
  it('columns_that_are_gone_are_not_asked_for', () => {
    expect(columnsFrom({ cols: 'a.gone.b' }, ['a', 'b', 'c'], ['c'])).toEqual(['a', 'b'])
    expect(columnsFrom({ cols: 'gone' }, ['a'], ['a'])).toEqual(['a'])
  })
  it('a_range_of_days_has_two_names', () => {
    const names = filterNames(claimFilters((key) => key, { platforms: [], work_types: [], engines: [], keywords: [] }))
    expect(names).toContain('since')
    expect(names).toContain('until')
    expect(names).not.toContain('keyword') // vendors get no keywords
  })
})

describe('entries', () => {
  it('filters_become_the_query_of_the_api', () => {
    expect(claimQuery({ q: 'a', keyword: '3', late: 'true', work: 'FAILED' })).toEqual({ q: 'a', keyword: 3, late: true, work: 'FAILED' })
    expect(claimQuery({ late: 'false' })).toEqual({})
  })
  it('an_export_is_of_what_is_shown', () => {
    expect(exportAddress('claims', { q: 'a b' }, 'xlsx', { user: 'chen' })).toBe('/api/v1/exports/claims.xlsx?q=a+b&user=chen')
  })
})

describe('reasons', () => {
  it('are_a_preset_or_four_han_characters_or_ten_letters', () => {
    expect(isReason('知道了', ['知道了'])).toBe(true)
    expect(isReason('知道了', [])).toBe(false)
    expect(isReason('帖子在审', [])).toBe(true)
    expect(isReason('see below', [])).toBe(false)
    expect(isReason('see the page', [])).toBe(true)
    expect(isReason('1234567890!!', [])).toBe(false)
  })
})
