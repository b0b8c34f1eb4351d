import { catalog } from './company'
import { counts, entriesOf, everything, staff, tallyOf } from './desk-people'
import { ok, problem, type Asked, type Given } from './answers'
import type { MockRoute } from './routes'
import { admin } from './desk-admin'
import { ranks } from './desk-ranks'

const done = (): Given => ok({ ok: true })
function page<Row>(asked: Asked, rows: Row[]): Given {
  const after = Number(asked.query.get('after') ?? 0)
  const limit = Number(asked.query.get('limit') ?? 20)
  return ok({ items: rows.slice(after, after + limit), next: after + limit < rows.length ? after + limit : null })
}
const coverage = [
  { stage: 'live', name: '上线', claims: 412, answered: 398, share: 0.966, enough: true },
  { stage: 'content', name: '内容', claims: 380, answered: 371, share: 0.976, enough: true },
  { stage: 'index:baidu', name: '百度收录', claims: 210, answered: 134, share: 0.638, enough: false },
  { stage: 'index:bing', name: '必应收录', claims: 0, answered: 0, share: null, enough: true },
]
const disputes = [
  { id: 7, stage: 'live', text: '帖子还在，手机上能打开，可能是贴吧要验证码。截图见附件链接 https://img.example/1.png', opened_at: '2026-11-24T02:00:00.000Z', due_at: '2026-11-26T10:00:00.000Z', state: 'open', answer: null, closed_by: null, closed_at: null },
  { id: 8, stage: 'content', text: '关键词在正文第三段。', opened_at: '2026-11-25T05:00:00.000Z', due_at: '2026-11-28T10:00:00.000Z', state: 'open', answer: null, closed_by: null, closed_at: null },
]
const closed = [{ id: 5, stage: 'live', text: '平台在审核。', opened_at: '2026-11-18T05:00:00.000Z', due_at: '2026-11-21T10:00:00.000Z', state: 'accepted', answer: '情况属实，平台审核中。', closed_by: 'wang', closed_at: '2026-11-19T03:00:00.000Z' }]

