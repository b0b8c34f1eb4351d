import { describe, expect, it } from 'vitest'

import { cellOf, draftOf, loadOf, rowsOf, sumOf, typesOf, withCell, withOffers, type DraftLine, type PlanLine, type PlanPerson } from '@/areas/desk/plan/grid'

const line = (login: string, work_type: string, quantity: number, more: Partial<DraftLine> = {}): DraftLine => ({
  ...draftOf({ login, work_type, quantity, keywords: [], platforms: [], source: 'new', asset: null, note: '' }),
  ...more,
})
const offer = (login: string, quantity: number, source: PlanLine['source']): PlanLine => ({
  id: null, login, work_type: 'qa', work_type_name: '问答', quantity, keywords: [], platforms: [], source, asset: null, note: '', done: 0, days: [],
})

describe('a cell of the week', () => {
  it('makes a line, grows its last line and takes from it first', () => {
    let lines = withCell([], 'lilei', 'qa', 3)
    expect(lines.map((one) => one.quantity)).toEqual([3])
    lines = [...lines, line('lilei', 'qa', 2, { keywords: ['水'] }), line('lilei', 'post', 9)]
    lines = withCell(lines, 'lilei', 'qa', 7)
    expect(cellOf(lines, 'lilei', 'qa').map((one) => one.quantity)).toEqual([3, 4])
    lines = withCell(lines, 'lilei', 'qa', 2)
    expect(cellOf(lines, 'lilei', 'qa').map((one) => one.quantity)).toEqual([2])
    expect(sumOf(lines)).toBe(11)
    expect(withCell(lines, 'lilei', 'qa', Number.NaN).map((one) => one.work_type)).toEqual(['post'])
    expect(sumOf(withCell(lines, 'lilei', 'qa', 99999))).toBe(1009)
  })
  it('takes an offer once', () => {
    const once = withOffers([line('lilei', 'qa', 3)], [offer('lilei', 2, 'carried'), offer('mei', 1, 'carried')])
    expect(once).toHaveLength(3)
    expect(withOffers(once, [offer('lilei', 2, 'carried')])).toHaveLength(3)
    expect(rowsOf(once)[1]).toEqual({ login: 'lilei', work_type: 'qa', quantity: 2, keywords: [], platforms: [], source: 'carried', note: '' })
  })
})

describe('the week', () => {
  it('has the types that are used, or those of the posts to begin with', () => {
    const catalog = [{ key: 'a', posts: ['editor'] }, { key: 'b', posts: ['promoter'] }, { key: 'c', posts: ['promoter'] }]
    expect(typesOf([], ['promoter'], catalog, [])).toEqual(['b', 'c'])
    expect(typesOf([], ['promoter'], catalog, ['a'])).toEqual(['a', 'b', 'c'])
    expect(typesOf([{ work_type: 'c' }], ['promoter'], catalog, ['a'])).toEqual(['a', 'c'])
  })
  it('counts hours as the daemon does', () => {
    const person = { login: 'lilei', capacity: { available: 2400, needed: 0, percent: 0, over: false } } as PlanPerson
    expect(loadOf([line('lilei', 'a', 11), line('mei', 'a', 99)], person, { a: 240 })).toEqual({ needed: 2640, percent: 110, over: false })
    expect(loadOf([line('lilei', 'a', 12)], person, { a: 240 }).over).toBe(true)
    const away = { ...person, capacity: { ...person.capacity, available: 0 } }
    expect(loadOf([line('lilei', 'a', 1)], away, { a: 10 }).percent).toBe(999)
    expect(loadOf([], away, {}).percent).toBe(0)
  })
})
