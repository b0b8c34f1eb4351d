// The menu of a person: the areas' parts that he sees.
import type { Me } from '@/api/contract'
import { menu as admin } from '@/areas/admin/menu'
import type { MenuGroup, MenuItem } from '@/areas/area'
import { menu as centres } from '@/areas/centres/menu'
import { menu as desk } from '@/areas/desk/menu'
import { menu as staff } from '@/areas/staff/menu'

export function menuOf(me: Me | null): MenuGroup[] {
  if (me === null) return []
  return [...staff, ...centres, ...desk, ...admin]
    .filter((group) => group.sees(me))
    .map((group) => ({ ...group, items: group.items.filter((item) => item.sees?.(me) ?? true) }))
    .filter((group) => group.items.length > 0)
    .sort((a, b) => a.order - b.order)
}

// Where in the menu a path lies: under the longest path that is it or begins it.
export function placeOf(groups: MenuGroup[], path: string): { group: MenuGroup; item: MenuItem } | null {
  const under = (to: string): boolean => path === to || path.startsWith(to === '/' ? '//' : `${to}/`)
  const places = groups.flatMap((group) => group.items.filter((item) => under(item.to)).map((item) => ({ group, item })))
  return places.sort((a, b) => b.item.to.length - a.item.to.length)[0] ?? null
}

// At most four; the fifth place of the bar opens the whole menu.
export function phoneBar(me: Me | null): MenuItem[] {
  return menuOf(me)
    .flatMap((group) => group.items)
    .filter((item) => item.phone === true && item.icon !== undefined)
    .slice(0, 4)
}
