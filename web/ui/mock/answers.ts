// What the mock answers. The role is the cookie mock=<login>: chen, wang (supervisor), admin, vendor.
import { people } from './company'
import { routes } from './routes'

export interface Given {
  status: number
  body: unknown
  headers?: Record<string, string>
  stream?: string
}

export interface Asked {
  method: string
  path: string
  query: URLSearchParams
  body: Buffer
  type: string
  login: string
  params: string[]
}

export const problem = (status: number, detail: string, type = 'about:blank', errors: unknown[] = []): Given => ({
  status,
  body: { type, title: '', status, detail, errors },
})
export const ok = (body: unknown): Given => ({ status: 200, body })

export function answer(method: string, url: URL, body: Buffer, cookie: string, type: string): Given {
  const login = /(?:^|; )mock=([a-z]+)/.exec(cookie)?.[1] ?? ''
  for (const [routeMethod, pattern, open, handler] of routes) {
    if (routeMethod !== method) continue
    const match = pattern.exec(url.pathname)
    if (match === null) continue
    if (!open && people[login] === undefined) return problem(401, '请先登录。')
    return handler({ method, path: url.pathname, query: url.searchParams, body, type, login, params: match.slice(1).map(decodeURIComponent) })
  }
  return problem(404, `mock: ${method} ${url.pathname}`)
}
