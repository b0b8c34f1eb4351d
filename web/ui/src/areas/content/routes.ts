import { isStaff, type AreaRoutes } from '../area'

export const routes: AreaRoutes = [
  { path: 'assets', component: () => import('./AssetsPage.vue'), meta: { group: 'centre.editing', title: 'menu.assets', sees: isStaff } },
  { path: 'assets/:id(\\d+)', component: () => import('./AssetPage.vue'), meta: { group: 'centre.editing', title: 'menu.assets', sees: isStaff } },
]
