import { DataLine, Flag, Grid, Monitor, TrendCharts } from '@element-plus/icons-vue'

import { isAdmin, isLeader, isOwner, type MenuGroup } from '../area'

// Leaders see their exceptions first: their group stands above their own work, also in the bottom
// bar of phones.
export const menu: MenuGroup[] = [
  {
    key: 'team',
    label: 'desk.menu.team',
    icon: Grid,
    order: 5,
    sees: isLeader,
    items: [
      { to: '/desk', label: 'desk.menu.home', phone: true, icon: Grid },
      { to: '/desk/disputes', label: 'desk.menu.disputes', phone: true, icon: Flag },
      { to: '/plan', label: 'desk.menu.plan' },
      { to: '/plan/words', label: 'desk.menu.words' },
      { to: '/review', label: 'desk.menu.review' },
      { to: '/team', label: 'desk.menu.matrix' },
      { to: '/desk/claims', label: 'desk.menu.claims' },
      { to: '/queue', label: 'desk.menu.queue' },
      { to: '/desk/waivers', label: 'desk.menu.waivers' },
      { to: '/desk/weeks', label: 'desk.menu.weeks' },
    ],
  },
  {
    key: 'ranks',
    label: 'desk.menu.ranks_group',
    icon: TrendCharts,
    order: 20,
    sees: isLeader,
    items: [
      { to: '/ranks', label: 'desk.menu.ranks' },
      { to: '/ranks/visibility', label: 'desk.menu.visibility' },
      { to: '/ranks/sites', label: 'desk.menu.sites', sees: isAdmin },
    ],
  },
  {
    key: 'system',
    label: 'desk.menu.system',
    icon: Monitor,
    order: 30,
    sees: isLeader,
    items: [
      { to: '/system/health', label: 'desk.menu.health' },
      { to: '/desk/silences', label: 'desk.menu.silences' },
      { to: '/desk/proposals', label: 'desk.menu.proposals' },
      { to: '/system/deliveries', label: 'desk.menu.deliveries', sees: isAdmin },
    ],
  },
  {
    key: 'company',
    label: 'desk.menu.company',
    icon: DataLine,
    order: 5,
    sees: isOwner,
    items: [
      { to: '/month', label: 'desk.menu.month', phone: true, icon: DataLine },
      { to: '/ranks/visibility', label: 'desk.menu.visibility', phone: true, icon: TrendCharts },
      { to: '/admin/owner-links', label: 'admin.menu.owner_links' },
    ],
  },
]
