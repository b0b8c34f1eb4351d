// Routes of the web application that docs/openapi.yaml does not name yet, by hand in the generated
// form. A route leaves this file when it stands in the document; the types below stay as names.
import type { components } from './schema'

type Schemas = components['schemas']
export type Claim = Schemas['Claim']
export type Problem = Schemas['Problem']
export type Verdict = Schemas['WorkVerdict']
export type Phase = Claim['work']['phase']
export type StageState = Claim['stages'][number]['state']
export type IndexVerdict = Claim['engines'][number]['verdict']
export type Outcome = Schemas['Outcome']
export type DecisionKind = Schemas['DecisionRequest']['kind']
export type DecisionRequest = Schemas['DecisionRequest']
export type DisputeRequest = Schemas['DisputeRequest']
export type ReportAnswer = Schemas['ReportAnswer']
export type Role = 'employee' | 'supervisor' | 'admin' | 'owner'
export type Done = { ok: boolean }

export interface Me {
  login: string
  name: string
  role: Role
  post: string
  vendor: boolean
  team: string | null
  leads: string[]
  unread: number
  totp: { on: boolean; required: boolean; recovery_left: number }
  company: string
  zone: string
  today: string
  now: string
  practice: boolean
  version: string
  checks_notice?: { version: number; acknowledged_at: string | null }
}

export interface SessionRow {
  id: number
  created_at: string
  last_seen_at: string
  expires_at: string
  address: string
  agent: string
  current: boolean
}

export interface TokenRow {
  id: number
  login: string
  label: string
  scope: 'read' | 'write'
  created_at: string
  revoked_at: string | null
}

export interface AuditRow {
  id: number
  at: string
  actor: string | null
  actor_name: string | null
  via: string
  action: string
  subject: string
  detail: Record<string, unknown>
  hash?: string
}

export interface Catalog {
  work_types: { key: string; name: string; posts: string[]; has_url: boolean }[]
  platforms: { key: string; name: string; live: 'auto' | 'low' | 'assisted' | 'off' }[]
  engines: { key: string; name: string; connected: boolean }[]
  keywords: { id: number; text: string; priority: number }[]
  reasons: { kind: string; text: string }[]
  people: { login: string; name: string; post: string; team: string | null; active: boolean }[]
}

export interface Day {
  date: string
  expected: boolean
  on_leave: boolean
  cut_off: string | null
  reported_at: string | null
  plan: Record<string, never> | null
  counts: { [verdict: string]: number }
  needs: (Claim & { answer_until: string | null })[]
  today: Claim[]
  before: { date: string | null; claims: Claim[] }
  disputes_open: number
  pages_to_open: number
  false_alerts: { told: number; overturned: number; withdrawn: number } | null // null for vendors
}

export interface EvidenceRef {
  id: number
  kind: string
  size: number
  captured_at: string
  state: 'present' | 'gone'
}

export interface StoryStage {
  stage: string
  name: string
  state: StageState
  label: string
  meaning: string
  rule: string | null
  deadline: string | null
  next_look_at: string | null
  looks: { id: number; at: string; outcome: Outcome; words: string; details: string[]; evidence: EvidenceRef[] }[] // newest first
}

export type StoryAction = 'dispute' | 'recheck' | 'close_dispute' | DecisionKind

export interface Dispute {
  id: number
  stage: string | null
  text: string
  opened_at: string
  due_at: string
  state: 'open' | 'accepted' | 'rejected' | 'expired'
  answer: string | null
}

export interface Story {
  claim: Claim
  meaning: string // of the verdict, for this reader
  can: StoryAction[]
  rechecks_left: number
  stages: StoryStage[]
  engines: { engine: string; name: string; verdict: IndexVerdict; label: string }[]
  timeline: { at: string; kind: 'handed_in' | 'decision' | 'dispute' | 'notice' | 'submission'; words: string }[]
  dispute: Dispute | null
  text_matches: NonNullable<Schemas['ClaimFile']['text_matches']>
  policy: { name: string; words: string[] } | null
}

export type WarningCode =
  | 'duplicate'
  | 'off_list'
  | 'assisted'
  | 'unplanned'
  | 'late'
  | 'no_keyword'
  | 'unknown_platform'
  | 'same_in_paste'
  | 'understood'

type Guess = { key: string; name: string; from: 'written' | 'address' | 'platform' | 'post' | 'none' }

export interface PreviewRow {
  row: number
  raw: string
  text: string // words beside the address; perhaps its title
  url: string | null
  canonical: string | null
  date: string | null
  user: { login: string; name: string } | null
  title: string
  platform: Guess
  work_type: Guess
  keywords: { text: string; from: 'written' | 'title' | 'library'; known: boolean }[]
  link_target: string
  duplicate_of: { claim_id: number; work_date: string; own: boolean; certain: boolean } | null
  check: 'auto' | 'assisted' | 'off'
  warnings: { code: WarningCode; words: string }[]
  problem: string | null
}

