// What a list page is given. Filters, columns, page size and place stand in the address, so that a
// list can be sent to a colleague as a link.
import type { LocationQuery } from 'vue-router'

export interface Column<Row> {
  key: string
  label: string // in the reader's language already
  width?: number
  minWidth?: number
  align?: 'left' | 'right' | 'center'
  fixed?: 'left' | 'right'
  hidden?: boolean // shown only where chosen
  pinned?: boolean // cannot be hidden
  text?: (row: Row) => string // where the slot #cell-<key> is not given
}

export interface Filter {
  key: string // name in the address; of `dates` the first day
  to?: string // of `dates`: name of the last day
  label: string
  kind: 'text' | 'select' | 'dates' | 'switch'
  options?: { value: string; label: string }[]
  more?: boolean // behind 展开
}

export interface ListPage<Row> {
  items: Row[]
  next: number | null
}

export interface Asked {
  filters: Record<string, string>
  after: number | undefined
  limit: number
}

export const kPageSizes = [10, 20, 50, 100]

export function filterNames(filters: Filter[]): string[] {
  return filters.flatMap((filter) => (filter.to === undefined ? [filter.key] : [filter.key, filter.to]))
}

// Only what is a filter of this list, and not empty.
export function filtersFrom(query: LocationQuery, names: string[]): Record<string, string> {
  const found: Record<string, string> = {}
  for (const name of names) {
    const value = query[name]
    if (typeof value === 'string' && value !== '') found[name] = value
  }
  return found
}

export function limitFrom(query: LocationQuery, fallback: number): number {
  const given = Number(query.limit)
  return kPageSizes.includes(given) ? given : fallback
}

export function cursorFrom(query: LocationQuery): number | undefined {
  const given = Number(query.after)
  return typeof query.after === 'string' && Number.isInteger(given) && given > 0 ? given : undefined
}

export function columnsFrom(query: LocationQuery, known: string[], fallback: string[]): string[] {
  if (typeof query.cols !== 'string') return fallback
  const asked = query.cols.split('.').filter((key) => known.includes(key))
  return asked.length > 0 ? asked : fallback
}
