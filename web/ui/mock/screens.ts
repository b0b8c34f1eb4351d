import type { Claim, Day, DisputeItem, Figures, Preview, PreviewRow, Story, Tally, Verdict, Phase } from '../src/api/contract'
import { ok, problem, type Asked } from './answers'
import { catalog } from './company'
import type { MockRoute } from './routes'

const kVerdicts: [Verdict, Phase][] = [
  ['VERIFIED', 'NONE'],
  ['PENDING', 'NONE'],
  ['FAILED', 'WITH_EMPLOYEE'],
  ['FAILED', 'WITH_SUPERVISOR'],
  ['MANUAL', 'NONE'],
  ['DISPUTED', 'WITH_EMPLOYEE'],
  ['REGRESSED', 'WITH_SUPERVISOR'],
  ['WAIVED', 'NONE'],
  ['ACCEPTED', 'NONE'],
  ['VERIFIED', 'CORRECTED'],
]
const kTitles = ['不锈钢水管怎么选：三个常被忽略的细节', '工业水泵厂家选型对比（2026 版）', '水处理设备日常保养，一张表讲清楚', '办公室净水方案，从预算到安装', '']

export function claim(id: number): Claim {
  const [verdict, phase] = kVerdicts[id % kVerdicts.length] ?? ['PENDING', 'NONE']
  const negative = verdict === 'FAILED' || verdict === 'REGRESSED'
  const platform = catalog.platforms[id % catalog.platforms.length]?.key ?? 'sohu'
  const date = `2026-11-${String(26 - (id % 9)).padStart(2, '0')}`
  const stage = (name: string, state: Claim['stages'][number]['state']): Claim['stages'][number] => ({
    stage: name,
    state,
    reason: '',
    since: null,
    deadline: '2026-11-27T10:00:00.000Z',
    first_pass_at: null,
    on_time: true,
    late: false,
    recovered: false,
    negatives: negative ? 3 : 0,
    episode: 0,
    last_observed_at: '2026-11-26T05:10:00.000Z',
    last_outcome: 'FOUND',
    last_reason: '',
  })
  return {
    id,
    report_id: 1,
    user: { login: 'chen', name: '陈晓' },
    work_date: date,
    submitted_at: `${date}T09:40:00.000Z`,
    work_type: catalog.work_types[id % catalog.work_types.length]?.key ?? '',
    platform,
    title: kTitles[id % kTitles.length] ?? '',
    url: `https://www.example.com/${platform}/thread-${100000 + id}-1-1.html`,
    raw_url: `https://www.example.com/${platform}/thread-${100000 + id}-1-1.html?from=share`,
    keywords: ['不锈钢水管', '工业水泵厂家'].slice(0, 1 + (id % 2)),
    link_target: id % 3 === 0 ? 'www.chenguang.example' : '',
    marks: { late: id % 7 === 0, unplanned: false, duplicate_of: id % 11 === 0 ? 3 : null, off_list: id % 5 === 0, baseline: false, historic: false },
    text_match: null,
    replaced_by: null,
    work: { verdict, phase, reason: '', stage: negative ? 'live' : null, since: null, public_at: '2026-11-27T04:30:00.000Z' },
    stages: [stage('live', negative ? 'FAIL' : verdict === 'MANUAL' ? 'UNCHECKABLE' : verdict === 'PENDING' ? 'WAITING' : 'PASS'), stage('content', verdict === 'VERIFIED' ? 'PASS' : 'WAITING')],
    engines: [
      { engine: 'baidu', verdict: id % 3 === 0 ? 'INDEXED' : id % 3 === 1 ? 'WATCHING' : 'NOT_INDEXED', first_indexed_at: null },
      { engine: 'bing', verdict: 'NOT_SAMPLED', first_indexed_at: null },
    ],
    next_look_at: '2026-11-26T08:30:00.000Z',
  }
}

