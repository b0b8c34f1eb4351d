import { Document, EditPen, House, Message, User } from '@element-plus/icons-vue'

import { hasCentre, isInside, isLeader, isStaff, worksIn, type MenuGroup } from '../area'

export const menu: MenuGroup[] = [
  {
    key: 'mine',
    label: 'staff.menu.mine',
    icon: User,
    order: 12,
    sees: isStaff,
    items: [
      // Of staff these stand in their centre.
      { to: '/', label: 'staff.menu.day', phone: true, icon: House, sees: (me) => !hasCentre(me) },
      { to: '/submit', label: 'staff.menu.submit', phone: true, icon: EditPen, sees: (me) => !hasCentre(me) },
      { to: '/work', label: 'staff.menu.work', phone: true, icon: Document, sees: (me) => !hasCentre(me) },
      { to: '/numbers', label: 'staff.menu.numbers', sees: (me) => !worksIn('customers')(me) },
      { to: '/journal', label: 'menu.journal' },
      { to: '/blockers', label: 'menu.blockers', sees: (me) => !isLeader(me) },
      { to: '/disputes', label: 'staff.menu.disputes' },
      { to: '/figures', label: 'staff.menu.figures', sees: isInside },
    ],
  },
  {
    key: 'person',
    label: 'staff.menu.person',
    icon: Message,
    order: 90,
    sees: () => true,
    items: [
      { to: '/inbox', label: 'staff.menu.inbox', phone: true, icon: Message },
      { to: '/preferences', label: 'staff.menu.preferences' },
      { to: '/account', label: 'staff.menu.account' },
      { to: '/duties', label: 'menu.duty_card', sees: isStaff },
      { to: '/checks-notice', label: 'staff.menu.checks_notice' },
    ],
  },
]
