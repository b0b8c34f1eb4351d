import type { AreaRoutes } from '../area'

export const routes: AreaRoutes = [
  { path: '/login', component: () => import('./LoginPage.vue'), meta: { open: true, title: 'door.sign_in' } },
  { path: '/invitation/:code', component: () => import('./InvitationPage.vue'), meta: { open: true, title: 'door.set_password' } },
]
