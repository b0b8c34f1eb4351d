// What went wrong, in the daemon's words where it had any (RFC 9457).
import type { Problem } from './contract'

export type FieldProblem = { row?: number; field?: string; message: string }

export class ApiProblem extends Error {
  readonly status: number // 0: nobody answered
  readonly kind: string // last part of `type`, "code-needed"
  readonly detail: string
  readonly fields: FieldProblem[]
  readonly retryAfter: number | null // seconds

  constructor(status: number, body: Partial<Problem>, retryAfter: number | null = null) {
    super(body.detail || body.title || String(status))
    this.status = status
    this.kind = (body.type ?? '').split(/[/:#]/).pop() ?? ''
    this.detail = body.detail ?? body.title ?? ''
    this.fields = (body.errors ?? []).map((e) => ({ ...e }))
    this.retryAfter = retryAfter
  }

  // The password is right and the second step is wanted: the next question, no mistake.
  get wantsCode(): boolean {
    return this.status === 403 && (this.kind === 'code-needed' || this.fields.some((e) => e.field === 'code'))
  }

  // What is said of one field of a form, in one line.
  of(field: string): string {
    return this.fields
      .filter((e) => e.field === field)
      .map((e) => e.message)
      .join(' ')
  }
}

export function asProblem(error: unknown): ApiProblem {
  if (error instanceof ApiProblem) return error
  return new ApiProblem(0, { detail: '' })
}

// An answer that is no JSON (a proxy's page, say) still has its status.
export function problemFrom(response: Response, body: unknown): ApiProblem {
  const wait = Number(response.headers.get('Retry-After'))
  const known = typeof body === 'object' && body !== null ? (body as Partial<Problem>) : {}
  return new ApiProblem(response.status, known, Number.isFinite(wait) && wait > 0 ? wait : null)
}
