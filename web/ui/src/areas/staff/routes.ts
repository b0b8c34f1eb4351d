import { isInside, isStaff, type AreaRoutes } from '../area'

const mine = 'staff.menu.mine'
const person = 'staff.menu.person'

export const routes: AreaRoutes = [
  { path: '', component: () => import('./HomePage.vue'), meta: { group: mine, title: 'staff.menu.day' } },
  { path: 'submit', component: () => import('./SubmitPage.vue'), meta: { group: mine, title: 'staff.menu.submit', sees: isStaff } },
  { path: 'work', component: () => import('./WorkPage.vue'), meta: { group: mine, title: 'staff.menu.work', sees: isStaff } },
  { path: 'numbers', component: () => import('./NumbersPage.vue'), meta: { group: mine, title: 'staff.menu.numbers', sees: isStaff } },
  { path: 'disputes', component: () => import('./DisputesPage.vue'), meta: { group: mine, title: 'staff.menu.disputes', sees: isStaff } },
  { path: 'figures', component: () => import('./FiguresPage.vue'), meta: { group: mine, title: 'staff.menu.figures', sees: (me) => isStaff(me) && isInside(me) } },
  { path: 'inbox', component: () => import('./InboxPage.vue'), meta: { group: person, title: 'staff.menu.inbox' } },
  { path: 'preferences', component: () => import('./PreferencesPage.vue'), meta: { group: person, title: 'staff.menu.preferences' } },
  { path: 'account', component: () => import('./AccountPage.vue'), meta: { group: person, title: 'staff.menu.account' } },
  { path: 'checks-notice', component: () => import('./ChecksNoticePage.vue'), meta: { group: person, title: 'staff.menu.checks_notice' } },
]
