// Names of what docs/openapi.yaml describes, and by hand, in the generated form, the routes that it
// does not name yet: each leaves this file when it stands in the document.
import type { components, paths } from './schema'

type Schemas = components['schemas']
export type Attached = Schemas['Attached']
export type Attachment = Schemas['Attachment']
export type Attachments = Schemas['Attachments']
export type AuditRow = Schemas['AuditRow']
export type Catalog = Schemas['Catalog']
export type Claim = Schemas['Claim']
export type ClaimQuery = NonNullable<paths['/api/v1/claims']['get']['parameters']['query']>
export type DecisionKind = Schemas['DecisionKind']
export type DecisionRequest = Schemas['DecisionRequest']
export type Desk = Schemas['Desk']
export type DeskListKey = Schemas['DeskListName']
export type DisputeItem = Schemas['DisputeEntry']
export type DisputeRequest = Schemas['DisputeRequest']
export type Day = Schemas['Day']
export type Figures = Schemas['Figures']
export type IndexRow = Schemas['IndexPage']
export type IndexVerdict = Schemas['IndexVerdict']
export type Matrix = Schemas['Matrix']
export type MatrixPerson = Schemas['PersonDays']
export type Me = Schemas['Me']
export type Outcome = Schemas['Outcome']
export type Phase = Schemas['Phase']
export type Preview = Schemas['Preview']
export type PreviewRow = Schemas['PreviewRow']
export type Problem = Schemas['Problem']
export type ReportAnswer = Schemas['ReportAnswer']
export type ReportRow = Schemas['ReportRow']
export type Role = Schemas['Role']
export type StageCoverage = Schemas['Coverage']
export type StageState = Claim['stages'][number]['state']
export type Story = Schemas['Story']
export type StoryAction = Schemas['StoryAction']
export type StoryStage = Story['stages'][number]
export type TeamRow = paths['/api/v1/teams']['get']['responses'][200]['content']['application/json']['items'][number]
export type Tally = Schemas['Tally']
export type TokenRow = Schemas['ApiToken']
export type Verdict = Schemas['WorkVerdict']
export type WarningCode = PreviewRow['warnings'][number]['code']

// ---- not in the document yet --------------------------------------------------------------------

export interface OwnerLink {
  id: number
  label: string
  author: string
  at: string
  expires_at: string
  active: boolean
  ended_at: string | null
  ended_by: string
  last_used_at: string | null
}

export interface RecordRow {
  kind: string
  key: string
  revision: number
  effective_from: string
  source: string
  value: Record<string, unknown>
}

export interface RecordRevision {
  revision: number
  effective_from: string
  at: string
  login: string | null
  name: string | null
  via: string | null
  source: string
  text: string // the record as JSON
}

type Never = { query?: never; header?: never; path?: never; cookie?: never }
type Query<Q> = { query: Q; header?: never; path?: never; cookie?: never }
type InPath<P> = { path: P; query?: never; header?: never; cookie?: never }
type Answer<A> = {
  200: { headers: { [name: string]: unknown }; content: { 'application/json': A } }
  default: { headers: { [name: string]: unknown }; content: { 'application/problem+json': Problem } }
}
type Get<A, P = Never> = { parameters: P; requestBody?: never; responses: Answer<A> }
type Post<B, A, P = Never> = { parameters: P; requestBody: { content: { 'application/json': B } }; responses: Answer<A> }
type Bare<A, P = Never> = { parameters: P; requestBody?: never; responses: Answer<A> }
type Route<M> = { parameters: Never } & M
type Done = { ok: boolean }

export interface ContractPaths {
  '/api/v1/owner-links': Route<{
    get: Get<{ items: OwnerLink[] }>
    post: Post<{ label: string; days: number }, { id: number; label: string; url: string; expires_at: string }>
  }>
  '/api/v1/owner-links/{id}/end': Route<{ post: Bare<Done, InPath<{ id: number }>> }>
  '/api/v1/captures/bookmark': Route<{ post: Bare<{ bookmarklet: string; expires_at: string }> }>
  '/api/v1/records/history': Route<{ get: Get<{ items: RecordRevision[] }, Query<{ kind: string; key: string }>> }>
}
