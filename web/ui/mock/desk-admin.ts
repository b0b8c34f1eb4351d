import { ok, problem, type Asked, type Given } from './answers'
import { staff } from './desk-people'
import type { MockRoute } from './routes'

const json = (asked: Asked): Record<string, unknown> => JSON.parse(asked.body.toString() || '{}') as Record<string, unknown>
const done = (): Given => ok({ ok: true })
const users = [
  { login: 'wang', name: '王敏', post: '', team: '推广一组', active: true, role: 'supervisor' },
  { login: 'admin', name: '管理员', post: '', team: null, active: true, role: 'admin' },
  ...staff.map((p) => ({ ...p, role: 'employee' })),
].map((p, i) => ({ id: i + 1, email: `${p.login}@example.com`, report_weekdays: p.role === 'employee' ? [1, 2, 3, 4, 5] : [], link_token: 'x', ...p }))
const policy = {
  key: 'media',
  name: '自媒体 百家号/搜狐号',
  work_types: ['media_article', 'article_original'],
  platform_class: '',
  fallback: false,
  live: true,
  live_deadline: 86_400_000,
  live_confirmations: 2,
  live_spacing: 7_200_000,
  content_title: false,
  content_keyword: true,
  content_link: false,
  link_must_follow: false,
  mention_suffices: false,
  index: 'measure',
  index_required: false,
  engines: { baidu: 'expect' },
  index_deadline: 604_800_000,
  index_confirmations: 3,
  index_spacing: 86_400_000,
  own_text: ['media_article'],
  survival: 2_592_000_000,
  grace_workdays: 1,
  page_looks: [600_000, 7_200_000, 86_400_000],
  index_looks: [86_400_000, 172_800_000],
}
const platform = { key: 'sohu', name: '搜狐号', aliases: ['搜狐', '搜狐自媒体'], class: 'media', hosts: ['sohu.com'], live: 'automatic', engines: { baidu: 'expect', bing: 'measure' }, identity_params: [], drop_params: ['spm'], gone_phrases: [], review_phrases: [], login_phrases: [], challenge_phrases: [], not_found_is_proof: true, work_type: 'media_article', verified_on: '2026-08-26', source: 'no contrary evidence found' }
const records: Record<string, object[]> = {
  policy: [policy, { ...policy, key: 'forum', name: '论坛/贴吧', work_types: ['forum_post'], survival: 604_800_000, live_deadline: 7_200_000, engines: {} }],
  platform: [platform, { ...platform, key: 'tieba', name: '百度贴吧', class: 'forum', hosts: ['tieba.baidu.com'], live: 'low_rate', aliases: ['贴吧'] }],
  work_type: [{ key: 'forum_post', name: '论坛发帖', aliases: ['发帖'], roles: ['promoter'], has_url: true, standard_minutes: 8 }],
  calendar: [{ year: 2026, off: [['2026-01-01', '元旦'], ['2026-10-01', '国庆节']], makeup_workdays: [['2026-01-04', '元旦']] }],
  engine: [{ key: 'baidu', name: '百度', robots_agent: 'Baiduspider', honours_noindex: false, honours_canonical: true, click_curve: [25, 13, 8], click_curve_assumed: true }],
}
const record = (kind: string, value: object, revision = 2): object => ({ kind, key: String((value as { key?: string; year?: number }).key ?? (value as { year?: number }).year), revision, effective_from: '2025-12-31T16:00:00.000Z', source: 'shipped presets', stale: kind === 'platform', value })