export interface Preview {
  rows: PreviewRow[]
  ignored: { row: number; text: string }[]
  columns: string[]
}

export interface ReportRow {
  url: string
  work_type?: string
  platform?: string
  title?: string
  keywords?: string[]
  link_target?: string
  user?: string
  date?: string
}

export interface Tally {
  expected: number
  reported: number
  claims: number
  on_time: number
  late: number
  verified: number
  failed: number
  regressed: number
  pending: number
  with_employee: number
  disputed: number
  manual: number
  waived: number
  void: number
  rates: {
    reported: number | null
    on_time: number | null
    verified: number | null
    index: number | null
    survival: number | null
    coverage: number | null
  }
  index: {
    eligible: number
    indexed: number
    watching: number
    not_indexed: number
    unknown: number
    not_sampled: number
    lost: number
  }
  survival: { ended: number; survived: number }
}

export interface Figures {
  from: string
  to: string
  tally: Tally
  earlier: { from: string; to: string; tally: Tally }[]
  team: {
    people: number
    median: { on_time_rate: number | null; verified_rate: number | null; index_rate: number | null } | null
  } | null // null for vendors
}

export interface StageCoverage {
  stage: string
  name: string
  claims: number
  answered: number
  share: number | null
  enough: boolean
}

export type DeskListKey =
  | 'needs_you'
  | 'disputes'
  | 'manual'
  | 'failed'
  | 'lost'
  | 'not_reported'
  | 'not_indexed'
  | 'with_employees'
  | 'corrected'

export interface Desk {
  teams: string[]
  lists: { key: DeskListKey; count: number; oldest_at: string | null }[]
  coverage: StageCoverage[]
  banners: string[]
  missing: { login: string | null; name: string; date: string }[]
  proposals: number
  pages_to_open: number
}

export interface Matrix {
  from: string
  to: string
  teams: string[]
  rows: { login: string; name: string; post: string; active: boolean; tally: Tally }[]
  sum: Tally
  coverage: StageCoverage[]
}

export interface MatrixPerson {
  person: { login: string; name: string; post: string; team: string | null }
  days: {
    date: string
    kind: 'workday' | 'off' | 'leave'
    expected: boolean
    reported_at: string | null
    late: boolean
    tally: Tally
  }[]
}

export interface DisputeItem extends Dispute {
  closed_by: string | null
  closed_at: string | null
  claim: Claim
}

export interface Calendar {
  year: number
  known: boolean
  next_year_known: boolean
  warn: boolean
  days: { date: string; kind: 'holiday' | 'makeup'; name: string }[]
}

export interface ChecksNotice {
  version: number
  title: string
  sections: { heading: string; lines: string[] }[]
  acknowledged_at: string | null
}

export interface Attachment {
  id: number
  evidence: number
  name: string
  content_type: string
  size: number
  sha256: string
  text: string
  at: string
  by: { login: string; name: string }
}
// drawn: chosen for a person to look at; null: checked by machine, the pictures are kept with it.
export interface Attachments {
  drawn: boolean | null
  items: Attachment[]
}
export interface AttachmentAnswer {
  id: number
  evidence: number
  sha256: string
  size: number
  content_type: string
  drawn: boolean | null
  work: Verdict
}

export interface OwnerLink {
  id: number
  label: string
  created_by: string
  at: string
  expires_at: string
  ended_at: string | null
  last_used_at: string | null
}

export type Paged<Row> = { items: Row[]; next: number | null }

// ---- the generated form -------------------------------------------------------------------------

type Never = { query?: never; header?: never; path?: never; cookie?: never }
type Answer<A> = {
  200: { headers: { [name: string]: unknown }; content: { 'application/json': A } }
  default: { headers: { [name: string]: unknown }; content: { 'application/problem+json': Problem } }
}
type Get<A, P = Never> = { parameters: P; requestBody?: never; responses: Answer<A> }
type Post<B, A, P = Never> = {
  parameters: P
  requestBody: { content: { 'application/json': B } }
  responses: Answer<A>
}
type Bare<A, P = Never> = { parameters: P; requestBody?: never; responses: Answer<A> }
type Route<M> = { parameters: Never } & M
type Query<Q> = { query?: Q; header?: never; path?: never; cookie?: never }
type InPath<P, Q = never> = { path: P; query?: Q; header?: never; cookie?: never }
type Lang = { lang?: 'zh' | 'en' }

export type ClaimQuery = {
  user?: string
  since?: string
  until?: string
  work?: Verdict
  after?: number
  limit?: number
  q?: string
  platform?: string
  work_type?: string
  keyword?: number
  engine?: string
  index?: IndexVerdict
  late?: boolean
  phase?: Phase
  order?: 'newest' | 'oldest'
}

