import { ChatDotRound, DataAnalysis, Document, EditPen, House, Notebook, Odometer, Promotion, Service } from '@element-plus/icons-vue'
import type { Component } from 'vue'

import { isLeader, keepsInquiries, seesCentre, worksIn, type Centre, type MenuGroup, type MenuItem } from '../area'

// Staff begin in their centre, with their day and what they hand in; its report stands below.
const kDay: MenuItem = { to: '/', label: 'staff.menu.day', phone: true, icon: House }
const kSubmit: MenuItem = { to: '/submit', label: 'staff.menu.submit', phone: true, icon: EditPen }
const kWork: MenuItem = { to: '/work', label: 'staff.menu.work', phone: true, icon: Document }
const kNumbers: MenuItem = { to: '/numbers', label: 'staff.menu.numbers', phone: true, icon: Odometer }
const kInquiries: MenuItem = { to: '/inquiries', label: 'menu.inquiries' }
const kAssets: MenuItem = { to: '/assets', label: 'menu.assets' }

function centre(key: Centre, icon: Component, order: number, own: MenuItem[], more: MenuItem[]): MenuGroup {
  const mine = worksIn(key)
  const report: MenuItem = { to: `/centres/${key}`, label: 'menu.centre_report', sees: seesCentre(key) }
  return {
    key: `centre-${key}`,
    label: `centre.${key}`,
    icon,
    order,
    sees: (me) => mine(me) || seesCentre(key)(me),
    items: [...own.map((item) => ({ ...item, sees: mine })), report, ...more],
  }
}

export const menu: MenuGroup[] = [
  centre('editing', Notebook, 6, [kDay, kSubmit, kWork], [kAssets]),
  centre('promotion', Promotion, 7, [kDay, kSubmit, kWork], [{ ...kAssets, sees: worksIn('promotion') }]),
  centre('customers', Service, 8, [kDay, { ...kInquiries, phone: true, icon: ChatDotRound }, kNumbers, kSubmit, kWork], [{ ...kInquiries, sees: (me) => isLeader(me) && keepsInquiries(me) }]),
  centre('operations', DataAnalysis, 9, [], [
    { to: '/review', label: 'desk.menu.review' },
    { to: '/team', label: 'desk.menu.matrix' },
    { to: '/desk/weeks', label: 'desk.menu.weeks' },
    { to: '/blockers', label: 'menu.blockers', sees: isLeader },
  ]),
]
