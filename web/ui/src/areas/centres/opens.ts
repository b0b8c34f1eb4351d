// Where a number leads: what the daemon names to be read (`claims?user=…`) as the screen that shows it.
import type { LocationQueryRaw, RouteLocationRaw } from 'vue-router'

// Screens of leaders by the first part of what is read; `rest` is the second.
const kScreens: Record<string, (rest: string) => string> = {
  claims: () => '/desk/claims',
  disputes: () => '/desk/disputes',
  waivers: () => '/desk/waivers',
  weeks: (rest) => (rest === '' ? '/desk/weeks' : `/desk/weeks/${rest}`),
  matrix: (rest) => (rest === '' ? '/team' : `/team/${rest}`),
  plans: (rest) => `/plan/${rest}`,
  reviews: (rest) => `/review/${rest}`,
  inquiries: () => '/inquiries',
  blockers: () => '/blockers',
  audit: () => '/admin/audit', // named to administrators alone
}

export function screenOf(read: string, leader: boolean): RouteLocationRaw | null {
  const [path = '', text = ''] = read.split('?')
  const [head = '', rest = ''] = path.split('/')
  const query: LocationQueryRaw = Object.fromEntries(new URLSearchParams(text))
  if (head === 'day-reports' || head === 'week-reports') {
    const user = typeof query.user === 'string' && leader ? `/team/${query.user}` : ''
    return { path: `/journal${user}${head === 'week-reports' ? '/week' : ''}/${rest}` }
  }
  if (head === 'numbers') return leader ? null : { path: '/numbers' }
  if (!leader) {
    const { user: _, ...own } = query
    return head === 'claims' ? { path: '/work', query: own } : head === 'disputes' ? { path: '/disputes' } : null
  }
  const to = kScreens[head]
  return to === undefined ? null : { path: to(rest), query }
}

export const screensOf = (reads: string[] | undefined, leader: boolean): RouteLocationRaw[] =>
  (reads ?? []).map((read) => screenOf(read, leader)).filter((to): to is RouteLocationRaw => to !== null)
