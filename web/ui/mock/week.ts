// The supervisor's week: centres, composed reports, duties, inquiries, assets, sources, the plan.
import type { Asset, Blocker, CentreFigures, CentreReport, DayReport, Duties, FormSum, Inquiry, InquiryFile, InquirySummary, NumberSheet, OwnDuty, ReportSource, Shares, WeekReport } from '../src/api/contract'
import type { components } from '../src/api/schema'
import { ok, problem, type Asked, type Given } from './answers'
import { catalog, people } from './company'
import { claimOf, staff, tallyOf } from './desk-people'
import type { MockRoute } from './routes'

type WeekPlan = components['schemas']['WeekPlan']
const done = (): Given => ok({ ok: true })
const created = (): Given => ({ ...ok({ id: 99 }), status: 201 })
const good = (id: number) => claimOf(id, { verdict: 'VERIFIED', phase: 'NONE', live: 'PASS', reason: 'ok' }, 'INDEXED')
const bad = (id: number) => claimOf(id, { verdict: 'FAILED', phase: 'WITH_SUPERVISOR', live: 'FAIL', reason: 'http_404' }, 'WATCHING')

const form: NumberSheet['forms'][number] = {
  key: 'cs_session_stats',
  zh: '客服会话',
  en: 'Service sessions',
  post: 'service',
  fields: [
    { key: 'sessions', zh: '接待会话', en: 'Sessions', unit: 'count', at_most: '' },
    { key: 'valid_sessions', zh: '有效会话', en: 'Valid sessions', unit: 'count', at_most: 'sessions' },
    { key: 'leads', zh: '留资', en: 'Contacts left', unit: 'count', at_most: 'valid_sessions' },
    { key: 'first_answer', zh: '首次响应', en: 'First answer', unit: 'seconds', at_most: '' },
    { key: 'satisfied', zh: '满意度', en: 'Satisfied', unit: 'permille', at_most: '' },
  ],
}
const formSum = (n: number): FormSum => ({
  form: form.key,
  zh: form.zh,
  en: form.en,
  fields: [
    { key: 'sessions', zh: '接待会话', en: 'Sessions', unit: 'count', days: 5, sum: 180 * n, mean: null, of: '', of_sum: null, share: null },
    { key: 'valid_sessions', zh: '有效会话', en: 'Valid sessions', unit: 'count', days: 5, sum: 131 * n, mean: null, of: 'sessions', of_sum: 180 * n, share: 131 / 180 },
    { key: 'leads', zh: '留资', en: 'Contacts left', unit: 'count', days: 5, sum: 37 * n, mean: null, of: 'valid_sessions', of_sum: 131 * n, share: 37 / 131 },
    { key: 'first_answer', zh: '首次响应', en: 'First answer', unit: 'seconds', days: 5, sum: null, mean: 23.4, of: '', of_sum: null, share: null },
    { key: 'satisfied', zh: '满意度', en: 'Satisfied', unit: 'permille', days: 5, sum: null, mean: 962, of: '', of_sum: null, share: null },
  ],
})
const index = { eligible: 40, due: 31, decided: 26, indexed: 19, rate: 19 / 26, low: 0.539, high: 0.863 }
function figuresOf(seed: number, login: string, types: string[]): CentreFigures {
  const days = `since=2026-11-23&until=2026-11-29`
  const opens = {
    claims: [`claims?user=${login}&${days}`],
    verified: [`claims?user=${login}&${days}&work=VERIFIED`],
    failed: [`claims?user=${login}&${days}&work=FAILED`],
    pending: [`claims?user=${login}&${days}&work=PENDING`, `claims?user=${login}&${days}&work=DISPUTED`],
    manual: [`claims?user=${login}&${days}&work=MANUAL`],
    indexed: [`claims?user=${login}&${days}&index=INDEXED`],
  }
  return {
    tally: tallyOf(seed),
    index: seed === 3 ? { ...index, decided: 0, indexed: 0, rate: null, low: null, high: null } : index,
    work: types.map((type, i) => ({ work_type: type, work_type_name: catalog.work_types.find((one) => one.key === type)?.name ?? type, tally: tallyOf(seed + i), index, opens })),
    forms: [],
    led: null,
    opens,
  }
}
const posts: Record<string, string[]> = { editing: ['editor'], promotion: ['promoter', 'vendor'], customers: ['service', 'sales'] }
const led = { weeks_due: 4, weeks_in_time: 3, weeks_published: 4, weeks_over: 3, reviews: 2, actions_made: 5, actions_closed: 3, actions_open: 2, disputes_due: 9, disputes_in_time: 9, disputes_open: 1, decisions: 31, decided: { waive: 6, overrule: 1, confirm: 20, accept_manual: 4 }, waivers: 2 }
function centre(a: Asked): Given {
  const key = (a.params[0] ?? 'editing') as CentreReport['centre']
  const types = key === 'editing' ? ['article_original', 'social_post'] : key === 'promotion' ? ['forum_post', 'qa_answer', 'b2b_listing'] : []
  const leads = (people[a.login]?.leads.length ?? 0) > 0 || a.login === 'admin'
  const all = key === 'operations' ? [{ login: 'wang', name: '王敏', post: '', team: '推广一组', active: true }] : staff.filter((one) => posts[key]?.includes(one.post))
  const rows = all
    .filter((one) => leads || one.login === a.login)
    .map((one, i) => ({ ...one, ...figuresOf(i + 1, one.login, types), forms: key === 'customers' ? [formSum(1)] : [], led: key === 'operations' ? led : null }))
  return ok({
    centre: key,
    from: a.query.get('from') ?? '2026-11-23',
    to: a.query.get('to') ?? '2026-11-29',
    coverage: [
      { stage: 'live', name: '上线', claims: 412, answered: 398, share: 0.966, enough: true },
      { stage: 'index:baidu', name: '百度收录', claims: 210, answered: 134, share: 0.638, enough: false },
    ],
    teams: ['推广一组'],
    people: all.length,
    sum: all.length < 3 && !leads ? null : { ...figuresOf(9, '', types), forms: key === 'customers' ? [formSum(all.length)] : [], led: key === 'operations' ? led : null },
    rows,
  } satisfies CentreReport)
}

