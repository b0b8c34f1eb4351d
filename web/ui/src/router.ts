import { createRouter, createWebHistory, START_LOCATION, type RouteLocationRaw } from 'vue-router'

import { whenSignedOut } from './api/client'
import { routes as adminRoutes } from './areas/admin/routes'
import { isLeader } from './areas/area'
import { routes as centreRoutes } from './areas/centres/routes'
import { routes as contentRoutes } from './areas/content/routes'
import { routes as deskRoutes } from './areas/desk/routes'
import { routes as doorRoutes } from './areas/door/routes'
import { routes as inquiryRoutes } from './areas/inquiries/routes'
import { routes as journalRoutes } from './areas/journal/routes'
import { routes as staffRoutes } from './areas/staff/routes'
import { i18n } from './i18n'
import { useLive } from './stores/live'
import { useSession } from './stores/session'

export const router = createRouter({
  history: createWebHistory('/app/'),
  routes: [
    ...doorRoutes,
    {
      path: '/',
      component: () => import('./layout/AppLayout.vue'),
      children: [
        ...staffRoutes,
        ...deskRoutes,
        ...centreRoutes,
        ...journalRoutes,
        ...inquiryRoutes,
        ...contentRoutes,
        ...adminRoutes,
        { path: ':rest(.*)*', component: () => import('./layout/NotHere.vue'), meta: { title: 'layout.not_here' } },
      ],
    },
  ],
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
})

// Only a path of our own: an address in ?back= must not lead elsewhere.
export function backTo(value: unknown): RouteLocationRaw {
  return typeof value === 'string' && /^\/(?![/\\])/.test(value) ? value : '/'
}

// Asks for what the address will show while the session is being asked for.
export function fetchScreens(): void {
  const path = location.pathname.replace(/^\/app(?=\/|$)/, '') + location.search
  for (const record of router.resolve(path === '' ? '/' : path).matched) {
    const screen: unknown = record.components?.default
    if (typeof screen === 'function') void (screen as () => Promise<unknown>)().catch(() => undefined)
  }
}

router.beforeEach(async (to, from) => {
  if (to.meta.open === true) return true
  const session = useSession()
  if (!session.asked) await session.load().catch(() => null)
  if (session.me === null) return { path: '/login', query: to.fullPath === '/' ? {} : { back: to.fullPath } }
  const me = session.me
  // An owner has no day of his own; a leader begins with his exceptions and may go to his own day.
  if (to.path === '/' && me.role === 'owner') return { path: '/month' }
  if (to.path === '/' && isLeader(me) && (from === START_LOCATION || from.path === '/login')) return { path: '/desk' }
  if (to.matched.some((record) => record.meta.sees !== undefined && !record.meta.sees(me))) return { path: '/' }
  return true
})

router.afterEach((to) => {
  const title = to.meta.title === undefined ? '' : i18n.global.t(to.meta.title)
  const company = useSession().me?.company ?? 'Vouch'
  document.title = title === '' ? company : `${title} · ${company}`
})

export function leadToLogin(): void {
  const session = useSession()
  const here = router.currentRoute.value
  useLive().stop()
  session.lost()
  if (here.meta.open === true) return
  void router.replace({ path: '/login', query: { back: here.fullPath } })
}
whenSignedOut(leadToLogin)
