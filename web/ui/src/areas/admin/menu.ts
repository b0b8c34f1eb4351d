import type { MenuGroup } from '../area'

export const menu: MenuGroup[] = []