const blockers: Blocker[] = [
  { id: 3, login: 'chen', name: '陈晓', text: '贴吧账号被限制发帖，需要行政部协助换绑手机', to: '', to_name: '王敏', at: '2026-11-23T03:00:00.000Z', age_days: 3, state: 'open', closed_at: null, closed_by: '', answer: '', may_close: true },
  { id: 2, login: 'zhao', name: '赵丽', text: '产品图还缺“工业水泵”系列，想请设计补 6 张', to: 'wang', to_name: '王敏', at: '2026-11-26T02:00:00.000Z', age_days: 0, state: 'open', closed_at: null, closed_by: '', answer: '', may_close: true },
  { id: 1, login: 'chen', name: '陈晓', text: '官网后台打不开', to: 'liu', to_name: '刘洋', at: '2026-11-18T02:00:00.000Z', age_days: 1, state: 'closed', closed_at: '2026-11-19T02:00:00.000Z', closed_by: '刘洋', answer: '密码已重置，已发到邮箱。', may_close: false },
]
const planned = (on: number): DayReport['planned'] => [
  { work_type: 'forum_post', work_type_name: '论坛发帖', planned: 3 * on, done: 2 * on, left: on, on_time: 2 * on, over: 0, keywords: ['不锈钢水管'], notes: [] },
  { work_type: 'qa_answer', work_type_name: '问答', planned: 2 * on, done: 2 * on, left: 0, on_time: 2 * on, over: 1, keywords: ['工业水泵厂家', '水处理设备'], notes: ['每条带官网链接'] },
]
const next: DayReport['tomorrow']['planned'] = [
  { work_type: 'forum_post', work_type_name: '论坛发帖', quantity: 3, keywords: ['不锈钢水管'], notes: [] },
  { work_type: 'b2b_listing', work_type_name: 'B2B信息', quantity: 2, keywords: [], notes: ['慧聪网补图'] },
]
const change = { work_type: 'forum_post', work_type_name: '论坛发帖', at: '2026-11-26T01:20:00.000Z', by: '王敏', reason: '周三周四请假，交给同事', quantity_before: 5, quantity_after: 3, person_before: '陈晓', person_after: '陈晓' }
const words = { revision: 2, at: '2026-11-26T09:20:00.000Z', reflection: '知乎的问题里带上参数表，比纯文字更容易被采纳。', unfinished_reason: '贴吧一帖被系统删了，明天换吧再发。', tomorrow: '' }
const personOf = (login: string) => {
  const one = staff.find((row) => row.login === login) ?? staff[0]!
  return { login: one.login, name: one.name, post: one.post, team: one.team, active: true }
}
function dayReport(a: Asked): Given {
  const date = a.params[0] ?? '2026-11-26'
  const user = a.query.get('user') ?? a.login
  const none = date > '2026-11-26'
  const numbers = personOf(user).post === 'service' ? [{ form: form.key, numbers: { sessions: 40, valid_sessions: 31, leads: 9, first_answer: 21, satisfied: 965 }, note: '下午系统维护半小时', at: `${date}T09:30:00.000Z`, revision: 2 }] : []
  return ok({
    date,
    person: personOf(user),
    kind: 'workday',
    expected: true,
    cut_off: `${date}T10:00:00.000Z`,
    reported_at: none ? null : `${date}T09:10:00.000Z`,
    over: date < '2026-11-26',
    has_plan: numbers.length === 0,
    planned: none || numbers.length > 0 ? [] : planned(1),
    unplanned: none ? [] : [{ work_type: 'social_post', work_type_name: '社媒发布', done: 1 }],
    claims: none ? [] : [1, 2, 3].map(good),
    numbers,
    verified: none ? [] : [4, 5].map(good),
    came_back: none ? [] : [bad(6)],
    changes: none ? [] : [change],
    tomorrow: { date: '2026-11-27', planned: next },
    blockers: blockers.filter((one) => one.login === user && one.state === 'open'),
    words: none ? null : words,
    words_before: none ? [] : [{ ...words, revision: 1, reflection: '', at: '2026-11-26T08:20:00.000Z' }],
  } satisfies DayReport)
}
function weekReport(a: Asked): Given {
  const monday = a.params[0] ?? '2026-11-23'
  const user = a.query.get('user') ?? a.login
  const day = (i: number): string => `2026-11-${23 + i}`
  return ok({
    monday,
    person: personOf(user),
    over: false,
    has_plan: true,
    tally: tallyOf(2),
    planned: planned(5),
    unplanned: [{ work_type: 'social_post', work_type_name: '社媒发布', done: 3 }],
    days: [0, 1, 2, 3, 4, 5, 6].map((i) => ({ date: day(i), kind: i === 2 ? 'leave' : i > 4 ? 'off' : 'workday', expected: i < 5 && i !== 2, reported_at: i < 4 && i !== 2 ? `${day(i)}T09:10:00.000Z` : null, late: i === 1, planned: i < 5 && i !== 2 ? 5 : 0, done: i < 4 && i !== 2 ? 4 : 0, unplanned: i === 3 ? 3 : 0, words: i === 3 ? words : null })),
    forms: personOf(user).post === 'service' ? [formSum(1)] : [],
    verified: [4, 5, 7, 8].map(good),
    came_back: [bad(6)],
    changes: [change],
    next: { monday: '2026-11-30', planned: [] },
    blockers: blockers.filter((one) => one.login === user && one.state === 'open'),
    words: null,
    words_before: [],
  } satisfies WeekReport)
}

