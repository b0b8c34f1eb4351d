// Lists that the daemon answers whole, shown page by page like the others.
import type { Asked, ListPage } from '@/parts/list'

export function pageOf<Row>(rows: readonly Row[], asked: Asked): ListPage<Row> {
  const from = asked.after ?? 0
  const to = from + asked.limit
  return { items: rows.slice(from, to), next: to < rows.length ? to : null }
}

// Every word that was typed stands in one of the fields, whatever its case.
export function says(typed: string | undefined, ...fields: (string | null | undefined)[]): boolean {
  const all = fields.join(' ').toLowerCase()
  return (typed ?? '')
    .toLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word))
}
