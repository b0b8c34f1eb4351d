import { Document, EditPen, House, Message, User } from '@element-plus/icons-vue'

import { isInside, isStaff, type MenuGroup } from '../area'

export const menu: MenuGroup[] = [
  {
    key: 'mine',
    label: 'staff.menu.mine',
    icon: User,
    order: 10,
    sees: isStaff,
    items: [
      { to: '/', label: 'staff.menu.day', phone: true, icon: House },
      { to: '/submit', label: 'staff.menu.submit', phone: true, icon: EditPen },
      { to: '/work', label: 'staff.menu.work', phone: true, icon: Document },
      { to: '/numbers', label: 'staff.menu.numbers' },
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
      { to: '/checks-notice', label: 'staff.menu.checks_notice' },
    ],
  },
]
