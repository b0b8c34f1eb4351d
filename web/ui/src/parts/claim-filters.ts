// The filters of lists of entries, and from the address to the query of /api/v1/claims.
import type { ClaimQuery, IndexVerdict, Phase, Verdict } from '@/api/contract'

import type { Filter } from './list'

type Say = (key: string) => string
type Names = { key: string; name: string }[]

const kVerdicts: Verdict[] = ['PENDING', 'VERIFIED', 'FAILED', 'REGRESSED', 'MANUAL', 'DISPUTED', 'CONFIRMED', 'ACCEPTED', 'WAIVED', 'VOID']
const kIndex: IndexVerdict[] = ['INDEXED', 'WATCHING', 'NOT_INDEXED', 'LOST', 'COULD_NOT_CHECK', 'NOT_SAMPLED']

export interface ClaimFilterNames {
  platforms: Names
  work_types: Names
  engines: Names
  keywords: { id: number; text: string }[]
}

export function claimFilters(t: Say, names: ClaimFilterNames): Filter[] {
  const keyed = (rows: Names): Filter['options'] => rows.map((row) => ({ value: row.key, label: row.name }))
  const filters: Filter[] = [
    { key: 'q', label: t('claim.filter_q'), kind: 'text' },
    { key: 'work', label: t('claim.filter_work'), kind: 'select', options: kVerdicts.map((v) => ({ value: v, label: t(`verdict.${v}`) })) },
    { key: 'since', to: 'until', label: t('claim.work_date'), kind: 'dates' },
    { key: 'platform', label: t('field.platform'), kind: 'select', options: keyed(names.platforms), more: true },
    { key: 'work_type', label: t('field.work_type'), kind: 'select', options: keyed(names.work_types), more: true },
    {
      key: 'keyword',
      label: t('field.keywords'),
      kind: 'select',
      options: names.keywords.map((one) => ({ value: String(one.id), label: one.text })),
      more: true,
    },
    { key: 'engine', label: t('claim.filter_engine'), kind: 'select', options: keyed(names.engines), more: true },
    { key: 'index', label: t('claim.filter_index'), kind: 'select', options: kIndex.map((v) => ({ value: v, label: t(`index.${v}`) })), more: true },
    { key: 'late', label: t('mark.late'), kind: 'switch', more: true },
  ]
  return filters.filter((filter) => filter.key !== 'keyword' || names.keywords.length > 0)
}

export function claimQuery(filters: Record<string, string>): ClaimQuery {
  const query: ClaimQuery = {}
  if (filters.q !== undefined) query.q = filters.q
  if (filters.user !== undefined) query.user = filters.user
  if (filters.work !== undefined) query.work = filters.work as Verdict
  if (filters.since !== undefined) query.since = filters.since
  if (filters.until !== undefined) query.until = filters.until
  if (filters.platform !== undefined) query.platform = filters.platform
  if (filters.work_type !== undefined) query.work_type = filters.work_type
  if (filters.keyword !== undefined) query.keyword = Number(filters.keyword)
  if (filters.engine !== undefined) query.engine = filters.engine
  if (filters.index !== undefined) query.index = filters.index as IndexVerdict
  if (filters.phase !== undefined) query.phase = filters.phase as Phase
  if (filters.late === 'true') query.late = true
  return query
}

// The same filters for a file that the daemon writes.
export function exportAddress(name: string, filters: Record<string, string>, kind: 'xlsx' | 'csv', fixed: Record<string, string> = {}): string {
  return `/api/v1/exports/${name}.${kind}?${new URLSearchParams({ ...filters, ...fixed }).toString()}`
}
