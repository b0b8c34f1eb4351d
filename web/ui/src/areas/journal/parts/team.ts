// Who of the team stands in the reports of some days, in the order of the list: by post, then name.
import { computed, watch, type Ref } from 'vue'

import { api, ask } from '@/api/client'
import type { Matrix } from '@/api/contract'
import { useLoad, type Load } from '@/use-load'

export type TeamRow = Matrix['rows'][number]
const kPosts = ['editor', 'promoter', 'vendor', 'service', 'sales']
const placeOf = (post: string): number => (kPosts.includes(post) ? kPosts.indexOf(post) : kPosts.length)

export function inOrder(rows: readonly TeamRow[]): TeamRow[] {
  return rows.filter((row) => row.active || row.tally.claims > 0).sort((a, b) => placeOf(a.post) - placeOf(b.post))
}

export function useTeam(span: Ref<{ from: string; to: string; team?: string }>): { load: Load<Matrix>; rows: Ref<TeamRow[]> } {
  const load = useLoad(() => ask(api.GET('/api/v1/matrix', { params: { query: span.value } })))
  watch(span, (now, before) => {
    if (JSON.stringify(now) !== JSON.stringify(before)) void load.reload()
  })
  return { load, rows: computed(() => inOrder(load.data.value?.rows ?? [])) }
}
