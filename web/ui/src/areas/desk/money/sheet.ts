// Pasted cells and files of actuals and spend, read row by row: a bad cell costs its row alone and is
// told with its number. Pure.
import { amountOf, fenOf, piecesOf, type Metric } from './money'

export interface Wrong {
  row: number
  field: string // as its heading is called
  message: string // key below money
}

// Cells of a block copied from a spreadsheet (tabs) or of CSV with quotes.
export function cellsOf(text: string, by?: ',' | '\t'): string[][] {
  const rows: string[][] = []
  const clean = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n')
  const separator = by ?? (clean.split('\n', 1)[0]?.includes('\t') ? '\t' : ',')
  let row: string[] = []
  let cell = ''
  let quoted = false
  for (let i = 0; i < clean.length; i += 1) {
    const sign = clean[i] ?? ''
    if (quoted) {
      if (sign !== '"') cell += sign
      else if (clean[i + 1] === '"') (cell += '"'), (i += 1)
      else quoted = false
    } else if (sign === '"' && cell === '') quoted = true
    else if (sign === separator) row.push(cell.trim()), (cell = '')
    else if (sign === '\n') rows.push([...row, cell.trim()]), (row = []), (cell = '')
    else cell += sign
  }
  if (cell !== '' || row.length > 0) rows.push([...row, cell.trim()])
  return rows
}

// "2026/11/3", "2026年11月3日" -> "2026-11-03"; null is no day of the calendar.
export function dayOf(text: string): string | null {
  const found = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(text.normalize('NFKC').trim())
  if (found === null) return null
  const iso = `${found[1]}-${found[2]!.padStart(2, '0')}-${found[3]!.padStart(2, '0')}`
  const at = Date.parse(`${iso}T00:00:00Z`)
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(iso) ? iso : null
}

const kHeadings: Record<string, string[]> = {
  date: ['日期', 'date', 'day'],
  from: ['从', '开始', 'from'],
  to: ['到', '结束', 'to'],
  amount: ['金额', '业绩', '数量', '实际', 'amount', 'actual'],
  team: ['团队', 'team'],
  login: ['人员', '登录名', 'login', 'person'],
  note: ['备注', 'note'],
  channel: ['渠道', '渠道代号', 'channel'],
  spent: ['花费', '消费', '花费(元)', 'spent', 'spend', 'cost'],
  impressions: ['展现', 'impressions'],
  clicks: ['点击', 'clicks'],
  visits: ['访问', 'visits'],
  inquiries: ['询盘', 'inquiries'],
  leads: ['线索', 'leads'],
  orders: ['成交', '订单', 'orders'],
  revenue: ['成交额', 'revenue'],
}
function columnsOf(head: string[]): Map<string, number> {
  const found = new Map<string, number>()
  head.forEach((text, i) => {
    const plain = text.normalize('NFKC').trim().toLowerCase()
    const name = Object.keys(kHeadings).find((key) => kHeadings[key]?.includes(plain))
    if (name !== undefined && !found.has(name)) found.set(name, i)
  })
  return found
}

export interface Read<Row> {
  columns: string[]
  rows: Row[]
  wrong: Wrong[]
}
interface Table {
  columns: string[]
  has: (name: string) => boolean
  rows: { row: number; cell: (name: string) => string }[]
}
function tableOf(text: string): Table {
  const [head = [], ...rest] = cellsOf(text)
  const at = columnsOf(head)
  return {
    columns: [...at.values()].sort((a, b) => a - b).map((i) => head[i] ?? ''),
    has: (name) => at.has(name),
    rows: rest
      .map((cells, i) => ({ row: i + 2, cells }))
      .filter(({ cells }) => cells.some((one) => one !== ''))
      .map(({ row, cells }) => ({ row, cell: (name) => cells[at.get(name) ?? -1] ?? '' })),
  }
}

