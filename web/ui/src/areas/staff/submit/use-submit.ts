// From pasted text or a file to a preview, and from the mended preview to reports.
import { computed, ref, shallowRef } from 'vue'

import { api, ask, sendBytes } from '@/api/client'
import type { Preview, ReportAnswer } from '@/api/contract'
import { freshKey } from '@/api/idempotency'
import { asProblem, type ApiProblem } from '@/api/problem'
import { useLive } from '@/stores/live'
import { usePreferences } from '@/stores/preferences'
import { useSession } from '@/stores/session'

import { draftsOf, isSent, outcomeOf, sendingOf, type Draft, type Returned, type Taken } from './draft'

const kMany = 100 // rows

export type Step = 'input' | 'preview' | 'result'

export function useSubmit() {
  const preferences = usePreferences()
  const step = ref<Step>('input')
  const drafts = ref<Draft[]>([])
  const ignored = shallowRef<Preview['ignored']>([])
  const columns = shallowRef<string[]>([])
  const taken = shallowRef<Taken[]>([])
  const returned = shallowRef<Returned[]>([])
  const problem = shallowRef<ApiProblem | null>(null)
  const busy = ref(false)
  // The same hand-in keeps its key however often it is tried; a mended one gets another.
  let sent = ''
  let key = ''
  const job = ref('') // what the daemon tells of as it goes; named where it takes a while
  const progress = computed(() => useLive().jobs[job.value] ?? null)

  const ready = computed(() => drafts.value.filter(isSent).length)

  async function during(work: () => Promise<void>): Promise<void> {
    if (busy.value) return
    busy.value = true
    problem.value = null
    try {
      await work()
    } catch (error) {
      problem.value = asProblem(error)
    } finally {
      busy.value = false
    }
  }

  function take(preview: Preview): void {
    drafts.value = draftsOf(preview)
    ignored.value = preview.ignored
    columns.value = preview.columns
    step.value = 'preview'
  }

  const previewText = (text: string): Promise<void> =>
    during(async () => {
      take(await ask(api.POST('/api/v1/reports/preview', { params: { query: { lang: preferences.lang } }, body: { text } })))
    })

  const previewCsv = (bytes: Blob): Promise<void> =>
    during(async () => take(await sendBytes<Preview>(`/api/v1/reports/preview?lang=${preferences.lang}`, 'text/csv', bytes)))

  const submit = (): Promise<void> =>
    during(async () => {
      const sending = sendingOf(drafts.value, useSession().me?.login ?? '')
      const text = JSON.stringify({ rows: sending.rows })
      if (text !== sent) {
        sent = text
        key = freshKey()
      }
      job.value = sending.rows.length >= kMany ? key : ''
      const path = job.value === '' ? '/api/v1/reports' : `/api/v1/reports?job=${job.value}`
      const answer = await sendBytes<ReportAnswer>(path, 'application/json', new Blob([text]), key)
      const all = outcomeOf(sending, answer)
      for (const draft of drafts.value.filter((one) => one.problem !== null)) {
        all.returned.push({ draft, reason: draft.problem ?? '' })
      }
      taken.value = all.taken
      returned.value = all.returned
      step.value = 'result'
    })

  function restart(): void {
    step.value = 'input'
    drafts.value = []
    ignored.value = []
    problem.value = null
  }

  return { step, drafts, ignored, columns, taken, returned, problem, busy, progress, ready, previewText, previewCsv, submit, restart }
}
