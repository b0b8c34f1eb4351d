// The one way to the daemon, typed by docs/openapi.yaml. Same origin; the session is a cookie that
// script cannot read.
import createClient, { type Middleware } from 'openapi-fetch'

import { answered, keyOf, traceOf } from './idempotency'
import { ApiProblem, problemFrom } from './problem'
import type { paths } from './schema'
import { tellServerDate } from './server-clock'

let onSignedOut: () => void = () => {}
// Called when an answer says that nobody is signed in.
export function whenSignedOut(then: () => void): void {
  onSignedOut = then
}

const watch: Middleware = {
  onResponse({ response, request }) {
    tellServerDate(response.headers.get('Date'))
    const signsIn = request.method === 'POST' && new URL(request.url).pathname === '/api/v1/session'
    if (response.status === 401 && !signsIn) onSignedOut()
    return undefined
  },
}

const kReads = ['GET', 'HEAD']

// Every write bears the key of its action. fetch is looked up at each call, so that tests can stand
// in for it.
async function send(request: Request): Promise<Response> {
  if (kReads.includes(request.method)) return await globalThis.fetch(request)
  const action = `${request.method} ${request.url} ${await request.clone().text()}`
  request.headers.set('Idempotency-Key', keyOf(action))
  const response = await globalThis.fetch(request)
  answered(action, response.status)
  return response
}

export const api = createClient<paths>({
  baseUrl: typeof location === 'undefined' ? 'http://localhost' : location.origin,
  fetch: send,
})
api.use(watch)

// The answer, or an ApiProblem is thrown.
export async function ask<T>(
  call: Promise<{ data?: T; error?: unknown; response: Response }>,
): Promise<NonNullable<T>> {
  let answer: { data?: T; error?: unknown; response: Response }
  try {
    answer = await call
  } catch (failure) {
    // No connection, or a success whose body is no JSON; both mean that no answer came.
    throw new ApiProblem(0, { detail: failure instanceof SyntaxError ? failure.message : '' })
  }
  if (!answer.response.ok) throw problemFrom(answer.response, answer.error)
  return (answer.data ?? {}) as NonNullable<T>
}

// Bytes as they are (a CSV in whatever charset, a picture): openapi-fetch speaks JSON only. `key`: of
// the action, where the caller keeps it.
export async function sendBytes<T>(path: string, type: string, body: Blob, key = ''): Promise<T> {
  const action = `POST ${path} ${key === '' ? traceOf(new Uint8Array(await body.arrayBuffer())) : ''}`
  const headers = { 'Content-Type': type, 'Idempotency-Key': key === '' ? keyOf(action) : key }
  let response: Response
  try {
    response = await globalThis.fetch(path, { method: 'POST', body, headers })
  } catch {
    throw new ApiProblem(0, {})
  }
  answered(action, response.status)
  tellServerDate(response.headers.get('Date'))
  const answer: unknown = await response.json().catch(() => null)
  if (response.status === 401) onSignedOut()
  if (!response.ok) throw problemFrom(response, answer)
  return answer as T
}