export const desk: MockRoute[] = [
  [
    'GET',
    /^\/desk$/,
    false,
    () =>
      ok({
        teams: ['推广一组'],
        lists: Object.entries(counts).map(([key, count]) => ({ key, count, oldest_at: count > 0 ? '2026-11-23T03:10:00.000Z' : null })),
        coverage,
        banners: ['百度收录今天只查到 63.8%（数据源 searxng 被拦截），请勿据此评价。'],
        missing: [
          { login: 'zhou', name: '周杰', date: '2026-11-25' },
          { login: 'sun', name: '孙倩', date: '2026-11-25' },
        ],
        blockers: 3,
        proposals: 2,
        pages_to_open: 5,
      }),
  ],
  [
    'GET',
    /^\/desk\/(\w+)$/,
    false,
    (a) => {
      const list = a.params[0] ?? ''
      const after = Number(a.query.get('after') ?? 0)
      const limit = Number(a.query.get('limit') ?? 20)
      const rows = entriesOf(list).slice(after, after + limit)
      const next = after + limit < (counts[list] ?? 0) ? after + limit : null
      const pages = rows.map((c, i) => ({ claim_id: c.id, title: c.title, url: c.url, engine: 'baidu', work_date: c.work_date, verdict: i % 5 === 0 ? 'LOST' : 'NOT_INDEXED' }))
      return ok(list === 'not_indexed' ? { items: [], pages, missing: [], next } : { items: rows, pages: [], missing: [], next })
    },
  ],
  [
    'GET',
    /^\/matrix$/,
    false,
    (a) =>
      ok({
        from: a.query.get('from') ?? '2026-11-23',
        to: a.query.get('to') ?? '2026-11-29',
        teams: ['推广一组'],
        rows: a.login === 'owner' ? [] : staff.map((p, i) => ({ ...p, tally: tallyOf(p.active ? i + 1 : 0) })),
        sum: tallyOf(9),
        coverage,
      }),
  ],
  [
    'GET',
    /^\/matrix\/([^/]+)$/,
    false,
    (a) => {
      const person = staff.find((p) => p.login === a.params[0])
      if (person === undefined) return problem(404, '没有这个人。')
      const kinds = ['workday', 'workday', 'leave', 'workday', 'workday', 'off', 'off']
      return ok({
        person,
        days: kinds.map((kind, i) => ({ date: `2026-11-${23 + i}`, kind, expected: kind === 'workday' && i < 4, reported_at: kind === 'workday' && i < 3 ? `2026-11-${23 + i}T10:02:00.000Z` : null, late: i === 1, tally: tallyOf(kind === 'workday' && i < 3 ? i + 1 : 0) })),
      })
    },
  ],
  [
    'GET',
    /^\/claims$/,
    false,
    (a) => {
      const user = a.query.get('user')
      const work = a.query.get('work')
      return page(a, everything.filter((c) => (user === null || c.user.login === user) && (work === null || c.work.verdict === work)))
    },
  ],
  ['POST', /^\/claims\/(\d+)\/decisions$/, false, (a) => (Number(a.params[0]) % 7 === 6 ? problem(409, '它在此期间已经有了新的结论，请刷新后再看。') : ok({ id: 1 }))],
  [
    'GET',
    /^\/disputes$/,
    false,
    (a) => {
      const state = a.query.get('state') ?? 'open'
      const rows = [...(state === 'closed' ? [] : disputes), ...(state === 'open' ? [] : closed)]
      return page(a, rows.map((d, i) => ({ ...d, claim: entriesOf('disputes')[i % 2] })))
    },
  ],
  ['POST', /^\/disputes\/(\d+)\/close$/, false, done],
  [
    'GET',
    /^\/captures$/,
    false,
    () =>
      ok({
        items: [
          { id: 31, engine: 'baidu', kind: 'url', text: 'www.sohu.com/a/7314001_121124', link: 'https://www.baidu.com/s?wd=www.sohu.com%2Fa%2F7314001_121124', asked_at: '2026-11-25T01:00:00.000Z', until: '2026-11-28T01:00:00.000Z', looks: 3, captures: 1, by_me: false, people: [{ id: 4, name: '赵丽', gains: false }] },
          { id: 32, engine: 'sogou', kind: 'keyword', text: '不锈钢水管', link: 'https://www.sogou.com/web?query=%E4%B8%8D%E9%94%88%E9%92%A2%E6%B0%B4%E7%AE%A1', asked_at: '2026-11-26T01:00:00.000Z', until: '2026-11-26T09:00:00.000Z', looks: 1, captures: 0, by_me: false, people: [] },
          { id: 33, engine: 'baidu', kind: 'keyword', text: '工业水泵厂家', link: 'https://www.baidu.com/s?wd=x', asked_at: '2026-11-26T01:00:00.000Z', until: '2026-11-27T09:00:00.000Z', looks: 1, captures: 1, by_me: true, people: [{ id: 2, name: '王敏', gains: false }] },
        ],
      }),
  ],
  ['POST', /^\/captures\/bookmark$/, false, () => ok({ bookmarklet: "javascript:void('mock')", expires_at: '2026-12-26T00:00:00.000Z' })],
  ['POST', /^\/captures\/(\d+)$/, false, (a) => (a.body.length < 60 ? problem(400, '这一页是百度的验证码页，不是搜索结果。请在浏览器里通过验证后再保存。') : { ...ok({ id: 1, evidence: 2, answered: true, words: '收到，这一页里有 2 条我们的网址。' }), status: 201 })],
  ['POST', /^\/captures\/(\d+)\/skip$/, false, done],
  [
    'GET',
    /^\/waivers$/,
    false,
    () =>
      ok({
        items: [
          { id: 3, platform: 'tieba', login: '', team: '推广一组', from: '2026-11-24', to: '2026-11-25', until: null, reason: '平台故障', author: 'wang', at: '2026-11-25T02:00:00.000Z', ended_at: null, ended_by: '' },
          { id: 2, platform: '', login: 'liu', team: '', from: '2026-11-10', to: '2026-11-12', until: '2026-12-10T15:59:59.000Z', reason: '参加展会，当天只做线下工作', author: 'admin', at: '2026-11-09T02:00:00.000Z', ended_at: '2026-11-13T02:00:00.000Z', ended_by: 'wang' },
        ],
      }),
  ],
  ['POST', /^\/waivers$/, false, () => ({ ...ok({ id: 4 }), status: 201 })],
  ['POST', /^\/waivers\/(\d+)\/end$/, false, done],
  [
    'GET',
    /^\/silences$/,
    false,
    () =>
      ok({
        items: [
          { id: 2, rule: 'could_not_check', subject: 'tieba.baidu.com', known_only: true, author: 'wang', reason: '贴吧维护到周五', from: '2026-11-25T02:00:00.000Z', to: '2026-11-28T02:00:00.000Z', active: true, ended_at: null, ended_by: '', holds_back: 6 },
          { id: 1, rule: 'not_reported', subject: '', known_only: false, author: 'wang', reason: '全组培训一天', from: '2026-11-12T02:00:00.000Z', to: '2026-11-13T02:00:00.000Z', active: false, ended_at: '2026-11-12T09:00:00.000Z', ended_by: 'wang', holds_back: 0 },
        ],
      }),
  ],
  ['POST', /^\/silences$/, false, () => ({ ...ok({ id: 3 }), status: 201 })],
  ['POST', /^\/silences\/(\d+)\/end$/, false, done],
  [
    'GET',
    /^\/proposals$/,
    false,
    () =>
      ok({
        items: [
          { id: 4, platform: 'xiaohongshu', engine: 'baidu', change: 'not_applicable', state: 'open', seen: 62, indexed: 0, low: 0, high: 0.058, from: '2026-09-01', to: '2026-11-20', made_at: '2026-11-22T10:00:00.000Z', reason: '', decided_at: null, decided_by: null },
          { id: 3, platform: 'zhihu', engine: 'bing', change: 'applicable', state: 'open', seen: 18, indexed: 9, low: 0.29, high: 0.71, from: '2026-09-01', to: '2026-11-20', made_at: '2026-11-22T10:00:00.000Z', reason: '', decided_at: null, decided_by: null },
          { id: 1, platform: 'tieba', engine: 'bing', change: 'not_applicable', state: 'accepted', seen: 80, indexed: 1, low: 0.002, high: 0.067, from: '2026-06-01', to: '2026-08-20', made_at: '2026-08-22T10:00:00.000Z', reason: '看过样本，确实不收录', decided_at: '2026-08-24T10:00:00.000Z', decided_by: 2 },
        ],
      }),
  ],
  ['POST', /^\/proposals\/(\d+)$/, false, done],
  ...ranks,
  ...admin,
]
catalog.people = staff
catalog.reasons = [
  ...catalog.reasons.filter((r) => r.kind !== 'waive'),
  ...(['waive', 'confirm', 'overrule', 'accept_manual', 'reject_manual'] as const).flatMap((kind) => ['平台故障', '平台审核中', '系统误判', '已人工查看', '网站改版'].map((text) => ({ kind, text }))),
]
