import { Calendar, DataLine, Flag, Grid, Monitor, Reading, Stamp, TrendCharts } from '@element-plus/icons-vue'

import { isAdmin, isLeader, isOwner, type MenuGroup } from '../area'

// Leaders see their duties first, exceptions at the head: that group stands above all others, also in
// the bottom bar of phones.
export const menu: MenuGroup[] = [
  {
    key: 'duties',
    label: 'menu.duties',
    icon: Calendar,
    order: 1,
    sees: isLeader,
    items: [
      { to: '/desk', label: 'desk.menu.home', phone: true, icon: Grid },
      { to: '/plan/words', label: 'menu.plan_words' },
      { to: '/plan', label: 'menu.plan_work' },
      { to: '/targets', label: 'menu.targets' },
      { to: '/paid', label: 'menu.paid' },
      { to: '/journal/team', label: 'menu.check_reports', phone: true, icon: Reading },
    ],
  },
  {
    key: 'team',
    label: 'desk.menu.team',
    icon: Stamp,
    order: 10,
    sees: isLeader,
    items: [
      { to: '/desk/disputes', label: 'desk.menu.disputes', phone: true, icon: Flag },
      { to: '/desk/claims', label: 'desk.menu.claims' },
      { to: '/queue', label: 'desk.menu.queue' },
      { to: '/desk/waivers', label: 'desk.menu.waivers' },
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
      { to: '/targets', label: 'menu.targets' },
      { to: '/paid', label: 'menu.paid' },
      { to: '/admin/owner-links', label: 'admin.menu.owner_links' },
    ],
  },
]
