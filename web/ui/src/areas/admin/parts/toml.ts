// From a stored rule record to the data file that makes its next version, and the words of spans.
// Pure; the daemon checks every value again and says what each change would do.
export type Value = string | number | boolean | string[] | number[] | Record<string, string> | [string, string][] | null
export type RecordValue = Record<string, unknown>

const kUnits: [number, string][] = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'm'],
  [1_000, 's'],
]

// 86400000 as "1d", 5400000 as "90m"; the largest unit that leaves no rest.
export function spanOf(ms: number): string {
  for (const [unit, letter] of kUnits) if (ms !== 0 && ms % unit === 0) return `${ms / unit}${letter}`
  return ms === 0 ? '0s' : `${Math.round(ms / 1000)}s`
}
export function msOf(text: string): number | null {
  const match = /^(\d+)\s*([dhms])$/.exec(text.trim())
  if (match === null) return null
  const unit = kUnits.find(([, letter]) => letter === match[2])
  return unit === undefined ? null : Number(match[1]) * unit[0]
}

export function quoted(text: string): string {
  const safe = text
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replaceAll('\n', '\\n')
    // eslint-disable-next-line no-control-regex
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '')
  return `"${safe}"`
}
const list = (values: string[]): string => `[${values.map(quoted).join(', ')}]`
const table = (values: Record<string, string>): string =>
  `{ ${Object.entries(values)
    .map(([key, value]) => `${key} = ${quoted(value)}`)
    .join(', ')} }`

const kSpans = ['live_deadline', 'live_spacing', 'index_deadline', 'index_spacing', 'survival']
const kSpanLists = ['page_looks', 'index_looks']
// Written as `content`, or by the head of the file.
const kElsewhere = ['content_title', 'content_keyword', 'content_link', 'link_must_follow', 'mention_suffices', 'verified_on', 'source', 'off', 'makeup_workdays']

function contentOf(value: RecordValue): string[] {
  const parts: string[] = []
  if (value.content_title === true) parts.push('title')
  if (value.content_keyword === true) parts.push('keyword')
  if (value.content_link === true) parts.push(value.mention_suffices === true ? 'link_or_mention' : value.link_must_follow === true ? 'follow_link' : 'link')
  return parts
}

function namedDays(kind: string, days: [string, string][]): string[] {
  const byName = new Map<string, string[]>()
  for (const [day, name] of days) byName.set(name, [...(byName.get(name) ?? []), day])
  return [...byName].flatMap(([name, all]) => ['', `[[calendar.${kind}]]`, `name = ${quoted(name)}`, `days = [${[...all].sort().join(', ')}]`])
}

// A duty card: headings with their points, as text for people ("# heading", "- point") and back.
export interface Part {
  heading: string
  lines: string[]
}
const isPart = (one: unknown): one is Part => typeof one === 'object' && one !== null && 'heading' in one && 'lines' in one
export const partsOf = (value: unknown): Part[] => (Array.isArray(value) ? value.filter(isPart) : [])
export const textOf = (parts: Part[]): string => parts.map((part) => [`# ${part.heading}`, ...part.lines.map((line) => `- ${line}`)].join('\n')).join('\n\n')
export function partsFrom(text: string): Part[] {
  const parts: Part[] = []
  for (const line of text.split('\n').map((one) => one.trim())) {
    if (line === '') continue
    if (line.startsWith('#')) parts.push({ heading: line.replace(/^#+\s*/, ''), lines: [] })
    else if (parts.length === 0) parts.push({ heading: '', lines: [line.replace(/^-\s*/, '')] })
    else parts.at(-1)?.lines.push(line.replace(/^-\s*/, ''))
  }
  return parts
}
const partTables = (language: string, parts: Part[]): string[] =>
  parts.flatMap((part) => ['', `[[duty.${language}]]`, `heading = ${quoted(part.heading)}`, 'lines = [', ...part.lines.map((line) => `  ${quoted(line)},`), ']'])

export interface Head {
  revision: number
  effective_from: string
  verified_on: string
  source: string
}

export function tomlOf(kind: string, value: RecordValue, head: Head): string {
  const lines = [
    `revision = ${head.revision}`,
    `effective_from = ${head.effective_from}`,
    `verified_on = ${head.verified_on}`,
    `source = ${quoted(head.source)}`,
    '',
    `[[${kind}]]`,
  ]
  for (const [key, member] of Object.entries(value)) {
    if (kElsewhere.includes(key) || (kind === 'duty' && Array.isArray(member))) continue
    if (kSpans.includes(key) && typeof member === 'number') {
      if (member !== 0) lines.push(`${key} = ${quoted(spanOf(member))}`)
    } else if (kSpanLists.includes(key) && Array.isArray(member)) {
      if (member.length > 0) lines.push(`${key} = ${list(member.map((ms) => spanOf(Number(ms))))}`)
    } else if (typeof member === 'string') {
      if (member !== '') lines.push(`${key} = ${quoted(member)}`)
    } else if (typeof member === 'number' || typeof member === 'boolean') {
      lines.push(`${key} = ${String(member)}`)
    } else if (Array.isArray(member)) {
      const numbers = member.every((one) => typeof one === 'number')
      if (member.length > 0) lines.push(`${key} = ${numbers ? `[${member.join(', ')}]` : list(member.map(String))}`)
    } else if (typeof member === 'object' && member !== null) {
      if (Object.keys(member).length > 0) lines.push(`${key} = ${table(member as Record<string, string>)}`)
    }
  }
  if (kind === 'policy') {
    const content = contentOf(value)
    if (content.length > 0) lines.push(`content = ${list(content)}`)
  }
  if (kind === 'duty') lines.push(...partTables('zh', partsOf(value.zh)), ...partTables('en', partsOf(value.en)))
  if (kind === 'calendar') {
    lines.push(...namedDays('off', (value.off ?? []) as [string, string][]), ...namedDays('makeup_workdays', (value.makeup_workdays ?? []) as [string, string][]))
  }
  return `${lines.join('\n')}\n`
}

// Members that differ, in the order of the new record.
export interface Difference {
  key: string
  before: unknown
  after: unknown
}
export function differences(before: RecordValue | null, after: RecordValue | null): Difference[] {
  const keys = [...new Set([...Object.keys(after ?? {}), ...Object.keys(before ?? {})])]
  return keys
    .map((key) => ({ key, before: before?.[key], after: after?.[key] }))
    .filter((one) => JSON.stringify(one.before) !== JSON.stringify(one.after))
}

export function shown(key: string, value: unknown): string {
  if (value === undefined || value === null) return '—'
  if (kSpans.includes(key) && typeof value === 'number') return spanOf(value)
  if (kSpanLists.includes(key) && Array.isArray(value)) return value.map((ms) => spanOf(Number(ms))).join(' ')
  if (typeof value === 'boolean') return value ? '✓' : '✗'
  if (Array.isArray(value) && value.length > 0 && value.every(isPart)) return textOf(value)
  if (Array.isArray(value)) return value.map((one) => (Array.isArray(one) ? one.join(' ') : String(one))).join('、') || '—'
  if (typeof value === 'object') {
    return (
      Object.entries(value as Record<string, unknown>)
        .map(([name, one]) => `${name}=${String(one)}`)
        .join(' ') || '—'
    )
  }
  return String(value) === '' ? '—' : String(value)
}