const all = Array.from({ length: 137 }, (_, i) => claim(137 - i))

function story(id: number): Story {
  const c = claim(id)
  const negative = c.work.verdict === 'FAILED' || c.work.verdict === 'REGRESSED' || c.work.verdict === 'MANUAL'
  return {
    claim: c,
    meaning: negative ? '连续几次有效检测都没有看到要求的内容。' : '已检测到，符合要求；之后一段时间会继续关注是否一直在线。',
    can: negative ? ['answer', 'dispute', 'recheck', 'replace', 'withdraw'] : ['recheck', 'withdraw', 'asset', 'share'],
    rechecks_left: 3,
    stages: [
      {
        stage: 'live',
        name: '上线',
        state: c.stages[0]?.state ?? 'WAITING',
        label: negative ? '未检测到' : '已检测到',
        meaning: negative ? '连续 3 次有效检测都没有看到这个页面，检测时同类网站可以正常打开。' : '页面可以正常打开。',
        rule: '3 次有效检测、间隔至少 24 小时、截止之后至少 1 次。',
        deadline: '2026-11-27T10:00:00.000Z',
        next_look_at: '2026-11-26T08:30:00.000Z',
        looks: [1, 2, 3, 4].map((n) => ({
          id: n,
          look_no: n,
          counts: n !== 2,
          at: `2026-11-2${n + 1}T05:1${n}:00.000Z`,
          outcome: n === 2 ? ('INCONCLUSIVE' as const) : negative ? ('NOT_FOUND' as const) : ('FOUND' as const),
          words: n === 2 ? '网站要求输入验证码，没能检测；这不算一次“没有看到”。' : negative ? '打开的是“页面不存在”，状态码 404；同一时段对照网站能打开。' : '打开了页面，状态码 200，标题与提交时一致。',
          details: n === 1 ? ['标题：页面不存在', '同一时段能打开的对照：www.example.org'] : [],
          evidence: [{ id: 10 + n, sha256: 'a3'.repeat(32), kind: 'response', size: 48213, captured_at: `2026-11-2${n + 1}T05:1${n}:00.000Z`, state: n !== 4 ? ('present' as const) : ('gone' as const) }],
        })),
      },
      { stage: 'content', name: '内容', state: 'PASS', label: '已检测到', meaning: '标题里有关键词“不锈钢水管”，正文有一条指向本公司网站的链接。', rule: '标题或正文里有关键词，并有一条读者看得到的链接。', deadline: null, next_look_at: null, looks: [] },
    ],
    engines: [
      { engine: 'baidu', name: '百度', verdict: 'WATCHING', label: '观察中' },
      { engine: 'bing', name: '必应', verdict: 'NOT_SAMPLED', label: '未抽检' },
    ],
    timeline: [
      { at: c.submitted_at, kind: 'handed_in', words: '陈晓 提交' },
      { at: '2026-11-26T05:14:00.000Z', kind: 'notice', words: '已通知本人：请看一下' },
    ],
    dispute: c.work.verdict === 'DISPUTED' ? { id: 1, stage: 'live', text: '帖子在审核中，昨天下午还能看到，附了后台截图。', opened_at: '2026-11-26T02:00:00.000Z', due_at: '2026-12-01T10:00:00.000Z', state: 'open', answer: null } : null,
    text_matches: [],
    asset: id % 3 === 0 ? { id: 3, title: '不锈钢水管怎么选：三个常被忽略的细节' } : null,
    shares: id % 4 === 0 ? [{ login: 'chen', name: '陈晓', basis_points: 6667 }, { login: 'zhao', name: '赵丽', basis_points: 3333 }] : [],
    policy: { name: '论坛发帖', words: ['发布后 24 小时内能打开。', '标题或正文里有关键词。', '之后 30 天继续关注是否在线。'] },
  }
}

