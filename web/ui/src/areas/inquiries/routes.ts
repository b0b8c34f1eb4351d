import { keepsInquiries, type AreaRoutes } from '../area'

export const routes: AreaRoutes = [
  { path: 'inquiries', component: () => import('./InquiriesPage.vue'), meta: { group: 'centre.customers', title: 'menu.inquiries', sees: keepsInquiries } },
]
