import { ok, type Given } from './answers'
import type { MockRoute } from './routes'

const place = (engine: string, state: string, position: number | null, more: object = {}): object => ({
  engine,
  place: '',
  device: 'desktop',
  state,
  position,
  depth: state === 'unmeasured' ? null : 50,
  at: '2026-11-26T01:00:00.000Z',
  day: '2026-11-26',
  outdated: false,
  wrong_page: false,
  first_page: state === 'unmeasured' ? null : 2,
  move: null,
  last_measured: null,
  ...more,
})
const move = { at: '2026-11-25T01:00:00.000Z', from: 21, to: 9, lost: false, found: false }
const keywords = [
  { id: 1, text: '不锈钢水管', priority: 1, target_url: 'https://www.example-shuibeng.com/pipe', places: [place('baidu', 'ranked', 9, { move }), place('bing', 'ranked', 3), place('sogou', 'unmeasured', null, { last_measured: { state: 'ranked', position: 12, depth: 50, at: '2026-11-23T01:00:00.000Z', day: '2026-11-23' } })] },
  { id: 2, text: '工业水泵厂家', priority: 2, target_url: '', places: [place('baidu', 'not_in_top', null), place('bing', 'ranked', 18, { wrong_page: true })] },
  { id: 3, text: '水处理设备', priority: 3, target_url: '', places: [] },
  { id: 4, text: '304 不锈钢薄壁水管 十大品牌 排名', priority: 5, target_url: '', places: [place('baidu', 'ranked', 1)] },
]
const day = (i: number): string => new Date(Date.UTC(2026, 9, 28 + i)).toISOString().slice(0, 10)
const looks = (start: number, step: number, holes: number[], out: number[]): object[] =>
  Array.from({ length: 30 }, (_, i) => {
    const state = holes.includes(i) ? 'unmeasured' : out.includes(i) ? 'not_in_top' : 'ranked'
    const position = state === 'ranked' ? Math.max(1, Math.round(start + Math.sin(i / 3) * 4 - i * step)) : null
    return { state, position, depth: state === 'unmeasured' ? null : 50, at: `${day(i)}T01:00:00.000Z`, day: day(i), wrong_page: i === 12, first_page: state === 'unmeasured' ? null : 1, url: position === null ? '' : 'https://www.example-shuibeng.com/pipe' }
  })
const tally = (n: number): object => ({ expected: 35, reported: 33 - (n % 3), claims: 290 + n * 7, on_time: 270 + n, decided: 240 + n, verified: 228 + n, with_employee: 4, disputed: 2, manual: 14 })
const open = { failed: 3, regressed: 1, not_reported: 2 }
const people = ['陈晓', '赵丽', '刘洋', '孙倩', '周杰']
const week = (monday: string): object => ({
  monday,
  made_at: `${monday}T10:00:00.000Z`,
  company: {
    checks: [
      { stage: 'live', claims: 412, answered: 398 },
      { stage: 'content', claims: 380, answered: 371 },
      { stage: 'index:baidu', claims: 210, answered: 134 },
    ],
    stood_still_ms: 5_400_000,
    trouble: ['数据源 searxng：11-24 09:00 起 6 小时被拦截'],
    engines: [
      { engine: 'baidu', keywords: 42, measured: 40, first_page_share: 0.4, median: 8, visibility: 0.213, median_days: 4 },
      { engine: 'bing', keywords: 42, measured: 12, first_page_share: null, median: null, visibility: null, median_days: null },
    ],
    movers: [
      { keyword: '不锈钢水管', engine: 'baidu', from: 21, to: 9 },
      { keyword: '水处理设备', engine: 'baidu', from: 14, to: 0 },
    ],
    first_page: [{ keyword: '不锈钢水管', engine: 'baidu', from: 21, to: 9 }],
    told: 31,
    overturned: 2,
    withdrawn: 0,
    false_rate: 0.0645,
    pages_to_open: 5,
    proposals: 2,
  },
  teams: [
    {
      team: 1,
      name: '推广一组',
      people: people.map((name, i) => ({ user: i + 1, name, post: i > 1 && i < 4 ? 'editor' : 'promoter', tally: { expected: 5, reported: 5 - (i % 2), claims: 52 + i, on_time: 50, decided: i === 4 ? 0 : 44, verified: i === 4 ? 0 : 44 - i, with_employee: 1, disputed: i === 1 ? 1 : 0, manual: 3 }, full: i === 0, open: { failed: i, regressed: 0, not_reported: i % 2 } })),
      posts: { promoter: tally(1), editor: tally(2) },
      sum: tally(3),
      open,
      weeks: [tally(0), tally(1), tally(2), tally(3)],
      platforms: [
        { platform: 'sohu', engine: 'baidu', submitted: 60, eligible: 60, unknown: 8, indexed: 40, overdue: 9, lost: 1 },
        { platform: 'tieba', engine: 'baidu', submitted: 90, eligible: 0, unknown: 0, indexed: 0, overdue: 0, lost: 0 },
      ],
      lost: [{ claim: 9, user: 3, title: '水处理设备日常维护的七个细节', url: 'https://b2b.hc360.com/1', engine: '', lost: true }],
      not_indexed: [{ claim: 12, user: 0, title: '装修用什么水管好', url: 'https://www.sohu.com/a/1', engine: 'baidu', lost: false }],
      not_indexed_sum: 9,
      disputes: 2,
    },
  ],
})

