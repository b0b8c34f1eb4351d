// The rows of a preview while a person mends them, and what is sent of them. Pure.
import type { Catalog, Preview, PreviewRow, ReportAnswer, ReportRow, WarningCode } from '@/api/contract'

export interface Draft {
  nr: number // place in the preview; two rows may be of one line
  row: number
  raw: string
  text: string // words beside the address
  user: string // login; empty: the person himself
  url: string
  canonical: string
  date: string
  title: string
  platform: string // key; empty: unknown
  work_type: string // key
  keywords: string // as typed, separated by 、 , or spaces
  link_target: string
  check: PreviewRow['check']
  warnings: { code: WarningCode; words: string }[]
  duplicate: PreviewRow['duplicate_of']
  problem: string | null
  asset: number // what it distributes; 0: as the plan says
  left_out: boolean
  known: string[] // keywords of the library
}

export function draftsOf(preview: Preview): Draft[] {
  return preview.rows.map((row, nr) => ({
    nr,
    row: row.row,
    raw: row.raw,
    text: row.text,
    user: row.user?.login ?? '',
    url: row.url ?? '',
    canonical: row.canonical ?? '',
    date: row.date ?? '',
    title: row.title,
    platform: row.platform.key,
    work_type: row.work_type.key,
    keywords: row.keywords.map((keyword) => keyword.text).join('、'),
    link_target: row.link_target,
    check: row.check,
    warnings: row.warnings,
    duplicate: row.duplicate_of,
    problem: row.problem,
    asset: 0,
    left_out: false,
    known: row.keywords.filter((keyword) => keyword.known).map((keyword) => keyword.text),
  }))
}

export function keywordsOf(text: string): string[] {
  const parts = text
    .split(/[、,，;；|\n\t]+/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
  return [...new Set(parts)]
}

// What a person has mended is no warning any more.
export function warningsOf(draft: Draft): { code: WarningCode; words: string }[] {
  return draft.warnings.filter((warning) => {
    if (warning.code === 'no_keyword') return keywordsOf(draft.keywords).length === 0
    if (warning.code === 'unknown_platform') return draft.platform === ''
    return true
  })
}

export function isSent(draft: Draft): boolean {
  return !draft.left_out && draft.problem === null && draft.url !== ''
}

// A platform that machines may not open: a person's picture is the evidence.
export function wantsPicture(draft: Draft, platforms: Catalog['platforms']): boolean {
  const live = platforms.find((one) => one.key === draft.platform)?.live
  return isSent(draft) && (live === undefined ? draft.check : live) === 'assisted'
}

export interface Sending {
  rows: ReportRow[]
  drafts: Draft[] // rows[i] was made of drafts[i]
}

export function sendingOf(all: Draft[], me: string): Sending {
  const drafts = all.filter(isSent)
  const rows = drafts.map((draft) => {
    const row: ReportRow = {
      url: draft.url,
      work_type: draft.work_type,
      platform: draft.platform,
      title: draft.title.trim(),
      keywords: keywordsOf(draft.keywords),
      link_target: draft.link_target,
    }
    if (draft.asset > 0) row.asset = draft.asset
    if (draft.date !== '') row.date = draft.date
    if (draft.user !== '' && draft.user !== me) row.user = draft.user
    return row
  })
  return { rows, drafts }
}

export interface Taken {
  claim: number
  draft: Draft
  marks: ReportAnswer['accepted'][number]['marks']
  remarks: string[]
}
export interface Returned {
  draft: Draft
  reason: string
}

export function outcomeOf(sending: Sending, answer: ReportAnswer): { taken: Taken[]; returned: Returned[] } {
  const taken: Taken[] = []
  const returned: Returned[] = []
  for (const one of answer.accepted) {
    const draft = sending.drafts[one.row - 1]
    if (draft !== undefined) taken.push({ claim: one.claim_id, draft, marks: one.marks, remarks: one.remarks })
  }
  for (const one of answer.returned) {
    const draft = sending.drafts[one.row - 1]
    if (draft !== undefined) returned.push({ draft, reason: one.reason })
  }
  return { taken, returned }
}

// A cell that a spreadsheet would take for a formula is written as text (OWASP CSV injection).
export function csvCell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

export function csvText(rows: string[][]): string {
  return `\ufeff${rows.map((row) => row.map(csvCell).join(',')).join('\r\n')}\r\n`
}
