// Targets and paid promotion: the worked examples of a November.
import type { components } from '../src/api/schema'
import { ok, problem, type Asked, type Given } from './answers'
import { people } from './company'
import type { MockRoute } from './routes'

type Schemas = components['schemas']
type Row = Schemas['TargetRow']
const at = '2026-11-02T01:20:00Z'
const json = (asked: Asked): Record<string, unknown> => JSON.parse(asked.body.toString() || '{}') as Record<string, unknown>
const created = (): Given => ({ ...ok({ id: 99 }), status: 201 })

const amber: Schemas['TargetAttainment'] = { rate: 0.4, time: 10 / 21, ahead: 0.4 - 10 / 21, band: 'amber', a_day: 2_400_000, forecast: 50_400_000, lately: 2_400_000, needed: 3_272_727 }
const green: Schemas['TargetAttainment'] = { rate: 0.492, time: 10 / 21, ahead: 0.016, band: 'green', a_day: 744_000, forecast: 15_600_000, lately: 744_000, needed: 698_264 }
const red: Schemas['TargetAttainment'] = { rate: 0.31, time: 10 / 21, ahead: 0.31 - 10 / 21, band: 'red', a_day: 4, forecast: 84, lately: 4, needed: 9 }
let answered: Schemas['TargetStrip']['answer'] = null
const strip = (asked: Asked): Given => {
  const me = people[asked.login]
  if (me === undefined || me.vendor) return ok({ items: [] })
  const items: Schemas['TargetStrip'][] = [
    { id: 1, metric: 'revenue', scope: 'company', name: '公司', target: 60_000_000, actual: 24_000_000, attainment: amber, answer: null },
    { id: 2, metric: 'inquiries', scope: 'team', name: '推广一组', target: 120, actual: 37, attainment: red, answer: null },
    { id: 3, metric: 'revenue', scope: 'user', name: me.name, target: 15_126_051, actual: 7_440_000, attainment: green, answer: answered },
  ]
  return ok({ items: items.filter((one) => one.scope === 'company' || me.role !== 'owner').filter((one) => one.scope !== 'user' || me.role === 'employee') })
}

const weights = [6, 4, 8, 8, 9, 9, 8, 9, 9, 9, 10, 11]
const reached = [35_000_000, 22_100_000, 46_000_000, 45_200_000, 50_100_000, 49_900_000, 44_000_000, 48_800_000, 49_300_000, 51_600_000, 24_000_000, 0]
const row = (id: number, scope: Row['scope'], name: string, login: string | null, month: number, amount: number, weight: number, actual: number): Row => ({ id, scope, name, login, month, amount, weight, locked: false, actual, at, reason: '', answer: null, unanswered: false })
const months = weights.map((weight, i) => row(i + 1, 'company', '公司', null, i + 1, weight * 6_000_000, weight, reached[i] ?? 0))
const parts: Row[] = [
  { ...row(21, 'team', '推广一组', null, 11, 36_000_000, 6, 15_200_000) },
  { ...row(22, 'user', '陈晓', 'chen', 11, 15_126_051, 100, 7_440_000), answer: { agreed: true, note: '', at } },
  { ...row(23, 'user', '赵丽', 'zhao', 11, 8_873_949, 80, 1_360_000), unanswered: true },
]
function targets(asked: Asked): Given {
  const year = Number(asked.params[0])
  const month = Number(asked.query.get('month') ?? 11)
  const none = year !== 2026
  const quarters = [0, 3, 6, 9].map((from) => ({ amount: months.slice(from, from + 3).reduce((sum, one) => sum + one.amount, 0), actual: months.slice(from, from + 3).reduce((sum, one) => sum + (one.actual ?? 0), 0) }))
  const answer: Schemas['Targets'] = {
    metric: (asked.query.get('metric') ?? 'revenue') as Schemas['TargetMetric'],
    year,
    team: asked.query.get('team'),
    may_set: asked.login !== 'owner',
    total: none ? 0 : 600_000_000,
    actual: none ? 0 : reached.reduce((sum, one) => sum + one, 0),
    months: none ? [] : months,
    quarters: none ? [] : quarters,
    month,
    elapsed: none ? 0 : 10,
    workdays: none ? 0 : 21,
    attainment: none ? { rate: null, time: null, ahead: null, band: null, a_day: null, forecast: null, lately: null, needed: null } : amber,
    parts: none || month !== 11 ? [] : parts,
  }
  return ok(answer)
}
const set: Schemas['TargetsSet'] = {
  changed: [
    { scope: 'company', holder: 0, month: 11, amount: 75_238_095 },
    { scope: 'company', holder: 0, month: 12, amount: 82_761_905 },
    { scope: 'user', holder: 4, month: 11, amount: 18_000_000 },
    { scope: 'user', holder: 5, month: 11, amount: 10_500_000 },
  ],
  steep: [{ scope: 'company', holder: 0, month: 12, amount: 82_761_905, best: 51_600_000 }],
}