const kDuty = '# 职责\n- 按本周计划在各平台发帖、回答、发布 B2B 信息，每条带上计划里的关键词。\n- 当天 18:00 前把链接贴进“批量提交”。\n# 标准\n- 计划完成率 90% 以上，内容是自己写的，不复制同行。\n# 会检查什么\n- 页面是否能打开、关键词是否在页面里、之后 30 天是否还在。\n- 收录由搜索引擎决定，不算个人成绩。'
const kDutyEn = '# Duties\n- Publish as this week’s plan says, each with the keywords of the plan.\n- Hand in the addresses by 18:00.\n# Standard\n- 90% of the plan, written by yourself.\n# What is checked\n- That the page opens, has the keyword, and is there 30 days later.\n- Indexing is the engine’s and no personal result.'
let acknowledged: string | null = null
const duty = (post: OwnDuty['post']): OwnDuty => ({ post, version: 2, text_zh: kDuty, text_en: kDutyEn, acknowledged_at: acknowledged })

const inquiry = (id: number): Inquiry => {
  const states = ['new', 'contacted', 'valid', 'quoted', 'won', 'lost'] as const
  const state = states[id % 6] ?? 'new'
  const over = state === 'won' || state === 'lost'
  const sources = [['百度推广', '百度推广'], ['zhihu', '知乎'], ['老客户介绍', '老客户介绍'], ['hc360', '慧聪网']] as const
  const [source, source_name] = sources[id % 4] ?? sources[0]
  return {
    id,
    received_on: `2026-11-${String(26 - (id % 20)).padStart(2, '0')}`,
    source,
    source_name,
    keyword: ['不锈钢水管', '工业水泵厂家', ''][id % 3] ?? '',
    keyword_id: id % 3 === 2 ? null : (id % 3) + 1,
    page: id % 2 === 0 ? 'https://www.zhihu.com/question/61/answer/331' : '',
    claim: id % 4 === 0 ? 12 : null,
    name: ['周先生', '林女士', '华东某水务公司采购部', ''][id % 4] ?? '',
    contact: id % 5 === 0 ? 'p***@qq.com' : '138****1234',
    need: ['304 不锈钢水管 DN50，约 800 米，要检测报告', '问工业水泵的价格和交期', '小区二次供水改造，需要上门测量后报价，预算 20 万左右'][id % 3] ?? '',
    owner: { login: 'wu', name: '吴芳' },
    state,
    lost_reason: state === 'lost' ? '价格' : '',
    amount_fen: state === 'won' ? 12_800_000 : null,
    next_on: over ? null : id % 3 === 0 ? '2026-11-24' : id % 3 === 1 ? '2026-11-26' : '2026-12-01',
    overdue: !over && id % 3 === 0,
    notes_count: id % 4,
    duplicates: id === 7 ? 1 : 0,
    created_at: '2026-11-20T02:00:00.000Z',
    changed_at: '2026-11-25T02:00:00.000Z',
  }
}
const inquiries = Array.from({ length: 34 }, (_, i) => inquiry(34 - i))
function inquiryFile(id: number): InquiryFile {
  return {
    ...inquiry(id),
    may_see_contact: true,
    may_change: true,
    may_set_owner: true,
    same_contact: id === 7 ? [{ id: 3, received_on: '2026-11-03', owner: '吴芳', state: 'lost' }] : [],
    notes: [
      { id: 2, at: '2026-11-25T02:00:00.000Z', by: '吴芳', text: '电话沟通，要 DN50 的检测报告，周四发报价。' },
      { id: 1, at: '2026-11-24T02:00:00.000Z', by: '吴芳', text: '加了微信，先发了产品目录。' },
    ],
    changes: [
      { at: '2026-11-25T02:00:00.000Z', by: '吴芳', field: 'state', before: 'new', after: 'contacted' },
      { at: '2026-11-25T02:00:00.000Z', by: '吴芳', field: 'next_on', before: '', after: '2026-11-26' },
      { at: '2026-11-24T02:00:00.000Z', by: '吴芳', field: 'entered', before: '', after: '' },
    ],
  }
}
const summary: InquirySummary = {
  from: '2026-11-01',
  to: '2026-11-26',
  total: { key: '', name: '', count: 34, valid: 17, won: 5, won_fen: 64_000_000 },
  sources: [
    { key: '百度推广', name: '百度推广', count: 9, valid: 4, won: 1, won_fen: 12_800_000 },
    { key: 'zhihu', name: '知乎', count: 9, valid: 5, won: 2, won_fen: 25_600_000 },
  ],
  keywords: [{ key: '1', name: '不锈钢水管', count: 12, valid: 6, won: 2, won_fen: 25_600_000 }],
  states: [{ key: 'new', name: 'new', count: 6, valid: 0, won: 0, won_fen: 0 }],
  people: [
    { login: 'wu', name: '吴芳', open: 17, due_today: 6, overdue: 5 },
    { login: 'qian', name: '钱进', open: 6, due_today: 1, overdue: 0 },
  ],
  due_today: 7,
  overdue: 5,
}

