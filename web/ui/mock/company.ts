import type { Catalog, Me } from '../src/api/contract'

const base: Omit<Me, 'login' | 'name' | 'role' | 'post'> = {
  vendor: false,
  team: '推广一组',
  leads: [],
  unread: 3,
  totp: { on: false, required: false, recovery_left: 0 },
  company: '晨光网络营销部',
  zone: 'Asia/Shanghai',
  today: '2026-11-26',
  now: '2026-11-26T06:20:00.000Z',
  practice: true,
  version: '0.1.0',
}

export const people: Record<string, Me> = {
  chen: { ...base, login: 'chen', name: '陈晓', role: 'employee', post: 'promoter' },
  wang: { ...base, login: 'wang', name: '王敏', role: 'supervisor', post: '', leads: ['推广一组'] },
  admin: { ...base, login: 'admin', name: '管理员', role: 'admin', post: '', team: null },
  wu: { ...base, login: 'wu', name: '吴芳', role: 'employee', post: 'service' },
  owner: { ...base, login: 'owner', name: '李总', role: 'owner', post: '', team: null },
  vendor: { ...base, login: 'vendor', name: '外包张', role: 'employee', post: 'vendor', vendor: true },
}

export const catalog: Catalog = {
  work_types: [
    { key: 'article_original', name: '原创文章', posts: ['editor'], has_url: true, standard_minutes: 20 },
    { key: 'forum_post', name: '论坛发帖', posts: ['promoter'], has_url: true, standard_minutes: 20 },
    { key: 'qa_answer', name: '问答', posts: ['promoter'], has_url: true, standard_minutes: 20 },
    { key: 'b2b_listing', name: 'B2B信息', posts: ['promoter'], has_url: true, standard_minutes: 20 },
    { key: 'social_post', name: '社媒发布', posts: ['editor'], has_url: true, standard_minutes: 20 },
  ],
  platforms: [
    { key: 'sohu', name: '搜狐号', live: 'auto' },
    { key: 'tieba', name: '百度贴吧', live: 'low' },
    { key: 'zhihu', name: '知乎', live: 'assisted' },
    { key: 'xiaohongshu', name: '小红书', live: 'assisted' },
    { key: 'hc360', name: '慧聪网', live: 'auto' },
  ],
  engines: [
    { key: 'baidu', name: '百度', connected: true },
    { key: 'bing', name: '必应', connected: true },
    { key: 'sogou', name: '搜狗', connected: false },
  ],
  keywords: [
    { id: 1, text: '不锈钢水管', priority: 1 },
    { id: 2, text: '工业水泵厂家', priority: 2 },
    { id: 3, text: '水处理设备', priority: 3 },
  ],
  reasons: [
    { kind: 'withdraw', text: '重复提交' },
    { kind: 'withdraw', text: '填错了网址' },
    { kind: 'answer', text: '已补正' },
    { kind: 'answer', text: '知道了' },
    { kind: 'waive', text: '平台故障' },
  ],
  people: [
    { login: 'chen', name: '陈晓', post: 'promoter', team: '推广一组', active: true },
    { login: 'zhao', name: '赵丽', post: 'promoter', team: '推广一组', active: true },
    { login: 'liu', name: '刘洋', post: 'editor', team: '推广一组', active: true },
    { login: 'wu', name: '吴芳', post: 'service', team: '推广一组', active: true },
    { login: 'wang', name: '王敏', post: '', team: '推广一组', active: true },
  ],
}
