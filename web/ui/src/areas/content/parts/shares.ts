// Shares of one entry's credit as people type them: percent with two decimals, 100 together. Pure.
import type { Share } from '@/api/contract'

export interface ShareRow {
  login: string
  percent: string
}
export const kWhole = 10_000
export const kMost = 5
export const kFewest = 2

// "33.33" as 3333 basis points; null: no share.
export function pointsOf(text: string): number | null {
  const plain = text.trim().replace(/[%％]$/, '')
  if (!/^\d{1,3}(\.\d{1,2})?$/.test(plain)) return null
  const [whole = '0', rest = ''] = plain.split('.')
  const points = Number(whole) * 100 + Number(rest.padEnd(2, '0'))
  return points >= 1 && points <= kWhole ? points : null
}
export const percentOf = (points: number): string => {
  const rest = points % 100
  return rest === 0 ? String(points / 100) : `${Math.floor(points / 100)}.${String(rest).padStart(2, '0').replace(/0$/, '')}`
}
export const sumOf = (rows: ShareRow[]): number => rows.reduce((sum, row) => sum + (pointsOf(row.percent) ?? 0), 0)

// The same for all, what does not divide to the first of them: 3334, 3333, 3333.
export function evenly(rows: ShareRow[]): ShareRow[] {
  const each = Math.floor(kWhole / rows.length)
  return rows.map((row, i) => ({ ...row, percent: percentOf(each + (i < kWhole - each * rows.length ? 1 : 0)) }))
}
export const rowsOf = (shares: Share[], owner: string): ShareRow[] =>
  shares.length > 0 ? shares.map((one) => ({ login: one.login, percent: percentOf(one.basis_points) })) : [{ login: owner, percent: '50' }, { login: '', percent: '50' }]

// What is wrong with them, as a key of the locale; empty: nothing.
export function wrongWith(rows: ShareRow[]): '' | 'few' | 'nobody' | 'twice' | 'number' | 'sum' {
  if (rows.length < kFewest) return 'few'
  if (rows.some((row) => row.login === '')) return 'nobody'
  if (new Set(rows.map((row) => row.login)).size < rows.length) return 'twice'
  if (rows.some((row) => pointsOf(row.percent) === null)) return 'number'
  return sumOf(rows) === kWhole ? '' : 'sum'
}
export const bodyOf = (rows: ShareRow[]): Record<string, number> => Object.fromEntries(rows.map((row) => [row.login, pointsOf(row.percent) ?? 0]))
