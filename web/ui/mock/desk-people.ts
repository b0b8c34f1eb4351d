// People, entries and figures of the invented company for the supervisor's screens.
import type { Claim, IndexVerdict, Phase, StageState, Tally, Verdict } from '../src/api/contract'

export const staff = [
  { login: 'chen', name: '陈晓', post: 'promoter', team: '推广一组', active: true },
  { login: 'zhao', name: '赵丽', post: 'promoter', team: '推广一组', active: true },
  { login: 'liu', name: '刘洋', post: 'editor', team: '推广一组', active: true },
  { login: 'sun', name: '孙倩', post: 'editor', team: '推广一组', active: true },
  { login: 'zhou', name: '周杰', post: 'promoter', team: '推广一组', active: true },
  { login: 'vendor', name: '外包张', post: 'vendor', team: '推广一组', active: true },
  { login: 'wu', name: '吴芳', post: 'service', team: '推广一组', active: true },
]
const titles = [
  '不锈钢水管怎么选？三个要点帮您避坑',
  '工业水泵厂家推荐：2026 年实测对比与选型建议（含报价单下载）',
  '水处理设备日常维护的七个细节',
  '装修用什么水管好',
  '关于冬季管道防冻的几点说明',
]
const urls = [
  'https://www.sohu.com/a/731{n}_121124',
  'https://tieba.baidu.com/p/88{n}',
  'https://b2b.hc360.com/supplyself/82{n}.html',
  'https://www.zhihu.com/question/6{n}/answer/33{n}',
  'https://www.example-shuibeng.com/news/2026/{n}.html',
]
const platforms = ['sohu', 'tieba', 'hc360', 'zhihu', 'sohu']
const types = ['article_original', 'forum_post', 'b2b_listing', 'qa_answer', 'social_post']

interface Shape {
  verdict: Verdict
  phase: Phase
  live: StageState
  reason: string
}
export function claimOf(id: number, shape: Shape, index: IndexVerdict = 'WATCHING'): Claim {
  const who = staff[id % 5]
  const n = id % 5
  const day = String(26 - (id % 9)).padStart(2, '0')
  return {
    id,
    report_id: 1000 + id,
    user: { login: who?.login ?? 'chen', name: who?.name ?? '陈晓' },
    work_date: `2026-11-${day}`,
    submitted_at: `2026-11-${day}T09:12:00.000Z`,
    work_type: types[n] ?? 'forum_post',
    platform: platforms[n] ?? 'sohu',
    title: titles[n] ?? '',
    url: (urls[n] ?? '').replaceAll('{n}', String(4000 + id)),
    raw_url: (urls[n] ?? '').replaceAll('{n}', String(4000 + id)),
    keywords: n === 1 ? ['工业水泵厂家'] : ['不锈钢水管'],
    link_target: '',
    marks: { late: id % 7 === 0, unplanned: false, duplicate_of: id % 11 === 0 ? 3 : null, off_list: false, baseline: false, historic: false },
    text_match: null,
    replaced_by: null,
    work: { verdict: shape.verdict, phase: shape.phase, reason: shape.reason, stage: 'live', since: `2026-11-${day}T20:00:00.000Z`, public_at: `2026-11-${day}T22:00:00.000Z` },
    stages: [
      { stage: 'live', state: shape.live, reason: shape.reason, since: null, deadline: null, first_pass_at: null, on_time: true, late: false, recovered: false, negatives: 0, episode: 0, last_observed_at: null, last_outcome: 'FOUND', last_reason: '' },
      { stage: 'content', state: shape.live === 'PASS' ? 'PASS' : 'WAITING', reason: '', since: null, deadline: null, first_pass_at: null, on_time: true, late: false, recovered: false, negatives: 0, episode: 0, last_observed_at: null, last_outcome: 'FOUND', last_reason: '' },
    ],
    engines: [{ engine: 'baidu', verdict: index, first_indexed_at: null }],
    next_look_at: '2026-11-27T01:00:00.000Z',
  }
}

