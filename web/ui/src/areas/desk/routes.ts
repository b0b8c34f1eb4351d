import type { AreaRoutes } from '../area'

export const routes: AreaRoutes = []
