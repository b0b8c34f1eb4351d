// A small table as a CSV file that office programs open as it is: UTF-8 with a mark, CRLF, and no
// cell that a spreadsheet would run as a formula.
export type Cell = string | number | null
export interface NumberTable {
  columns: string[]
  rows: Cell[][]
}

function field(cell: Cell): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return String(cell)
  const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

export function toCsv(table: NumberTable): string {
  return `\uFEFF${[table.columns, ...table.rows].map((row) => row.map(field).join(',')).join('\r\n')}\r\n`
}
