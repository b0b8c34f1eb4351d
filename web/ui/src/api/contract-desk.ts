// What the screens of supervisors and administrators ask for and docs/openapi.yaml does not name
// yet, in the generated form; see contract.ts.
import type { Claim, Desk, DeskListKey, IndexVerdict } from './contract'
import type { components, paths } from './schema'

export interface TeamRow {
  name: string
  supervisor: string | null
  deputy: string | null
  deputy_from: string | null
  deputy_to: string | null
}

export interface RecordRow {
  kind: string
  key: string
  revision: number
  effective_from: string
  source: string
  value: Record<string, unknown>
}

// A row of the list not_indexed: of a page, never of a person.
export interface IndexRow {
  claim_id: number
  title: string
  url: string
  work_date: string
  engine: string
  verdict: IndexVerdict
}
// `items` of most lists, `pages` of not_indexed, `missing` of not_reported.
export interface DeskList {
  items: Claim[]
  pages: IndexRow[]
  missing: Desk['missing']
  next: number | null
}

type Problem = components['schemas']['Problem']
type Never = { query?: never; header?: never; path?: never; cookie?: never }
type Answer<A> = {
  200: { headers: { [name: string]: unknown }; content: { 'application/json': A } }
  default: { headers: { [name: string]: unknown }; content: { 'application/problem+json': Problem } }
}
type PatchUser = NonNullable<paths['/api/v1/users/{login}']['patch']['requestBody']>['content']['application/json'] & { post: string }

export interface DeskPaths {
  '/api/v1/desk/{list}': {
    parameters: Never
    get: {
      parameters: { path: { list: DeskListKey }; query?: { after?: number; limit?: number; lang?: 'zh' | 'en' }; header?: never; cookie?: never }
      requestBody?: never
      responses: Answer<DeskList>
    }
  }
  '/api/v1/teams': Omit<paths['/api/v1/teams'], 'get'> & {
    get: { parameters: Never; requestBody?: never; responses: Answer<{ items: TeamRow[] }> }
  }
  '/api/v1/users/{login}': Omit<paths['/api/v1/users/{login}'], 'patch'> & {
    patch: Omit<paths['/api/v1/users/{login}']['patch'], 'requestBody'> & {
      requestBody: { content: { 'application/json': PatchUser } }
    }
  }
  '/api/v1/captures/bookmark': {
    parameters: Never
    post: { parameters: Never; requestBody?: never; responses: Answer<{ script: string; expires_at: string }> }
  }
  '/api/v1/records/history': {
    parameters: Never
    get: {
      parameters: { query: { kind: string; key: string }; header?: never; path?: never; cookie?: never }
      requestBody?: never
      responses: Answer<{ items: RecordRow[] }>
    }
  }
}