const asset = (id: number): Asset => ({
  id,
  title: ['工业水泵选型对比（2026 版）', '水处理设备日常保养，一张表讲清楚', '不锈钢水管怎么选：三个常被忽略的细节'][id % 3] ?? '',
  url: id % 2 === 1 ? `https://www.chenguang.example/news/${id}.html` : '',
  made_by: { login: 'liu', name: '刘洋' },
  at: `2026-11-${20 + (id % 6)}T02:00:00.000Z`,
  distributions: id === 4 ? 0 : 7 + id,
  online: id === 4 ? 0 : 6 + id,
})
const assets = Array.from({ length: 12 }, (_, i) => asset(12 - i))
const entryOf = (id: number, title: string): components['schemas']['AssetEntry'] => {
  const claim = id % 5 === 0 ? bad(id) : good(id)
  return {
    claim_id: id, login: claim.user.login, name: claim.user.name, work_date: claim.work_date, platform: claim.platform, platform_name: catalog.platforms.find((one) => one.key === claim.platform)?.name ?? claim.platform,
    work_type: claim.work_type, title, url: claim.url, verdict: claim.work.verdict,
    engines: [{ engine: 'baidu', name: '百度', verdict: id % 2 === 0 ? 'INDEXED' : 'WATCHING' }],
    linked_by: (['plan', 'hand_in', 'person'] as const)[id % 3] ?? 'plan', text_match: id % 2 === 0 ? 0.92 : null,
  }
}

