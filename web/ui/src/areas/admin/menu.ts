import { Setting } from '@element-plus/icons-vue'

import { isAdmin, isLeader, type MenuGroup } from '../area'

export const menu: MenuGroup[] = [
  {
    key: 'admin',
    label: 'admin.menu.admin',
    icon: Setting,
    order: 50,
    sees: isLeader,
    items: [
      { to: '/admin/users', label: 'admin.menu.users', sees: isAdmin },
      { to: '/admin/teams', label: 'admin.menu.teams', sees: isAdmin },
      { to: '/admin/calendar', label: 'admin.menu.calendar', sees: isAdmin },
      { to: '/admin/records', label: 'admin.menu.records', sees: isAdmin },
      { to: '/admin/readers', label: 'admin.menu.readers' },
      { to: '/admin/report-sources', label: 'menu.report_sources', sees: isAdmin },
      { to: '/admin/tokens', label: 'admin.menu.tokens', sees: isAdmin },
      { to: '/admin/owner-links', label: 'admin.menu.owner_links', sees: isAdmin },
      { to: '/admin/audit', label: 'admin.menu.audit', sees: isAdmin },
      { to: '/admin/settings', label: 'admin.menu.settings', sees: isAdmin },
    ],
  },
]