export interface ActualRow {
  row: number
  from: string
  to: string
  amount: number
  team: string
  login: string
  note: string
}
export function actualsOf(text: string, metric: Metric): Read<ActualRow> {
  const table = tableOf(text)
  const out: Read<ActualRow> = { columns: table.columns, rows: [], wrong: [] }
  if (!table.has('date') && !table.has('from')) out.wrong.push({ row: 1, field: '', message: 'no_dates' })
  if (!table.has('amount')) out.wrong.push({ row: 1, field: 'amount', message: 'need' })
  if (out.wrong.length > 0) return out
  for (const { row, cell } of table.rows) {
    const from = dayOf(cell('from') || cell('date'))
    const to = cell('to') === '' ? from : dayOf(cell('to'))
    const amount = amountOf(metric, cell('amount'))
    if (from === null || to === null) out.wrong.push({ row, field: from === null ? 'date' : 'to', message: 'bad_date' })
    if (amount === null) out.wrong.push({ row, field: 'amount', message: metric === 'revenue' ? 'bad_amount' : 'bad_count' })
    if (from !== null && to !== null && amount !== null) out.rows.push({ row, from, to, amount, team: cell('team'), login: cell('login'), note: cell('note') })
  }
  return out
}

export const kCounts = ['impressions', 'clicks', 'visits', 'inquiries', 'leads', 'orders'] as const
export type Count = (typeof kCounts)[number]
export interface SpendRow extends Record<Count, number | null> {
  row: number
  date: string
  channel: string
  spent: number
  revenue: number
}
// Channels by key or name. What was not measured stays null.
export function spendOf(text: string, channels: { channel: string; name: string }[]): Read<SpendRow> {
  const table = tableOf(text)
  const out: Read<SpendRow> = { columns: table.columns, rows: [], wrong: [] }
  if (!table.has('date')) out.wrong.push({ row: 1, field: '', message: 'no_dates' })
  for (const name of ['channel', 'spent']) if (!table.has(name)) out.wrong.push({ row: 1, field: name, message: 'need' })
  if (out.wrong.length > 0) return out
  const seen = new Set<string>()
  for (const { row, cell } of table.rows) {
    const wrong: Wrong[] = []
    const date = dayOf(cell('date'))
    if (date === null) wrong.push({ row, field: 'date', message: 'bad_date' })
    const channel = channels.find((one) => one.channel === cell('channel') || one.name === cell('channel'))
    if (channel === undefined) wrong.push({ row, field: 'channel', message: 'unknown_channel' })
    const spent = fenOf(cell('spent'))
    if (spent === null || spent < 0) wrong.push({ row, field: 'spent', message: 'bad_amount' })
    const revenue = cell('revenue') === '' ? 0 : fenOf(cell('revenue'))
    if (revenue === null || revenue < 0) wrong.push({ row, field: 'revenue', message: 'bad_amount' })
    const counts = Object.fromEntries(kCounts.map((name) => [name, cell(name) === '' ? null : piecesOf(cell(name))])) as Record<Count, number | null>
    for (const name of kCounts) if (cell(name) !== '' && (counts[name] ?? -1) < 0) wrong.push({ row, field: name, message: 'bad_count' })
    const key = `${date} ${channel?.channel}`
    if (wrong.length === 0 && seen.has(key)) wrong.push({ row, field: 'date', message: 'twice' })
    seen.add(key)
    out.wrong.push(...wrong)
    if (wrong.length === 0 && date !== null && channel !== undefined) out.rows.push({ row, date, channel: channel.channel, spent: spent ?? 0, revenue: revenue ?? 0, ...counts })
  }
  return out
}

// A block pasted into a grid from one of its cells on; what lies beyond its edge is left out. A comma
// there stands within a number.
export function pasted(text: string, row: number, column: number, rows: number, columns: number): { row: number; column: number; text: string }[] {
  return cellsOf(text, '\t').flatMap((cells, i) => cells.map((cell, j) => ({ row: row + i, column: column + j, text: cell }))).filter((one) => one.row < rows && one.column < columns)
}
