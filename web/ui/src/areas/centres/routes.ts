import { kCentres, seesCentre, type AreaRoutes } from '../area'

export const routes: AreaRoutes = kCentres.map((centre) => ({
  path: `centres/${centre}`,
  component: () => import('./CentrePage.vue'),
  props: { centre },
  meta: { group: `centre.${centre}`, title: 'menu.centre_report', sees: seesCentre(centre) },
}))