const shapes: Record<string, Shape[]> = {
  needs_you: [
    { verdict: 'FAILED', phase: 'WITH_SUPERVISOR', live: 'FAIL', reason: 'http_404' },
    { verdict: 'FAILED', phase: 'WITH_SUPERVISOR', live: 'FAIL', reason: 'deleted_by_platform' },
    { verdict: 'MANUAL', phase: 'NONE', live: 'UNCHECKABLE', reason: 'captcha' },
    { verdict: 'MANUAL', phase: 'NONE', live: 'UNCHECKABLE', reason: 'login_wall' },
  ],
  manual: [
    { verdict: 'MANUAL', phase: 'NONE', live: 'UNCHECKABLE', reason: 'captcha' },
    { verdict: 'MANUAL', phase: 'NONE', live: 'UNCHECKABLE', reason: 'captcha' },
    { verdict: 'MANUAL', phase: 'NONE', live: 'UNCHECKABLE', reason: 'login_wall' },
  ],
  failed: [
    { verdict: 'FAILED', phase: 'WITH_SUPERVISOR', live: 'FAIL', reason: 'http_404' },
    { verdict: 'FAILED', phase: 'WITH_SUPERVISOR', live: 'FAIL', reason: 'keyword_missing' },
  ],
  lost: [{ verdict: 'REGRESSED', phase: 'WITH_SUPERVISOR', live: 'REGRESSED', reason: 'deleted_by_platform' }],
  with_employees: [{ verdict: 'PENDING', phase: 'NONE', live: 'WAITING', reason: '' }],
  corrected: [{ verdict: 'VERIFIED', phase: 'CORRECTED', live: 'PASS', reason: 'ok' }],
  disputes: [{ verdict: 'DISPUTED', phase: 'WITH_SUPERVISOR', live: 'FAIL', reason: 'http_404' }],
}
export const counts: Record<string, number> = { needs_you: 23, disputes: 2, manual: 14, failed: 9, lost: 3, not_reported: 2, not_indexed: 31, with_employees: 6, corrected: 1 }

export function entriesOf(list: string): Claim[] {
  const kinds = shapes[list] ?? [{ verdict: 'VERIFIED', phase: 'NONE', live: 'PASS', reason: 'ok' } as Shape]
  return Array.from({ length: counts[list] ?? 30 }, (_, i) => claimOf(i + 1, kinds[i % kinds.length] ?? kinds[0]!))
}
export const everything: Claim[] = Array.from({ length: 64 }, (_, i) => {
  const all = [
    { verdict: 'VERIFIED', phase: 'NONE', live: 'PASS', reason: 'ok' },
    { verdict: 'VERIFIED', phase: 'NONE', live: 'PASS', reason: 'ok' },
    { verdict: 'PENDING', phase: 'NONE', live: 'WAITING', reason: '' },
    ...(shapes.needs_you ?? []),
    { verdict: 'WAIVED', phase: 'NONE', live: 'WAITING', reason: '' },
  ] as Shape[]
  return claimOf(i + 1, all[i % all.length]!, (['INDEXED', 'WATCHING', 'NOT_INDEXED'] as IndexVerdict[])[i % 3])
})

function planOf(claims: number, seed: number): NonNullable<Tally['plan']> {
  const planned = claims + 4
  const done = claims - (seed % 3)
  const on_time = done - seed
  return {
    planned,
    done,
    on_time,
    over: seed % 2,
    unplanned: seed % 3,
    minutes: null,
    rates: { completion: done / planned, on_time: on_time / planned, completion_minutes: null, on_time_minutes: null, on_time_of_done: on_time / done },
    by_work: [],
  }
}

export function tallyOf(seed: number): Tally {
  const none = seed === 0
  const claims = none ? 0 : 40 + ((seed * 17) % 60)
  const verified = Math.floor(claims * 0.78)
  const failed = seed % 3
  return {
    expected: none ? 0 : 5,
    reported: none ? 0 : seed % 4 === 1 ? 4 : 5,
    claims,
    on_time: Math.max(0, claims - seed),
    late: Math.min(seed, claims),
    verified,
    failed,
    regressed: seed % 2,
    pending: claims - verified - failed - (seed % 2) - 3 > 0 ? claims - verified - failed - (seed % 2) - 3 : 0,
    with_employee: seed % 2,
    disputed: seed % 4 === 2 ? 1 : 0,
    manual: none ? 0 : 2,
    waived: seed % 3 === 2 ? 1 : 0,
    void: 0,
    plan: none ? null : planOf(claims, seed),
    rates: {
      reported: none ? null : seed % 4 === 1 ? 0.8 : 1,
      on_time: none ? null : (claims - seed) / claims,
      verified: none ? null : verified / (verified + failed + (seed % 2)),
      index: none || seed === 3 ? null : 14 / 23,
      survival: none ? null : 0.96,
      coverage: none ? null : 0.97,
    },
    index: { eligible: none ? 0 : 30, indexed: none ? 0 : 14, watching: 6, not_indexed: 9, unknown: 1, not_sampled: 12, lost: 0 },
    survival: { ended: none ? 0 : 25, survived: none ? 0 : 24 },
  }
}
