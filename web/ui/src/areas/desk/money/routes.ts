import { isLeader, isOwner, type AreaRoutes } from '../../area'

const sees: NonNullable<AreaRoutes[number]['meta']>['sees'] = (me) => isLeader(me) || isOwner(me)

export const routes: AreaRoutes = [
  { path: 'targets', component: () => import('./TargetsPage.vue'), meta: { group: 'menu.duties', title: 'menu.targets', sees } },
  { path: 'paid', component: () => import('./PaidPage.vue'), meta: { group: 'menu.duties', title: 'menu.paid', sees } },
]