export const admin: MockRoute[] = [
  [
    'GET',
    /^\/status$/,
    false,
    (a) =>
      ok({
        now: '2026-11-26T06:20:00.000Z',
        company: '晨光网络营销部',
        version: '0.1.0',
        users: a.login === 'owner' ? [] : staff.map((p) => ({ login: p.login, name: p.name, counts: { VERIFIED: 40 } })),
        totals: { work: { VERIFIED: 310, PENDING: 44, MANUAL: 14, FAILED: 9, DISPUTED: 2 }, index: { baidu: { INDEXED: 120, WATCHING: 30, NOT_INDEXED: 31 } } },
        with_employees: 6,
        false_alerts: { since: '2026-08-28T00:00:00.000Z', told: 212, overturned: 7, withdrawn: 3, disputes: 19, upheld: 7, waived: 5 },
        channels: [
          { name: 'mail', kind: 'smtp', enabled: true, healthy: true, why: null, failing_since: null },
          { name: 'group', kind: 'wecom_robot', enabled: true, healthy: false, why: '45009: 调用超过限制', failing_since: '2026-11-26T02:00:00.000Z' },
        ],
        providers: [
          { name: 'searxng', engines: ['baidu', 'bing'], healthy: false, why: '连续 6 次被拦截', last_ok_at: '2026-11-26T01:00:00.000Z', queries_today: 180, daily_quota: 500, spent_this_month: null, monthly_cap: null, currency: '' },
          { name: 'dataforseo', engines: ['google'], healthy: true, why: null, last_ok_at: '2026-11-26T06:00:00.000Z', queries_today: 410, daily_quota: 500, spent_this_month: 118.4, monthly_cap: 200, currency: 'CNY' },
        ],
        submissions: [{ route: 'baidu_push', site: 'example-shuibeng.com', healthy: true, why: '', waiting: 2, sent_today: 11, daily_quota: 100, remaining: 89, last_ok_at: '2026-11-26T05:00:00.000Z' }],
        engines_not_connected: ['sogou'],
        warnings: ['没有 2027 年的放假安排'],
        outbox: { pending: 3, sent: 1204, dead: 1, unknown: 0 },
        next_due_at: '2026-11-26T06:21:00.000Z',
        looks_due: 212,
      }),
  ],
  ['GET', /^\/troubles$/, false, () => ok({ items: [{ event: 'checker_health', subject: 'searxng', detail: '连续 6 次被拦截', since: '2026-11-26T01:00:00.000Z', told_at: '2026-11-26T01:30:00.000Z', silence: null }] })],
  ['GET', /^\/deliveries$/, false, () => ok({ items: Array.from({ length: 8 }, (_, i) => ({ id: 90 - i, message: `m-${i}`, attempt: 1 + (i % 2), at: '2026-11-26T01:00:00.000Z', outcome: i === 2 ? 'refused' : 'sent', code: i === 2 ? '550' : '250', detail: i === 2 ? '5.1.1 no such user' : 'queued as 12345', milliseconds: 180 + i * 20 })), next: null })],
  ['GET', /^\/messages$/, false, () => ok({ items: [{ id: '018f-dead', channel: 1, recipient: 3, subject: '今日待处理 3 条', state: 'dead', attempts: 8, created_at: '2026-11-25T01:00:00.000Z', next_at: '2026-11-26T01:00:00.000Z', sent_at: null, last_code: '550', possible_duplicate: false }, { id: '018f-sent', channel: 2, recipient: null, subject: 'claim.verified', state: 'sent', attempts: 1, created_at: '2026-11-25T01:00:00.000Z', next_at: '2026-11-25T01:00:00.000Z', sent_at: '2026-11-25T01:00:02.000Z', last_code: '200', possible_duplicate: true }] })],
  ['POST', /^\/messages\/([^/]+)\/retry$/, false, done],
  ['GET', /^\/users$/, false, () => ok({ items: users })],
  ['POST', /^\/users$/, false, (a) => (json(a).login === 'chen' ? problem(409, '账号 chen 已经存在。', 'about:blank', [{ field: 'login', message: '已存在' }]) : { ...ok({ id: 20, login: String(json(a).login), link_token: 'x' }), status: 201 })],
  ['PATCH', /^\/users\/([^/]+)$/, false, (a) => (json(a).active === false && json(a).successor === undefined ? problem(409, '这个人名下还有 12 条在观察的工作项，请指定接手人。', 'about:blank', [{ field: 'successor', message: '需要接手人，或明确不要' }]) : done())],
  ['POST', /^\/users\/([^/]+)\/(sessions\/end|totp\/remove)$/, false, done],
  ['POST', /^\/invitations$/, false, () => ok({ code: 'k3u9-mock', url: 'http://127.0.0.1:5173/app/invitation/k3u9-mock', expires_at: '2026-11-29T06:20:00.000Z' })],
  ['GET', /^\/teams$/, false, () => ok({ items: [{ name: '推广一组', supervisor: 'wang', deputy: 'chen', deputy_from: '2026-11-25', deputy_to: '2026-12-02' }, { name: '推广二组', supervisor: null, deputy: null, deputy_from: null, deputy_to: null }] })],
  ['POST', /^\/teams$/, false, () => ({ ...ok({ id: 3 }), status: 201 })],
  ['PATCH', /^\/teams\/([^/]+)$/, false, done],
  ['GET', /^\/leave$/, false, () => ok({ items: [{ login: 'liu', from: '2026-11-25', to: '2026-11-27' }, { login: 'zhao', from: '2026-12-24', to: '2026-12-31' }] })],
  ['POST', /^\/leave$/, false, () => ({ ...done(), status: 201 })],
  ['GET', /^\/calendar$/, false, (a) => ok({ year: Number(a.query.get('year') ?? 2026), known: a.query.get('year') !== '2027', next_year_known: false, warn: true, days: a.query.get('year') === '2027' ? [] : [{ date: '2026-01-01', kind: 'holiday', name: '元旦' }, { date: '2026-01-02', kind: 'holiday', name: '元旦' }, { date: '2026-01-04', kind: 'makeup', name: '元旦' }, ...[1, 2, 3, 4, 5, 6, 7].map((d) => ({ date: `2026-10-0${d}`, kind: 'holiday', name: '国庆节' })), { date: '2026-10-10', kind: 'makeup', name: '国庆节' }] })],
  ['GET', /^\/records$/, false, (a) => ok({ items: (records[a.query.get('kind') ?? ''] ?? []).map((v) => record(a.query.get('kind') ?? '', v)) })],
  ['GET', /^\/records\/history$/, false, (a) => {
    const kind = a.query.get('kind') ?? ''
    const now = (records[kind] ?? []).find((v) => (record(kind, v) as { key: string }).key === a.query.get('key')) ?? {}
    const version = (value: object, revision: number): object => ({ revision, effective_from: '2025-12-31T16:00:00.000Z', at: '2025-12-30T02:00:00.000Z', login: revision > 1 ? 'admin' : null, name: revision > 1 ? '管理员' : null, via: revision > 1 ? 'session' : null, source: 'shipped presets', text: JSON.stringify(value) })
    return ok({ items: [version(now, 2), version({ ...now, name: '旧名称', live_deadline: 172_800_000 }, 1)] })
  }],
  ['POST', /^\/records$/, false, (a) => (String(json(a).toml).includes('坏') ? problem(400, '数据文件里有 1 处错误。', 'about:blank', [{ row: 8, field: 'name', message: '不能是空的' }]) : ok({ changes: [{ kind: 'policy', key: 'media', revision_before: 2, revision: 3, before: policy, after: { ...policy, live_deadline: 172_800_000, content_title: true, survival: 1_209_600_000 } }], unchanged: ['policy forum'] }))],
  ['POST', /^\/channels\/([^/]+)\/test$/, false, (a) => ok(a.params[0] === 'mail' ? { ok: true, detail: '250 queued' } : { ok: false, detail: '45009: 调用超过限制' })],
  ['POST', /^\/providers\/([^/]+)\/test$/, false, () => ok({ ok: true, detail: '对照查询 2/2 通过' })],
  ['POST', /^\/providers\/([^/]+)\/withdraw$/, false, (a) => ok({ provider: a.params[0], engine: 'baidu', from: '2026-11-24T01:00:00.000Z', to: '2026-11-24T07:00:00.000Z', looks: 64, claims: 31, known: false, written: json(a).dry_run !== true })],
  ['GET', /^\/audit$/, false, (a) => ok({ items: Array.from({ length: 20 }, (_, i) => ({ id: 520 - i, at: '2026-11-26T05:1' + (i % 10) + ':00.000Z', actor: i % 5 === 0 ? null : 'wang', actor_name: i % 5 === 0 ? '' : '王敏', via: i % 5 === 0 ? 'socket' : 'web', action: ['decision.confirm', 'session.begin', 'export.claims', 'user.change'][i % 4], subject: ['claim 12', 'user wang', 'claims.xlsx', 'user chen'][i % 4], detail: { reason: '已人工查看', from: 'employee', to: 'supervisor', rows: 310 }, hash: 'a3f1'.repeat(16) })), next: a.query.get('before') === null ? 500 : null })],
  ['GET', /^\/checks-notice\/readers$/, false, () => ok({ items: staff.map((p, i) => ({ login: p.login, name: p.name, acknowledged_at: i % 3 === 0 ? null : '2026-11-03T02:00:00.000Z' })) })],
  ['POST', /^\/backup$/, false, (a) => (String(json(a).dir).startsWith('/') ? ok({ path: `${String(json(a).dir)}/vouch-20261126.db`, bytes: 48_123_904 }) : problem(400, '请填写绝对路径。', 'about:blank', [{ field: 'dir', message: '要以 / 开头' }]))],
  ['POST', /^\/reload$/, false, () => ok({ changed: ['politeness.delay', 'policy media r3'], needs_restart: ['http.port'] })],
  ['GET', /^\/owner-links$/, false, () => ok({ items: [{ id: 2, label: '李总手机', author: 'admin', at: '2026-11-20T02:00:00.000Z', expires_at: '2026-12-21T02:00:00.000Z', active: true, ended_at: null, ended_by: '', last_used_at: '2026-11-25T10:00:00.000Z' }, { id: 1, label: '旧手机', author: 'owner', at: '2026-10-01T02:00:00.000Z', expires_at: '2026-11-01T02:00:00.000Z', active: false, ended_at: null, ended_by: '', last_used_at: null }] })],
  ['POST', /^\/owner-links$/, false, () => ({ ...ok({ id: 3, label: 'x', url: 'http://127.0.0.1:5173/o/mock', expires_at: '2026-12-27T06:20:00.000Z' }), status: 201 })],
  ['POST', /^\/owner-links\/(\d+)\/end$/, false, done],
  ['GET', /^\/tokens$/, false, () => ok({ items: [{ id: 1, login: 'chen', label: '导入脚本', scope: 'write', created_at: '2026-10-01T02:00:00.000Z', revoked_at: null }, { id: 2, login: 'wang', label: '看板', scope: 'read', created_at: '2026-09-01T02:00:00.000Z', revoked_at: '2026-10-02T02:00:00.000Z' }] })],
  ['POST', /^\/tokens$/, false, () => ({ ...ok({ token: '3f'.repeat(32) }), status: 201 })],
  ['POST', /^\/tokens\/(\d+)\/revoke$/, false, done],
]
