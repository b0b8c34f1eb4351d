import { describe, expect, it } from 'vitest'

import { amountText, fenOf, piecesOf, pointsText, ppmOf, ppmText, wanText, yuanText } from '@/areas/desk/money/money'
import { blanksBefore, daysOf, heatOf, paceWord, quarterOf } from '@/areas/desk/money/pace'
import { actualsOf, cellsOf, dayOf, pasted, spendOf } from '@/areas/desk/money/sheet'

describe('money', () => {
  const texts: [number, string, string][] = [
    [0, '0.00', '0.00'],
    [5, '0.05', '0.00'],
    [-5, '-0.05', '0.00'],
    [5_000_000, '50,000.00', '5.00'],
    [-123_456_789, '-1,234,567.89', '-123.46'],
    [900_719_925_474_099, '9,007,199,254,740.99', '900,719,925.47'],
  ]
  it.each(texts)('%d_fen_are_written_to_the_fen', (fen, yuan, wan) => {
    expect([yuanText(fen), wanText(fen)]).toEqual([yuan, wan])
  })
  const read: [string, number | null][] = [
    ['50000', 5_000_000],
    ['50,000.00', 5_000_000],
    ['￥1，234.5元', 123_450],
    ['0.29', 29],
    ['1.10', 110],
    ['5万', 5_000_000],
    ['3.2727 万元', 3_272_700],
    ['-12.3', -1_230],
    ['1.234', null],
    ['1.2300', 123],
    ['12a', null],
    ['', null],
    ['1e3', null],
    ['99999999999999999', null],
  ]
  it.each(read)('"%s"_is_read_digit_by_digit', (text, fen) => expect(fenOf(text)).toBe(fen))
  it('comes_back_as_it_was_written', () => {
    for (let fen = 0; fen < 20_000; fen += 7) expect(fenOf(yuanText(fen))).toBe(fen)
  })
  it('of_pieces_has_no_decimals', () => {
    expect([piecesOf('1,200'), piecesOf('1.5'), amountText('orders', 1_200)]).toEqual([1_200, null, '1,200'])
  })
})

describe('a rate in per cent', () => {
  const rates: [string, number | null][] = [
    ['2.5%', 25_000],
    ['2.5', 25_000],
    ['０．２７％', 2_700],
    ['100%', 1_000_000],
    ['0.0001', 1],
    ['0.00001', null],
    ['100.1', null],
    ['-1', null],
    ['', null],
  ]
  it.each(rates)('"%s"_is_millionths', (text, ppm) => expect(ppmOf(text)).toBe(ppm))
  it('comes_back_as_it_was_written', () => {
    for (const ppm of [0, 1, 2_700, 25_000, 29_000, 123_456, 900_000, 1_000_000]) expect(ppmOf(ppmText(ppm))).toBe(ppm)
    expect(ppmText(2_700)).toBe('0.27%')
  })
})

describe('points', () => {
  it('bear_their_sign', () => expect([pointsText(-0.076), pointsText(0.016), pointsText(0), pointsText(-0.0001)]).toEqual(['-7.6', '+1.6', '0.0', '0.0']))
})

describe('pasted cells', () => {
  it('are_told_apart_by_tabs_or_commas', () => {
    expect(cellsOf('a\tb, c\r\n1\t"x ""y""\n"\r\n')).toEqual([['a', 'b, c'], ['1', 'x "y"']])
    expect(cellsOf('\uFEFFa,"b,c"\n1,2')).toEqual([['a', 'b,c'], ['1', '2']])
  })
  it('fill_a_grid_up_to_its_edge', () => {
    expect(pasted('1,234.50\n2\n3', 1, 0, 3, 2)).toEqual([{ row: 1, column: 0, text: '1,234.50' }, { row: 2, column: 0, text: '2' }])
    expect(pasted('1\t2\t3', 0, 1, 3, 3).map((one) => one.column)).toEqual([1, 2])
  })
  const days: [string, string | null][] = [['2026/11/3', '2026-11-03'], ['2026年11月13日', '2026-11-13'], ['2026-02-30', null], ['13.11.2026', null], ['', null]]
  it.each(days)('"%s"_as_a_day', (text, day) => expect(dayOf(text)).toBe(day))

  const channels = [{ channel: 'baidu', name: '百度' }]
  it('of_spend_name_channels_by_key_or_name_and_leave_what_was_not_measured_empty', () => {
    const read = spendOf('日期,渠道,花费,点击,成交\n2026-11-02,百度,"2,231.70",400,\n2026-11-03,baidu,0,,1', channels)
    expect(read.wrong).toEqual([])
    expect(read.rows.map((one) => [one.row, one.date, one.channel, one.spent, one.clicks, one.orders])).toEqual([[2, '2026-11-02', 'baidu', 223_170, 400, null], [3, '2026-11-03', 'baidu', 0, null, 1]])
  })
  it('of_spend_tell_each_bad_cell_by_its_row', () => {
    const read = spendOf('日期\t渠道\t花费\t点击\nxx\t360\t-1\t1.5\n2026-11-02\t百度\t1\t\n2026-11-02\tbaidu\t2\t', channels)
    expect(read.wrong.map((one) => [one.row, one.field, one.message])).toEqual([[2, 'date', 'bad_date'], [2, 'channel', 'unknown_channel'], [2, 'spent', 'bad_amount'], [2, 'clicks', 'bad_count'], [4, 'date', 'twice']])
    expect(read.rows).toHaveLength(1)
  })
  it('of_actuals_may_be_of_one_day_or_several', () => {
    const read = actualsOf('日期,金额,人员\n2026-11-02,4.4万,chen\n2026-11-03,abc,', 'revenue')
    expect(read.rows).toEqual([{ row: 2, from: '2026-11-02', to: '2026-11-02', amount: 4_400_000, team: '', login: 'chen', note: '' }])
    expect(read.wrong).toEqual([{ row: 3, field: 'amount', message: 'bad_amount' }])
    expect(actualsOf('金额\n1', 'revenue').wrong[0]?.message).toBe('no_dates')
  })
})

describe('the pace', () => {
  it.each([
    [1.098, 'amber', 'fast'],
    [0.9, 'amber', 'slow'],
    [1.2, 'red', 'over'],
    [0.5, 'red', 'under'],
    [1.01, 'green', 'ok'],
    [null, null, null],
  ] as const)('%s_%s_is_%s', (pace, band, word) => expect(paceWord(pace, band)).toBe(word))
  it('of_a_day_without_an_entry_is_nothing_rather_than_nought', () => {
    const [first, second] = daysOf('2026-11', [{ days: [{ date: '2026-11-01', amount: 100 }, { date: '2026-11-02', amount: 100 }], spent: [{ date: '2026-11-02', spent: 0 }] }])
    expect([first?.spent, heatOf(first!), second?.spent, heatOf(second!)]).toEqual([null, null, 0, 1])
  })
  it('stands_in_weeks_from_monday', () => {
    expect([blanksBefore('2026-11'), daysOf('2026-02', []).length, quarterOf('2026-11'), quarterOf('2026-03')]).toEqual([6, 28, '2026-10', '2026-01'])
  })
})