const tally = (claims: number, verified: number): Tally => ({
  expected: 18,
  reported: 17,
  claims,
  on_time: claims - 4,
  late: 4,
  verified,
  failed: 2,
  regressed: 1,
  pending: 9,
  with_employee: 2,
  disputed: 1,
  manual: 3,
  waived: 2,
  void: 1,
  plan: null,
  rates: { reported: 17 / 18, on_time: (claims - 4) / claims, verified: verified / (verified + 3), index: 0.62, survival: null, coverage: (verified + 3) / (verified + 6) },
  index: { eligible: 60, indexed: 31, watching: 10, not_indexed: 19, unknown: 4, not_sampled: 22, lost: 1 },
  survival: { ended: 0, survived: 0 },
})

function preview(a: Asked): Preview {
  const text = a.type.includes('csv') ? a.body.toString() : ((JSON.parse(a.body.toString()) as { text?: string }).text ?? '')
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '')
  const rows: PreviewRow[] = []
  const ignored: Preview['ignored'] = []
  lines.forEach((line, i) => {
    const url = /https?:\/\/[^\s,，]+/.exec(line)?.[0] ?? null
    if (url === null) {
      ignored.push({ row: i + 1, text: line })
      return
    }
    const zhihu = url.includes('zhihu')
    rows.push({
      row: i + 1,
      raw: line,
      text: line.replace(url, '').trim(),
      user: { login: 'chen', name: '陈晓' },
      url,
      canonical: url.replace(/\?.*$/, ''),
      date: '2026-11-26',
      title: '',
      platform: zhihu ? { key: 'zhihu', name: '知乎', from: 'address' } : url.includes('sohu') ? { key: 'sohu', name: '搜狐号', from: 'address' } : { key: '', name: '', from: 'none' },
      work_type: { key: 'forum_post', name: '论坛发帖', from: 'platform' },
      keywords: i % 3 === 0 ? [] : [{ text: '不锈钢水管', from: 'library', known: true }],
      link_target: '',
      duplicate_of: i === 2 ? { claim_id: 3, work_date: '2026-11-20', own: true, certain: true } : null,
      check: zhihu ? 'assisted' : 'auto',
      warnings: [
        ...(i === 2 ? [{ code: 'duplicate' as const, words: '与 11-20 提交的 #3 是同一个页面' }] : []),
        ...(i % 3 === 0 ? [{ code: 'no_keyword' as const, words: '没有关键词' }] : []),
        ...(zhihu ? [{ code: 'assisted' as const, words: '知乎不许程序打开，需要截图' }] : []),
      ],
      problem: url.includes('bad') ? `第 ${i + 1} 行：“${url}”不是能打开的网址。` : null,
    })
  })
  return { rows, ignored, columns: a.type.includes('csv') ? ['网址', '标题', '关键词'] : [] }
}

const dispute = (id: number, open: boolean): DisputeItem => ({
  id,
  stage: 'live',
  text: '帖子在审核中，昨天下午还能看到，附了后台截图。',
  opened_at: '2026-11-25T02:00:00.000Z',
  due_at: '2026-11-27T10:00:00.000Z',
  state: open ? 'open' : 'accepted',
  answer: open ? null : '看过了，确实在审核，按完成算。',
  opened_by: 'chen',
  closed_by: open ? null : '王敏',
  closed_at: open ? null : '2026-11-26T02:00:00.000Z',
  claim: claim(id * 10 + 5),
})

const page = <Row>(rows: Row[], a: Asked, key: (row: Row) => number) => {
  const limit = Number(a.query.get('limit') ?? 20)
  const after = Number(a.query.get('after') ?? 0)
  const rest = after > 0 ? rows.filter((row) => key(row) < after) : rows
  const items = rest.slice(0, limit)
  const last = items[items.length - 1]
  return { items, next: rest.length > limit && last !== undefined ? key(last) : null }
}

