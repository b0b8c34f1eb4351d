import { isAdmin, isLeader, isOwner, isStaff, type AreaRoutes } from '../area'

import { routes as money } from './money/routes'

const duties = 'menu.duties'
const operations = 'centre.operations'
const team = 'desk.menu.team'
const ranks = 'desk.menu.ranks_group'
const system = 'desk.menu.system'

export const routes: AreaRoutes = [
  ...money,
  { path: 'desk', component: () => import('./DeskPage.vue'), meta: { group: duties, title: 'desk.menu.home', sees: isLeader } },
  { path: 'desk/list/:list', component: () => import('./DeskListPage.vue'), meta: { group: duties, title: 'desk.menu.home', sees: isLeader } },
  { path: 'desk/claims', component: () => import('./DeskClaimsPage.vue'), meta: { group: team, title: 'desk.menu.claims', sees: isLeader } },
  { path: 'desk/disputes', component: () => import('./DisputesDeskPage.vue'), meta: { group: team, title: 'desk.menu.disputes', sees: isLeader } },
  { path: 'desk/waivers', component: () => import('./WaiversPage.vue'), meta: { group: team, title: 'desk.menu.waivers', sees: isLeader } },
  { path: 'desk/weeks/:monday?', component: () => import('./WeeksPage.vue'), meta: { group: operations, title: 'desk.menu.weeks', sees: isLeader } },
  { path: 'plan/words/:monday?', component: () => import('./KeywordPlanPage.vue'), meta: { group: duties, title: 'menu.plan_words', sees: isLeader } },
  { path: 'review/:monday?', component: () => import('./ReviewPage.vue'), meta: { group: operations, title: 'desk.menu.review', sees: isLeader } },
  { path: 'plan/:monday?', component: () => import('./PlanPage.vue'), meta: { group: duties, title: 'menu.plan_work', sees: isLeader } },
  { path: 'team', component: () => import('./MatrixPage.vue'), meta: { group: operations, title: 'desk.menu.matrix', sees: isLeader } },
  { path: 'team/:login', component: () => import('./PersonPage.vue'), meta: { group: operations, title: 'desk.menu.matrix', sees: isLeader } },
  { path: 'team/:login/:date', component: () => import('./PersonDayPage.vue'), meta: { group: operations, title: 'desk.menu.matrix', sees: isLeader } },
  { path: 'queue', component: () => import('./QueuePage.vue'), meta: { group: team, title: 'desk.menu.queue', sees: isStaff } },
  { path: 'ranks', component: () => import('./RanksPage.vue'), meta: { group: ranks, title: 'desk.menu.ranks', sees: isLeader } },
  { path: 'ranks/keyword', component: () => import('./KeywordPage.vue'), meta: { group: ranks, title: 'desk.menu.ranks', sees: isLeader } },
  { path: 'ranks/visibility', component: () => import('./VisibilityPage.vue'), meta: { group: ranks, title: 'desk.menu.visibility', sees: (me) => isLeader(me) || isOwner(me) } },
  { path: 'ranks/sites', component: () => import('./SitesPage.vue'), meta: { group: ranks, title: 'desk.menu.sites', sees: isAdmin } },
  { path: 'desk/silences', component: () => import('./SilencesPage.vue'), meta: { group: system, title: 'desk.menu.silences', sees: isLeader } },
  { path: 'desk/proposals', component: () => import('./ProposalsPage.vue'), meta: { group: system, title: 'desk.menu.proposals', sees: isLeader } },
  { path: 'system/health', component: () => import('./HealthPage.vue'), meta: { group: system, title: 'desk.menu.health', sees: isLeader } },
  { path: 'system/deliveries', component: () => import('./DeliveriesPage.vue'), meta: { group: system, title: 'desk.menu.deliveries', sees: isAdmin } },
  { path: 'month', component: () => import('./MonthPage.vue'), meta: { group: 'desk.menu.company', title: 'desk.menu.month', sees: isOwner } },
]