export const ranks: MockRoute[] = [
  ['GET', /^\/ranks$/, false, (): Given => ok({ items: keywords, next: null })],
  [
    'GET',
    /^\/ranks\/history$/,
    false,
    (a) =>
      ok({
        keyword: keywords.find((k) => k.text === a.query.get('keyword')) ?? keywords[0],
        since: day(0),
        until: day(29),
        items: [
          { engine: 'baidu', place: '', device: 'desktop', looks: looks(28, 0.6, [5, 6, 7, 19], [1, 2]) },
          { engine: 'bing', place: '', device: 'desktop', looks: looks(9, 0.1, [22, 23], []) },
        ],
      }),
  ],
  ['GET', /^\/ranks\/movers$/, false, () => ok({ since: '2026-11-19', until: '2026-11-26', more: false, items: [{ engine: 'baidu', place: '', device: 'desktop', ...move, keyword: { id: 1, text: '不锈钢水管', priority: 1 } }, { engine: 'baidu', place: '', device: 'desktop', at: '2026-11-24T01:00:00.000Z', from: 14, to: 51, lost: true, found: false, keyword: { id: 3, text: '水处理设备', priority: 3 } }] })],
  [
    'GET',
    /^\/ranks\/visibility$/,
    false,
    () =>
      ok({
        day: '2026-11-26',
        least_coverage: 0.9,
        items: [
          { engine: 'baidu', place: '', device: 'desktop', keywords: 42, measured: 40, coverage: 0.952, telling: true, visibility: 0.213, curve_assumed: true, first_page_share: 0.4, median_ranked: 8, average: 19.2, shares: [{ own: true, domain: 'example-shuibeng.com', name: '本公司', share: 0.34 }, { own: false, domain: 'rival.example', name: '同行甲', share: 0.46 }, { own: false, domain: 'other.example', name: '', share: 0.2 }] },
          { engine: 'bing', place: '', device: 'desktop', keywords: 42, measured: 12, coverage: 0.286, telling: false, visibility: null, curve_assumed: false, first_page_share: null, median_ranked: null, average: null, shares: [] },
        ],
      }),
  ],
  [
    'GET',
    /^\/sites$/,
    false,
    () =>
      ok({
        items: [
          { id: 1, domain: 'example-shuibeng.com', name: '公司官网', competitor: false, index_counts: [{ engine: 'baidu', kind: 'estimate', provider: 'page', asked_at: '2026-11-23T01:00:00.000Z', why_not: '', measured: { pages: 1280, at: '2026-11-23T01:00:00.000Z' }, before: { pages: 1214, at: '2026-11-16T01:00:00.000Z' } }, { engine: 'bing', kind: 'official', provider: 'bing_webmaster', asked_at: '2026-11-23T01:00:00.000Z', why_not: '数据源没有答复', measured: null, before: null }] },
          { id: 2, domain: 'shuiguan-blog.cn', name: '水管博客', competitor: false, index_counts: [] },
          { id: 3, domain: 'rival.example', name: '同行甲', competitor: true, index_counts: [] },
        ],
      }),
  ],
  ['POST', /^\/sites$/, false, () => ({ ...ok({ id: 9 }), status: 201 })],
  ['GET', /^\/keywords$/, false, () => ok({ items: keywords })],
  ['POST', /^\/keywords$/, false, () => ({ ...ok({ id: 9 }), status: 201 })],
  ['GET', /^\/weeks$/, false, () => ok({ items: ['2026-11-16', '2026-11-09', '2026-11-02'] })],
  ['GET', /^\/weeks\/([\d-]+)$/, false, (a) => ok(week(a.params[0] ?? ''))],
]