const day: Day = {
  date: '2026-11-26',
  expected: true,
  on_leave: false,
  cut_off: '2026-11-26T10:00:00.000Z',
  reported_at: null,
  plan: [
    { work_type: 'forum_post', today: 3, today_done: 2, week: 15, week_done: 9, keywords: ['不锈钢水管'], assets: [], note: '' },
    { work_type: 'qa_answer', today: 2, today_done: 2, week: 8, week_done: 6, keywords: [], assets: [{ id: 3, title: '不锈钢水管怎么选：三个常被忽略的细节' }], note: '每条带官网链接' },
  ],
  counts: { VERIFIED: 62, PENDING: 9, FAILED: 2, MANUAL: 3, DISPUTED: 1 },
  needs: [2, 12, 4].map((id) => ({ ...claim(id), answer_until: '2026-11-26T11:30:00.000Z' })),
  today: [1, 10, 20].map(claim),
  before: { date: '2026-11-25', claims: [11, 21, 31, 8].map(claim) },
  disputes_open: 1,
  pages_to_open: 2,
  blockers: 1,
  false_alerts: { told: 18, overturned: 1, withdrawn: 0 },
}

export const screens: MockRoute[] = [
  ['GET', /^\/day$/, false, () => ok(day)],
  [
    'GET',
    /^\/claims$/,
    false,
    (a) => {
      const q = a.query.get('q') ?? ''
      const work = a.query.get('work')
      const rows = all.filter((c) => (q === '' || c.title.includes(q) || c.url.includes(q)) && (work === null || c.work.verdict === work))
      return ok(page(rows, a, (c) => c.id))
    },
  ],
  ['GET', /^\/claims\/(\d+)\/story$/, false, (a) => ok(story(Number(a.params[0])))],
  ['POST', /^\/claims\/(\d+)\/recheck$/, false, () => ok({ left_today: 2, due_at: '2026-11-26T06:21:00.000Z' })],
  ['POST', /^\/claims\/(\d+)\/(decisions|disputes)$/, false, () => ok({ id: 7 })],
  ['POST', /^\/reports\/preview$/, false, (a) => ok(preview(a))],
  [
    'POST',
    /^\/reports$/,
    false,
    (a) => {
      const rows = (JSON.parse(a.body.toString()) as { rows: { url: string }[] }).rows
      return ok({
        report_ids: [4],
        accepted: rows.map((_, i) => ({ row: i + 1, claim_id: 200 + i, marks: claim(1).marks, remarks: i === 1 ? ['“论坛”按“论坛发帖”检测'] : [] })),
        returned: [],
      })
    },
  ],
  [
    'GET',
    /^\/figures$/,
    false,
    () =>
      ok({
        from: '2026-11-01',
        to: '2026-11-26',
        tally: tally(92, 62),
        earlier: [0, 1, 2, 3].map((i) => ({ from: `2026-1${i % 2}-01`, to: `2026-1${i % 2}-26`, tally: tally(70 + i * 7, 50 + i * 3) })),
        team: { people: 6, median: { completion: 0.9, on_time_rate: 0.93, verified_rate: 0.9, index_rate: 0.55 } },
        credit: { entries: 92, hundredths: 9067 },
      } satisfies Figures),
  ],
  ['GET', /^\/disputes$/, false, (a) => ok({ items: a.query.get('state') === 'closed' ? [dispute(2, false)] : [dispute(1, true), dispute(3, true)], next: null })],
  [
    'GET',
    /^\/inbox$/,
    false,
    () =>
      ok({
        items: [
          { id: 9, rule: 'needs_correction', title: '有 2 条工作项需要您看一下', lines: [{ text: '不锈钢水管怎么选：连续 3 次没有看到', url: 'http://127.0.0.1:5173/p/x/claims/2' }, { text: '最晚 明天 12:30 前答复', url: '' }], at: '2026-11-26T05:20:00.000Z', read_at: null, findings: 2, corrected: [] },
          { id: 8, rule: 'weekly', title: '上周周报：按时 17/18，已上线 62', lines: [{ text: '收录 31/60（抽检）', url: '' }], at: '2026-11-22T10:00:00.000Z', read_at: '2026-11-23T01:00:00.000Z', findings: 0, corrected: [12] },
        ],
        unread: 1,
        next: null,
      }),
  ],
  ['POST', /^\/inbox\/read$/, false, () => ok({})],
  [
    'GET',
    /^\/preferences$/,
    false,
    () =>
      ok({
        items: ['needs_correction', 'regressed', 'not_reported', 'correction', 'weekly'].flatMap((rule) => [
          { rule, channel: 'mail', letters: true },
          { rule, channel: '我的钉钉', letters: rule !== 'weekly' },
        ]),
      }),
  ],
  ['POST', /^\/preferences$/, false, () => ok({})],
  [
    'GET',
    /^\/sessions$/,
    false,
    () =>
      ok({
        items: [
          { id: 1, created_at: '2026-11-26T00:40:00.000Z', last_seen_at: '2026-11-26T06:19:00.000Z', expires_at: '2026-11-26T12:40:00.000Z', address: '192.168.1.23', agent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/131.0 Safari/537.36', current: true },
          { id: 2, created_at: '2026-11-25T00:40:00.000Z', last_seen_at: '2026-11-25T06:19:00.000Z', expires_at: '2026-11-26T12:40:00.000Z', address: '192.168.1.77', agent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Mobile Safari/604.1', current: false },
        ],
      }),
  ],
  ['POST', /^\/sessions\/.*$/, false, () => ok({ ok: true })],
  ['POST', /^\/password$/, false, (a) => ((JSON.parse(a.body.toString()) as { new: string }).new.length < 12 ? problem(400, '新密码不合要求。', 'about:blank', [{ field: 'new', message: '至少 12 个字符。' }]) : ok({ ok: true }))],
  ['GET', /^\/tokens$/, false, () => ok({ items: [{ id: 1, login: 'chen', label: '浏览器书签', scope: 'write', created_at: '2026-11-01T02:00:00.000Z', revoked_at: null }] })],
  ['POST', /^\/tokens$/, false, () => ok({ token: 'b6c1'.repeat(16) })],
  ['POST', /^\/tokens\/\d+\/revoke$/, false, () => ok({ ok: true })],
  ['POST', /^\/totp$/, false, () => ok({ secret: 'JBSWY3DPEHPK3PXP', uri: 'otpauth://totp/Vouch:chen?secret=JBSWY3DPEHPK3PXP&issuer=Vouch' })],
  ['POST', /^\/totp\/confirm$/, false, () => ok({ recovery_codes: ['aaaa-bbbb', 'cccc-dddd', 'eeee-ffff', 'gggg-hhhh'] })],
  ['POST', /^\/totp\/remove$/, false, () => ok({ ok: true })],
  [
    'GET',
    /^\/checks-notice$/,
    false,
    () =>
      ok({
        version: 2,
        title: '检测说明',
        sections: [
          { heading: '检测什么', lines: ['您提交的网址能不能打开、内容是否符合要求、搜索引擎是否收录。', '只核对工作成果，不看屏幕、键盘和位置。'] },
          { heading: '没能检测怎么办', lines: ['验证码、登录、超时等情况记为“无法检测”，不算没有做。'] },
        ],
        acknowledged_at: null,
      }),
  ],
  ['POST', /^\/checks-notice$/, false, () => ok({ ok: true })],
  ['GET', /^\/invitations\/(.+)$/, true, (a) => (a.params[0] === 'gone' ? problem(404, '') : ok({ login: 'chen', name: '陈晓', expires_at: '2026-11-29T06:20:00.000Z', company: '晨光网络营销部' }))],
  ['POST', /^\/invitations\/(.+)$/, true, () => ok({ ok: true })],
]
