import { isAdmin, isLeader, isOwner, type AreaRoutes } from '../area'

const group = 'admin.menu.admin'

export const routes: AreaRoutes = [
  { path: 'admin/users', component: () => import('./UsersPage.vue'), meta: { group, title: 'admin.menu.users', sees: isAdmin } },
  { path: 'admin/teams', component: () => import('./TeamsPage.vue'), meta: { group, title: 'admin.menu.teams', sees: isAdmin } },
  { path: 'admin/calendar', component: () => import('./CalendarPage.vue'), meta: { group, title: 'admin.menu.calendar', sees: isAdmin } },
  { path: 'admin/records', component: () => import('./RecordsPage.vue'), meta: { group, title: 'admin.menu.records', sees: isAdmin } },
  { path: 'admin/tokens', component: () => import('./TokensPage.vue'), meta: { group, title: 'admin.menu.tokens', sees: isAdmin } },
  { path: 'admin/report-sources', component: () => import('./sources/SourcesPage.vue'), meta: { group, title: 'menu.report_sources', sees: isAdmin } },
  { path: 'admin/readers', component: () => import('./ReadersPage.vue'), meta: { group, title: 'admin.menu.readers', sees: isLeader } },
  { path: 'admin/audit', component: () => import('./AuditPage.vue'), meta: { group, title: 'admin.menu.audit', sees: isAdmin } },
  { path: 'admin/owner-links', component: () => import('./OwnerLinksPage.vue'), meta: { group, title: 'admin.menu.owner_links', sees: (me) => isAdmin(me) || isOwner(me) } },
  { path: 'admin/settings', component: () => import('./SettingsPage.vue'), meta: { group, title: 'admin.menu.settings', sees: isAdmin } },
]
