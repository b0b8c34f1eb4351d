import type { MockRoute } from './routes'

export const screens: MockRoute[] = []
