// .xlsx to CSV text, in the browser. The daemon recognises the headers, in any order; dates come out
// as YYYY-MM-DD. The library is loaded when somebody chooses a file.
import { dateIn } from '@/format'

// Without the quoting of csvCell's formulas: this CSV is read by the daemon, not by a spreadsheet.
function cell(value: unknown): string {
  const text = value === null || value === undefined ? '' : value instanceof Date ? dateIn(value.getTime(), 'UTC') : String(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

export function rowsToCsv(rows: unknown[][]): string {
  return rows.map((row) => row.map(cell).join(',')).join('\n')
}

export async function xlsxToCsv(file: File): Promise<string> {
  const { default: readXlsxFile } = await import('read-excel-file')
  return rowsToCsv(await readXlsxFile(file))
}

export type FileKind = 'csv' | 'xlsx' | 'xls' | 'other'

// By the first bytes, else by the name: people rename files.
export async function kindOf(file: File): Promise<FileKind> {
  const head = new Uint8Array(await file.slice(0, 4).arrayBuffer())
  if (head[0] === 0x50 && head[1] === 0x4b) return 'xlsx'
  if (head[0] === 0xd0 && head[1] === 0xcf && head[2] === 0x11 && head[3] === 0xe0) return 'xls'
  return /\.(csv|txt|tsv)$/i.test(file.name) || file.type.startsWith('text/') ? 'csv' : 'other'
}
