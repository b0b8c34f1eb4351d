// The week's grid: people by types of work. Lines are what is kept; a cell is the lines of one
// person and one type. Pure.
import type { components } from '@/api/schema'

export type WeekPlan = components['schemas']['WeekPlan']
export type PlanLine = components['schemas']['PlanLine']
export type PlanPerson = components['schemas']['PlanPerson']
export type PlanRow = components['schemas']['PlanRow']

export interface DraftLine {
  key: number // of this screen alone
  login: string
  work_type: string
  quantity: number
  keywords: string[]
  platforms: string[]
  source: PlanLine['source']
  asset: PlanLine['asset'] // what is handed on
  note: string
}

let lastKey = 0
export function draftOf(line: Pick<PlanLine, 'login' | 'work_type' | 'quantity' | 'keywords' | 'platforms' | 'source' | 'asset' | 'note'>): DraftLine {
  return {
    key: ++lastKey,
    login: line.login,
    work_type: line.work_type,
    quantity: line.quantity,
    keywords: [...line.keywords],
    platforms: [...line.platforms],
    source: line.source,
    asset: line.asset,
    note: line.note,
  }
}

export const cellOf = <T extends { login: string; work_type: string }>(lines: T[], login: string, type: string): T[] => lines.filter((line) => line.login === login && line.work_type === type)
export const sumOf = (lines: { quantity: number }[]): number => lines.reduce((sum, line) => sum + line.quantity, 0)

// The cell becomes `quantity`: its last line takes the difference, lines that come to nothing go.
export function withCell(lines: DraftLine[], login: string, type: string, quantity: number): DraftLine[] {
  const wanted = Math.max(0, Math.min(1000, Math.trunc(quantity) || 0))
  const cell = cellOf(lines, login, type)
  let difference = wanted - sumOf(cell)
  if (difference > 0) {
    const last = cell.at(-1)
    if (last === undefined) {
      return [...lines, draftOf({ login, work_type: type, quantity: wanted, keywords: [], platforms: [], source: 'new', asset: null, note: '' })]
    }
    return lines.map((line) => (line === last ? { ...line, quantity: line.quantity + difference } : line))
  }
  const left = new Map<DraftLine, number>()
  for (const line of [...cell].reverse()) {
    const taken = Math.min(line.quantity, -difference)
    difference += taken
    left.set(line, line.quantity - taken)
  }
  return lines.map((line) => ({ ...line, quantity: left.get(line) ?? line.quantity })).filter((line) => line.quantity > 0)
}

// Offered lines are added once: the same offer again changes nothing.
export function withOffers(lines: DraftLine[], offers: PlanLine[]): DraftLine[] {
  const same = (one: DraftLine, other: PlanLine): boolean =>
    one.login === other.login &&
    one.work_type === other.work_type &&
    one.source === other.source &&
    one.asset?.id === other.asset?.id &&
    one.keywords.join('\n') === other.keywords.join('\n') &&
    one.platforms.join('\n') === other.platforms.join('\n')
  return [...lines, ...offers.filter((offer) => !lines.some((line) => same(line, offer))).map(draftOf)]
}

export const rowsOf = (lines: DraftLine[]): PlanRow[] =>
  lines.map(({ asset, key: _, ...row }) => (asset === null ? row : { ...row, asset: asset.id }))

// Columns: the types that somebody has, then those of the team's posts, in the catalogue's order.
export function typesOf(lines: { work_type: string }[], posts: string[], catalog: { key: string; posts?: string[] }[], added: string[]): string[] {
  const usual = lines.length > 0 ? [] : catalog.filter((type) => (type.posts ?? []).some((post) => posts.includes(post))).slice(0, 5)
  const shown = new Set([...usual.map((type) => type.key), ...lines.map((line) => line.work_type), ...added])
  return catalog.filter((type) => shown.has(type.key)).map((type) => type.key)
}

// By the hours of a person: minutes needed of minutes there are, rounded up as the daemon does.
export function loadOf(lines: { login: string; work_type: string; quantity: number }[], person: PlanPerson, minutes: Record<string, number>): { needed: number; percent: number; over: boolean } {
  const needed = lines.filter((line) => line.login === person.login).reduce((sum, line) => sum + line.quantity * (minutes[line.work_type] ?? 0), 0)
  const { available } = person.capacity
  const percent = available > 0 ? Math.min(999, Math.ceil((needed * 100) / available)) : needed > 0 ? 999 : 0
  return { needed, percent, over: percent > 110 }
}