const entry = (id: number, scope: Row['scope'], name: string, from: string, to: string, amount: number): Schemas['Actual'] => ({ id, metric: 'revenue', scope, name, from, to, amount, source: 'manual', note: '', at: `${to}T09:30:00Z`, by: '王敏', revises: null, replaced: false })
const actuals: Schemas['Actual'][] = [
  entry(4, 'user', '陈晓', '2026-11-09', '2026-11-13', 4_400_000),
  { ...entry(3, 'user', '陈晓', '2026-11-02', '2026-11-06', 3_040_000), revises: 1, note: '漏了一单' },
  { ...entry(2, 'team', '推广一组', '2026-11-02', '2026-11-13', 15_200_000), source: 'import' },
  { ...entry(1, 'user', '陈晓', '2026-11-02', '2026-11-06', 2_840_000), replaced: true },
]

const channel = (key: string, name: string, click: number, inquired: number): Schemas['PaidChannel'] => ({ channel: key, name, effective_from: '2026-10-01', clicked_ppm: 30_000, arrived_ppm: 900_000, inquired_ppm: inquired, valid_ppm: 600_000, closed_ppm: 200_000, margin_ppm: 350_000, click, order: 1_200_000, most_clicks_a_day: null, active: true, at: '2026-10-01T01:00:00Z', reason: '' })
const baidu = channel('baidu', '百度', 450, 25_000)
const so = channel('360', '360', 300, 18_500)
const channels: Schemas['PaidChannels'] = {
  on: '2026-11-26',
  items: [baidu, so],
  versions: [baidu, { ...baidu, effective_from: '2026-07-01', click: 420, reason: '夏季报价' }, so],
  learned: [
    { channel: 'baidu', clicks: 5_800, orders: 41, prior: 0.0027, rate: 0.0069, low: 0.0052, high: 0.0096, enough: true },
    { channel: '360', clicks: 300, orders: 2, prior: 0.0027, rate: 0.00508, low: 0.0018, high: 0.024, enough: false },
  ],
}
function calculate(asked: Asked): Given {
  const given = json(asked)
  const up = given.from === 'revenue'
  const amount = Number(given.amount)
  const budget = up ? Math.round(amount / 7.2) : amount
  const revenue = up ? amount : Math.round(amount * 7.2)
  const limit = given.limit === null || given.limit === undefined ? null : Number(given.limit)
  const answer: Schemas['PaidAnswer'] = {
    plan: { budget, revenue, impressions: '370370.37', clicks: '11111.11', visits: '10000.00', inquiries: '250.00', leads: '150.00', orders: '30.00', per_inquiry: 20_000, per_lead: 33_333, per_order: 166_667, roas: 7.2, net_roi: 1.52, least_roas: 2.857, most_per_order: 420_000 },
    levers: (['click', 'arrived', 'inquired', 'valid', 'closed', 'order'] as const).map((lever) => ({ lever, factor: lever === 'click' ? 1.1 : 0.9, budget_change: lever === 'click' ? 0.1 : 0.111, closing_change: limit === null ? null : lever === 'click' ? limit / budget - 1 : budget / limit - 1 })),
    scenarios: { cautious: { factor: 0.8, budget: Math.round(budget * 1.25), revenue: Math.round(revenue * 0.8) }, usual: { factor: 1, budget, revenue }, hopeful: { factor: 1.2, budget: Math.round(budget / 1.2), revenue: Math.round(revenue * 1.2) } },
  }
  return ok(answer)
}

