// What an area of the application declares: its screens and its part of the menu.
import type { Component } from 'vue'
import type { RouteRecordRaw } from 'vue-router'

import type { Me } from '@/api/contract'

export interface MenuItem {
  to: string // path below /app
  label: string // key of the locale
  sees?: (me: Me) => boolean // absent: everybody who sees the group
  phone?: boolean // stands in the bottom bar of phones
  icon?: Component // needed where `phone`
}

export interface MenuGroup {
  key: string
  label: string
  icon: Component
  order: number // the smaller, the higher
  sees: (me: Me) => boolean
  items: MenuItem[]
}

// meta.sees: who may open a screen; others are led home. The daemon decides about the data.
declare module 'vue-router' {
  interface RouteMeta {
    title?: string // key of the locale
    group?: string // key of the locale; for the breadcrumb
    open?: boolean // needs nobody signed in
    sees?: (me: Me) => boolean
  }
}

export type AreaRoutes = RouteRecordRaw[]

export const isOwner = (me: Me): boolean => me.role === 'owner'
export const isStaff = (me: Me): boolean => !isOwner(me)
export const isLeader = (me: Me): boolean => me.role === 'admin' || me.role === 'supervisor' || me.leads.length > 0
export const isAdmin = (me: Me): boolean => me.role === 'admin'
// The company's numbers: everybody but vendors.
export const isInside = (me: Me): boolean => !me.vendor

// The four centres, and whose work is in which.
export const kCentres = ['editing', 'promotion', 'customers', 'operations'] as const
export type Centre = (typeof kCentres)[number]
const kCentreOfPost: Record<string, Centre> = { editor: 'editing', promoter: 'promotion', vendor: 'promotion', service: 'customers', sales: 'customers' }
export const centreOf = (me: Me): Centre | null => (isOwner(me) ? null : isLeader(me) ? 'operations' : (kCentreOfPost[me.post] ?? null))
// Staff whose menu begins with this centre.
export const worksIn = (centre: Centre) => (me: Me): boolean => !isLeader(me) && centreOf(me) === centre
export const hasCentre = (me: Me): boolean => !isLeader(me) && centreOf(me) !== null
// Leaders see all of them, staff the one in which they work; what is the company's is not for vendors.
export const seesCentre = (centre: Centre) => (me: Me): boolean => isInside(me) && (isLeader(me) || centreOf(me) === centre)
// Whoever has a post has a card of its duties; supervisors have one of theirs.
export const hasDuties = (me: Me): boolean => me.role === 'supervisor' || (me.role === 'employee' && me.post !== '')
export const keepsInquiries = (me: Me): boolean => isInside(me) && (isLeader(me) || centreOf(me) === 'customers')