const source: ReportSource = {
  name: 'dingtalk-main', kind: 'dingtalk', schedule: 'hourly', state: 'ok', detail: '读到 14 份日报，收下 62 条。', last_run_at: '2026-11-26T05:00:00.000Z', read_up_to: '2026-11-26T05:00:00.000Z',
  counts: { reports: 14, entries: 62, known: 8, without_address: 11, problems: 2 },
  problems: [
    { report_id: 'r-2051', day: '2026-11-25', author: '周杰', text: '贴吧 3 帖 htp://tieba', message: '这一行没有能打开的网址' },
    { report_id: 'r-2047', day: '2026-11-25', author: '小李', text: '', message: '没有人对应钉钉账号 0231，先放着，有人认领后自动收下' },
  ],
  people_unknown: [{ user_id: '0231', name: '小李', reports: 2 }],
}
const off: ReportSource = { ...source, name: 'wecom', kind: 'wecom', schedule: 'off', state: 'never', detail: '', last_run_at: null, read_up_to: null, counts: { reports: 0, entries: 0, known: 0, without_address: 0, problems: 0 }, problems: [], people_unknown: [] }

const days = (minutes: number, leave: number[]) => [0, 1, 2, 3, 4, 5, 6].map((i) => ({ date: `2026-11-${23 + i}`, minutes: i > 4 || leave.includes(i) ? 0 : minutes, on_leave: leave.includes(i) }))
const lineOf = (id: number, login: string, work_type: string, quantity: number, more: Partial<WeekPlan['lines'][number]> = {}): WeekPlan['lines'][number] => ({
  id, login, work_type, work_type_name: catalog.work_types.find((one) => one.key === work_type)?.name ?? '', quantity, keywords: ['不锈钢水管'], platforms: ['tieba'], source: 'new', asset: null, note: '', done: Math.floor(quantity / 2),
  days: [0, 1, 2, 3, 4].map((i) => ({ date: `2026-11-${23 + i}`, quantity: Math.ceil((quantity - i) / 5) })).filter((one) => one.quantity > 0), ...more,
})
const plan = (monday: string): WeekPlan => ({
  monday,
  team: '推广一组',
  published_at: monday === '2026-11-23' ? '2026-11-23T01:20:00.000Z' : null,
  published_by: '王敏',
  calendar_known: true,
  people: staff.slice(0, 5).map((one, i) => ({ login: one.login, name: one.name, post: one.post, minutes_a_day: 480, days: days(480, i === 0 ? [2, 3] : []), capacity: { needed: 1200, available: 2400, percent: 50, over: false } })),
  lines: [
    lineOf(1, 'chen', 'forum_post', 15),
    lineOf(2, 'chen', 'qa_answer', 8, { asset: { id: 3, title: '不锈钢水管怎么选：三个常被忽略的细节' }, note: '每条带官网链接', source: 'carried' }),
    lineOf(3, 'zhao', 'forum_post', 20),
    lineOf(4, 'liu', 'article_original', 5, { platforms: [], keywords: ['工业水泵厂家', '水处理设备'] }),
    lineOf(5, 'sun', 'social_post', 10),
    lineOf(6, 'zhou', 'b2b_listing', 10),
  ],
  overlaps: [],
  changes: [],
})