const weekend = (day: number): boolean => [0, 6].includes(new Date(`2026-11-${String(day).padStart(2, '0')}T00:00:00Z`).getUTCDay())
const dates = Array.from({ length: 30 }, (_, i) => i + 1)
const iso = (day: number): string => `2026-11-${String(day).padStart(2, '0')}`
const counts: Schemas['PaidCounts'] = { impressions: null, clicks: 5_320, visits: 4_790, inquiries: 121, leads: 70, orders: 11, spent: 2_500_000, revenue: 13_200_000, clicked: null, arrived: 0.9, inquired: 0.0253, inquired_of_clicks: 0.0227, valid: 0.579, closed: 0.157, orders_of_clicks: 0.00207, per_click: 470, per_inquiry: 20_661, per_lead: 35_714, per_order: 227_273, roas: 5.28 }
function monthOf(one: Schemas['PaidChannel'], part: number, dear: boolean): Schemas['PaidChannelMonth'] {
  const planned = (day: number): number => Math.round((weekend(day) ? 81_300 : 203_252) * part)
  return {
    channel: one.channel,
    name: one.name,
    amount: Math.round(5_000_000 * part),
    days: dates.map((day) => ({ date: iso(day), amount: planned(day) })),
    spent: dates.filter((day) => day <= 13).map((day) => ({ date: iso(day), spent: Math.round(planned(day) * 1.098), impressions: null, clicks: 400, visits: 360, inquiries: 9, leads: 5, orders: 1, revenue: 1_200_000, source: 'manual', at })),
    pacing: { pace: dear ? 1.21 : 1.04, band: dear ? 'red' : 'green', to_date: Math.round(2_276_423 * part), forecast: Math.round(5_491_071 * part) },
    counts: { ...counts, spent: Math.round(2_500_000 * part) },
    planned_per_order: 166_667,
    dear,
  }
}
function budget(asked: Asked): Given {
  const month = asked.params[0] ?? '2026-11'
  const empty = month !== '2026-11'
  const none: Schemas['PaidPacing'] = { pace: null, band: null, to_date: null, forecast: null }
  const answer: Schemas['PaidBudget'] = {
    month,
    today: '2026-11-14',
    budget: empty ? null : { amount: 5_000_000, revenue: 36_000_000, wanted_orders: 30, workday: 100, weekend: 40, holiday: 20, makeup: 100 },
    versions: empty
      ? []
      : [
          { id: 2, amount: 5_000_000, method: 'replan', at: '2026-11-10T01:05:00Z', by: '王敏', reason: '前几天花得快' },
          { id: 1, amount: 5_000_000, method: 'revenue', at: '2026-10-29T03:00:00Z', by: '王敏', reason: '' },
        ],
    channels: empty ? [] : [monthOf(baidu, 0.8, false), monthOf(so, 0.2, true)],
    weights: dates.map((day) => (weekend(day) ? 40 : 100)),
    spent: empty ? 0 : 2_500_000,
    pacing: empty ? none : { pace: 1.098, band: 'amber', to_date: 2_276_423, forecast: 5_491_071 },
    counts,
    correction: empty ? null : { per_order: 227_273, missing: 19, needed: 4_318_182, left: 2_500_000, gap: 1_818_182, most_per_order: 131_579, within_reach: 11 },
  }
  return ok(answer)
}
const replanned: Schemas['ReplannedPaid'] = {
  channels: [
    { channel: 'baidu', days: dates.filter((day) => day > 13).map((day) => ({ date: iso(day), amount: weekend(day) ? 59_702 : 149_254 })), unplaced: 0 },
    { channel: '360', days: dates.filter((day) => day > 13).map((day) => ({ date: iso(day), amount: weekend(day) ? 8_130 : 20_325 })), unplaced: 12_345 },
  ],
}

export const money: MockRoute[] = [
  ['GET', /^\/target-strip$/, false, strip],
  ['POST', /^\/target-answers$/, false, (a) => ((answered = { agreed: json(a).agreed === true, note: String(json(a).note ?? ''), at }), ok({ ok: true }))],
  ['GET', /^\/targets\/(\d+)$/, false, targets],
  ['PUT', /^\/targets\/\d+(?:\/\d+)?$/, false, () => ok(set)],
  ['POST', /^\/targets\/\d+\/roll$/, false, () => ok(set)],
  ['GET', /^\/actuals$/, false, () => ok({ items: actuals })],
  ['POST', /^\/actuals(?:\/\d+\/correct)?$/, false, created],
  ['GET', /^\/paid\/channels$/, false, () => ok(channels)],
  ['PUT', /^\/paid\/channels\//, false, () => ok({ id: 9 })],
  ['POST', /^\/paid\/calculate$/, false, calculate],
  ['GET', /^\/paid\/budgets\/(\d{4}-\d{2})$/, false, budget],
  ['PUT', /^\/paid\/budgets\/\d{4}-\d{2}$/, false, () => ok({ id: 3 })],
  ['POST', /^\/paid\/budgets\/\d{4}-\d{2}\/replan$/, false, () => ok(replanned)],
  ['PUT', /^\/paid\/spend$/, false, (a) => (Array.isArray(json(a).rows) ? ok({ written: (json(a).rows as unknown[]).length }) : problem(400, '没有读懂'))],
]
