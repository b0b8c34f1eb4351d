import { isLeader, isStaff, type AreaRoutes } from '../area'

const kDay = '\\d{4}-\\d{2}-\\d{2}'
const mine = 'staff.menu.mine'
const duties = 'menu.duties'

export const routes: AreaRoutes = [
  { path: `journal/:date(${kDay})?`, component: () => import('./JournalPage.vue'), meta: { group: mine, title: 'menu.journal', sees: isStaff } },
  { path: `journal/week/:monday(${kDay})?`, component: () => import('./JournalPage.vue'), props: { week: true }, meta: { group: mine, title: 'menu.journal', sees: isStaff } },
  { path: 'journal/team', component: () => import('./TeamJournalPage.vue'), meta: { group: duties, title: 'menu.check_reports', sees: isLeader } },
  { path: `journal/team/:login/:date(${kDay})`, component: () => import('./TeamReportPage.vue'), meta: { group: duties, title: 'menu.check_reports', sees: isLeader } },
  { path: `journal/team/:login/week/:monday(${kDay})`, component: () => import('./TeamReportPage.vue'), props: { week: true }, meta: { group: duties, title: 'menu.check_reports', sees: isLeader } },
  { path: 'blockers', component: () => import('./BlockersPage.vue'), meta: { group: mine, title: 'menu.blockers', sees: isStaff } },
  { path: 'duties', component: () => import('./DutiesPage.vue'), meta: { group: 'staff.menu.person', title: 'menu.duty_card', sees: isStaff } },
]
