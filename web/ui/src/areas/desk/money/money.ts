// Money is fen, rates are millionths: whole numbers, put into words and read from words digit by
// digit, never by way of a fraction. Pure.
import type { components } from '@/api/schema'

export type Metric = components['schemas']['TargetMetric']
export const kMetrics: Metric[] = ['revenue', 'orders', 'inquiries', 'visits', 'indexed', 'first_page']

const grouped = (digits: string): string => digits.replace(/\B(?=(\d{3})+$)/g, ',')

// 5000000 -> "50,000.00".
export function yuanText(fen: number): string {
  const digits = String(Math.abs(fen)).padStart(3, '0')
  return `${fen < 0 ? '-' : ''}${grouped(digits.slice(0, -2))}.${digits.slice(-2)}`
}

// In 10,000 yuan, rounded to two places: 36000000 -> "36.00".
export function wanText(fen: number): string {
  const hundredths = (BigInt(Math.abs(fen)) + 5_000n) / 10_000n
  return `${fen < 0 && hundredths > 0n ? '-' : ''}${yuanText(Number(hundredths))}`
}

function plain(text: string): string {
  return text.normalize('NFKC').replace(/[\s,¥￥]/g, '').replace(/元$/, '')
}

// A decimal as a whole number of units of 10^-places; null is no number, or one that is finer.
function scaled(text: string, places: number): number | null {
  const found = /^(-?)(\d+)(?:\.(\d*))?$/.exec(text)
  if (found === null) return null
  const part = (found[3] ?? '').replace(/0+$/, '')
  if (part.length > places) return null
  const value = Number(`${found[2]}${part.padEnd(places, '0')}`)
  if (!Number.isSafeInteger(value)) return null
  return found[1] === '-' && value !== 0 ? -value : value
}

// "50,000", "¥50000.5", "5万" -> fen.
export function fenOf(text: string): number | null {
  const bare = plain(text)
  return bare.endsWith('万') ? scaled(bare.slice(0, -1), 6) : scaled(bare, 2)
}

export function piecesOf(text: string): number | null {
  return scaled(plain(text), 0)
}

// What a target counts: fen of revenue, pieces of all else.
export const amountOf = (metric: Metric, text: string): number | null => (metric === 'revenue' ? fenOf(text) : piecesOf(text))
export function amountText(metric: Metric, amount: number, wan = false): string {
  if (metric !== 'revenue') return `${amount < 0 ? '-' : ''}${grouped(String(Math.abs(amount)))}`
  return wan ? wanText(amount) : yuanText(amount)
}

// "2.5%" or "2.5" -> 25000 millionths; nothing above 100 %.
export function ppmOf(text: string): number | null {
  const value = scaled(plain(text).replace(/%$/, ''), 4)
  return value === null || value < 0 || value > 1_000_000 ? null : value
}
export function ppmText(ppm: number): string {
  const digits = String(ppm).padStart(5, '0')
  const part = digits.slice(-4).replace(/0+$/, '')
  return `${digits.slice(0, -4)}${part === '' ? '' : `.${part}`}%`
}

// A difference of shares in points: -0.076 -> "-7.6".
export function pointsText(difference: number): string {
  const tenths = Math.round(difference * 1000)
  return `${tenths > 0 ? '+' : ''}${(tenths / 10).toFixed(1)}`
}
