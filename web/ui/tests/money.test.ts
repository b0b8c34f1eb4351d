import { describe, expect, it } from 'vitest'

import { amountText, fenOf, piecesOf, pointsText, ppmOf, ppmText, wanText, yuanText } from '@/areas/desk/money/money'

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