export interface ContractPaths {
  '/api/v1/session': Route<{
    post: Post<{ login: string; password: string; code?: string }, Me>
    get: Get<Me>
    delete: Bare<Done>
  }>
  '/api/v1/sessions': Route<{ get: Get<{ items: SessionRow[] }> }>
  '/api/v1/sessions/{id}/end': Route<{ post: Bare<Done, InPath<{ id: number }>> }>
  '/api/v1/sessions/end-others': Route<{ post: Bare<Done> }>
  '/api/v1/password': Route<{ post: Post<{ current: string; new: string }, Done> }>
  '/api/v1/invitations': Route<{ post: Post<{ login: string }, { code: string; url: string; expires_at: string }> }>
  '/api/v1/invitations/{code}': Route<{
    get: Get<{ login: string; name: string; expires_at: string; company: string }, InPath<{ code: string }>>
    post: Post<{ password: string }, Done, InPath<{ code: string }>>
  }>
  '/api/v1/totp': Route<{ post: Post<{ password: string }, { secret: string; uri: string }> }>
  '/api/v1/totp/confirm': Route<{ post: Post<{ code: string }, { recovery_codes: string[] }> }>
  '/api/v1/totp/remove': Route<{ post: Post<{ password: string; code: string }, Done> }>
  '/api/v1/users/{login}/sessions/end': Route<{ post: Bare<Done, InPath<{ login: string }>> }>
  '/api/v1/users/{login}/totp/remove': Route<{ post: Bare<Done, InPath<{ login: string }>> }>
  '/api/v1/tokens': Route<{
    get: Get<{ items: TokenRow[] }, Query<{ user?: string }>>
    post: Post<{ login?: string; label: string; scope?: 'read' | 'write' }, { token: string }>
  }>
  '/api/v1/tokens/{id}/revoke': Route<{ post: Bare<Done, InPath<{ id: number }>> }>
  '/api/v1/owner-links': Route<{
    get: Get<{ items: OwnerLink[] }>
    post: Post<{ label: string; days: number }, { id: number; label: string; url: string; expires_at: string }>
  }>
  '/api/v1/owner-links/{id}/end': Route<{ post: Bare<Done, InPath<{ id: number }>> }>
  '/api/v1/audit': Route<{
    get: Get<
      Paged<AuditRow>,
      Query<{ before?: number; limit?: number; actor?: string; action?: string; subject?: string }>
    >
  }>
  '/api/v1/catalog': Route<{ get: Get<Catalog, Query<Lang>> }>
  '/api/v1/day': Route<{ get: Get<Day, Query<Lang & { date?: string }>> }>
  '/api/v1/claims': Route<{ get: Get<Paged<Claim>, Query<ClaimQuery>> }>
  '/api/v1/reports': Route<{
    post: Post<{ date?: string; rows: ReportRow[] }, ReportAnswer, Query<{ as?: string; date?: string }>>
  }>
  '/api/v1/claims/{id}/story': Route<{ get: Get<Story, InPath<{ id: number }, Lang>> }>
  '/api/v1/claims/{id}/attachments': Route<{ get: Get<Attachments, InPath<{ id: number }>> }>
  '/api/v1/reports/preview': Route<{
    post: Post<
      { text?: string; rows?: ReportRow[]; date?: string; as?: string },
      Preview,
      Query<Lang & { date?: string; as?: string }>
    >
  }>
  '/api/v1/figures': Route<{ get: Get<Figures, Query<{ from?: string; to?: string }>> }>
  '/api/v1/desk': Route<{ get: Get<Desk, Query<Lang>> }>
  '/api/v1/desk/{list}': Route<{
    get: Get<Paged<Claim>, InPath<{ list: DeskListKey }, { after?: number; limit?: number }>>
  }>
  '/api/v1/matrix': Route<{ get: Get<Matrix, Query<{ from?: string; to?: string; team?: string }>> }>
  '/api/v1/matrix/{login}': Route<{
    get: Get<MatrixPerson, InPath<{ login: string }, { from?: string; to?: string }>>
  }>
  '/api/v1/disputes': Route<{
    get: Get<Paged<DisputeItem>, Query<{ state?: 'open' | 'closed' | 'all'; after?: number; limit?: number }>>
  }>
  '/api/v1/calendar': Route<{ get: Get<Calendar, Query<{ year?: number }>> }>
  '/api/v1/checks-notice': Route<{
    get: Get<ChecksNotice, Query<Lang>>
    post: Post<{ version: number }, Done>
  }>
  '/api/v1/checks-notice/readers': Route<{
    get: Get<{ items: { login: string; name: string; acknowledged_at: string | null }[] }>
  }>
}