const before = <Row extends { id: number }>(rows: Row[], a: Asked): Given => {
  const limit = Number(a.query.get('limit') ?? 100)
  const from = Number(a.query.get('before') ?? Number.MAX_SAFE_INTEGER)
  const rest = rows.filter((row) => row.id < from)
  const items = rest.slice(0, limit)
  return ok({ items, next: rest.length > limit ? (items.at(-1)?.id ?? null) : null })
}
const dry = (a: Asked): boolean => a.query.get('dry_run') === 'true'

export const week: MockRoute[] = [
  ['GET', /^\/centres\/(\w+)$/, false, centre],
  ['GET', /^\/day-reports\/([\d-]+)$/, false, dayReport],
  ['PUT', /^\/day-reports\/([\d-]+)$/, false, done],
  ['GET', /^\/week-reports\/([\d-]+)$/, false, weekReport],
  ['PUT', /^\/week-reports\/([\d-]+)$/, false, done],
  ['GET', /^\/blockers$/, false, (a) => ok({ items: blockers.filter((one) => a.query.get('state') === 'all' || (one.state === 'open') === ((a.query.get('state') ?? 'open') === 'open')), next: null })],
  ['POST', /^\/blockers$/, false, created],
  ['POST', /^\/blockers\/(\d+)\/close$/, false, done],
  ['GET', /^\/duties\/mine$/, false, (a) => (people[a.login]?.role === 'admin' ? problem(404, '您的岗位没有岗位职责卡。') : ok(duty(a.login === 'wang' ? 'supervisor' : a.login === 'wu' ? 'service' : 'promoter')))],
  ['POST', /^\/duties\/mine\/acknowledge$/, false, () => ((acknowledged = '2026-11-26T06:20:00.000Z'), done())],
  [
    'GET',
    /^\/duties$/,
    false,
    () =>
      ok({
        cards: (['editor', 'promoter', 'service', 'sales', 'supervisor', 'vendor'] as const).map((post) => ({ post, version: 2, text_zh: kDuty, text_en: kDutyEn })),
        people: staff.map((one, i) => ({ login: one.login, name: one.name, post: one.post, version: i === 1 ? 1 : i === 2 ? null : 2, acknowledged_at: i === 2 ? null : '2026-11-20T02:00:00.000Z', current: i > 2 || i === 0 })),
      } satisfies Duties),
  ],
  [
    'GET',
    /^\/inquiries$/,
    false,
    (a) => {
      const asked = a.query
      const rows = inquiries.filter(
        (one) =>
          (asked.get('state') === null || one.state === asked.get('state')) &&
          (asked.get('due') === null || (asked.get('due') === 'overdue' ? one.overdue : one.next_on === '2026-11-26')) &&
          (asked.get('q') === null || one.name.includes(asked.get('q') ?? '') || one.need.includes(asked.get('q') ?? '')),
      )
      return before(rows, a)
    },
  ],
  ['POST', /^\/inquiries$/, false, () => ({ ...ok({ id: 35, duplicates: [{ id: 7, received_on: '2026-11-19', owner: '吴芳', state: 'contacted' }] }), status: 201 })],
  ['GET', /^\/inquiries\/summary$/, false, () => ok(summary)],
  ['GET', /^\/inquiries\/(\d+)$/, false, (a) => ok(inquiryFile(Number(a.params[0])))],
  ['PATCH', /^\/inquiries\/(\d+)$/, false, done],
  ['GET', /^\/inquiries\/(\d+)\/contact$/, false, () => ok({ contact: '13800001234' })],
  ['POST', /^\/inquiries\/(\d+)\/notes$/, false, created],
  [
    'POST',
    /^\/inquiries\/import$/,
    false,
    (a) =>
      ok({
        written: !dry(a),
        columns: ['日期', '来源', '姓名', '联系方式', '需求'],
        rows: [1, 2, 3].map((row) => ({ row: row + 1, received_on: '2026-11-25', source: '百度推广', keyword: '不锈钢水管', page: '', name: '周先生', contact: '138****1234', need: '问价', owner: 'wu', state: 'new', next_on: null, duplicates: row === 2 ? [{ id: 7, received_on: '2026-11-19', owner: '吴芳', state: 'contacted' }] : [] })),
        problems: a.body.toString().includes('坏') ? [{ row: 5, field: 'contact', message: '没有联系方式' }] : [],
      }),
  ],
  ['GET', /^\/assets$/, false, (a) => before(assets.filter((one) => one.title.includes(a.query.get('q') ?? '')), a)],
  ['POST', /^\/assets$/, false, created],
  [
    'GET',
    /^\/assets\/(\d+)$/,
    false,
    (a) => {
      const one = asset(Number(a.params[0]))
      const none = one.distributions === 0
      return ok({
        ...one,
        text: '按附件里的三个要点改写，标题带“不锈钢水管”，文末带官网链接。知乎写成回答，贴吧写成经验帖。',
        lines: none ? [] : [{ id: 2, monday: '2026-11-23', login: 'chen', name: '陈晓', work_type: 'qa_answer', work_type_name: '问答', quantity: 8, platforms: ['zhihu'] }],
        own_entry: none ? null : { ...entryOf(31, one.title), linked_by: 'address', name: '刘洋' },
        entries: none ? [] : [1, 2, 3, 4, 5, 6, 7].map((id) => entryOf(id, one.title)),
        index: none ? [] : [{ engine: 'baidu', name: '百度', counts: { INDEXED: 4, WATCHING: 2, NOT_INDEXED: 1 } }],
      })
    },
  ],
  ['PUT', /^\/claims\/(\d+)\/asset$/, false, done],
  [
    'GET',
    /^\/claims\/(\d+)\/shares$/,
    false,
    () =>
      ok({
        shares: [{ login: 'chen', name: '陈晓', basis_points: 6667 }, { login: 'zhao', name: '赵丽', basis_points: 3333 }],
        may_set: true,
        versions: [{ at: '2026-11-25T02:00:00.000Z', by: '陈晓', reason: '赵丽写了后半部分', shares: [{ login: 'chen', name: '陈晓', basis_points: 6667 }, { login: 'zhao', name: '赵丽', basis_points: 3333 }] }],
      } satisfies Shares),
  ],
  ['PUT', /^\/claims\/(\d+)\/shares$/, false, done],
  ['GET', /^\/report-sources$/, false, () => ok({ items: [source, off] })],
  ['POST', /^\/report-sources\/([\w-]+)\/pull$/, false, (a) => ok({ state: 'ok', detail: '读到 3 份日报。', dry_run: a.body.toString().includes('"dry_run":true'), counts: { reports: 3, entries: 11, known: 2, without_address: 1, problems: 1 }, problems: source.problems.slice(0, 1), people_unknown: source.people_unknown })],
  ['POST', /^\/reports\/bookmark$/, false, () => ({ ...ok({ bookmarklet: "javascript:void('mock')" }), status: 201 })],
  ['GET', /^\/numbers$/, false, () => ok({ forms: [form], items: [] } satisfies NumberSheet)],
  ['GET', /^\/plans\/([\d-]+)$/, false, (a) => ok(plan(a.params[0] ?? ''))],
  [
    'POST',
    /^\/plans\/([\d-]+)\/import$/,
    false,
    (a) =>
      ok({
        written: !dry(a),
        columns: ['人员', '工作类型', '数量', '关键词'],
        lines: [{ row: 2, login: 'chen', name: '陈晓', work_type: 'qa_answer', work_type_name: '问答', quantity: 8, keywords: ['不锈钢水管'], platforms: ['zhihu'], asset: 3, note: '' }],
        problems: a.body.toString().includes('坏') ? [{ row: 3, field: 'login', message: '没有叫“张三丰”的人' }, { row: 4, field: 'quantity', message: '数量要是 1 到 1000 的整数' }] : [],
      }),
  ],
  [
    'GET',
    /^\/reviews\/([\d-]+)$/,
    false,
    (a) =>
      ok({
        monday: a.params[0],
        team: '推广一组',
        notes: '贴吧的存活率偏低，下周减少贴吧，多做问答。',
        actions: [{ id: 1, monday: a.params[0], text: '下周多做问答', login: 'chen', name: '陈晓', work_type: 'qa_answer', work_type_name: '问答', quantity: 3, state: 'open', at: '2026-11-22T02:00:00.000Z', closed_at: null }],
        spot_checks: [1, 2, 3].map((id) => ({ id, drawn_at: '2026-11-22T02:00:00.000Z', right: id === 1 ? true : null, by: id === 1 ? '王敏' : '', at: id === 1 ? '2026-11-22T03:00:00.000Z' : null, note: '', claim: good(id) })),
        checker_error: { looked_at: 41, wrong: 1, share: 1 / 41, low: 0.004, high: 0.126 },
      }),
  ],
]
