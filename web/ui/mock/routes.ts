import { ok, problem, type Asked, type Given } from './answers'
import { catalog, people } from './company'
import { desk } from './desk'
import { money } from './money'
import { screens } from './screens'
import { week } from './week'

type Handler = (asked: Asked) => Given
export type MockRoute = [method: string, pattern: RegExp, open: boolean, handler: Handler]

const json = (asked: Asked): Record<string, unknown> => JSON.parse(asked.body.toString() || '{}') as Record<string, unknown>
const done = (): Given => ok({ ok: true })

export const routes: MockRoute[] = [
  ['GET', /^\/session$/, true, (a) => (people[a.login] === undefined ? problem(401, '请先登录。') : ok(people[a.login]))],
  [
    'POST',
    /^\/session$/,
    true,
    (a) => {
      const { login, password, code } = json(a)
      const me = people[String(login)]
      if (me === undefined || password === 'wrong') return problem(401, '账号或密码不对。')
      if (login === 'admin' && code !== '123456') return problem(403, '请填写验证码。', 'https://vouch.example/problems/code-needed')
      return { ...ok(me), headers: { 'Set-Cookie': `mock=${me.login}; Path=/` } }
    },
  ],
  ['DELETE', /^\/session$/, false, () => ({ ...done(), headers: { 'Set-Cookie': 'mock=; Path=/; Max-Age=0' } })],
  ['GET', /^\/catalog$/, false, () => ok(catalog)],
  [
    'GET',
    /^\/events$/,
    false,
    () => ({ status: 200, body: null, stream: 'event: inbox\ndata: {"unread":3}\n\nevent: claims\ndata: {"changed":2}\n\n' }),
  ],
  ...money,
  ...week,
  ...screens,
  ...desk,
]
