// Pictures on their way to their entries, one after the other, whatever screen is shown meanwhile.
// What failed stays until it went up or its owner let go of it; the browser asks before it closes
// the page over them.
import { defineStore } from 'pinia'
import { computed, ref, shallowReactive } from 'vue'

import { sendPicture } from '@/api/attachments'
import { asProblem, type ApiProblem } from '@/api/problem'
import type { Picture } from '@/pictures/prepare'

import { useSession } from './session'

export interface Upload {
  claim: number
  title: string // of the entry
  text: string
  picture: Picture
  login: string // whose they are: another person may sign in here meanwhile
  state: 'waiting' | 'sending' | 'sent' | 'failed'
  problem: ApiProblem | null
  drawn: boolean | null
  same_as: number | null // another entry that this very picture stands behind
}
export type Wanted = Pick<Upload, 'claim' | 'title' | 'text' | 'picture'>

// The next one would fail in the same way.
const stops = (problem: ApiProblem): boolean => problem.status === 0 || problem.status === 401 || problem.status === 429

export const useUploads = defineStore('uploads', () => {
  const session = useSession()
  const all = ref<Upload[]>([])
  const mine = computed(() => all.value.filter((one) => one.login === session.me?.login))
  const open = computed(() => mine.value.filter((one) => one.state !== 'sent').length)
  const failed = computed(() => mine.value.filter((one) => one.state === 'failed'))
  let running = false

  async function run(): Promise<void> {
    if (running) return
    running = true
    for (let next = upNext(); next !== undefined; next = upNext()) {
      next.state = 'sending'
      try {
        const answer = await sendPicture(next.claim, next.picture, next.text)
        next.drawn = answer.drawn
        next.same_as = answer.same_as ?? null
        next.state = 'sent'
      } catch (error) {
        next.problem = asProblem(error)
        next.state = 'failed'
        if (stops(next.problem)) break
      }
    }
    running = false
  }
  const upNext = (): Upload | undefined => mine.value.find((one) => one.state === 'waiting')

  // What is finished makes room when more comes.
  function add(wanted: Wanted[]): void {
    if (open.value === 0) forget()
    const login = session.me?.login ?? ''
    all.value.push(...wanted.map((one) => shallowReactive<Upload>({ ...one, login, state: 'waiting', problem: null, drawn: null, same_as: null })))
    void run()
  }
  function retry(): void {
    for (const one of failed.value) {
      one.problem = null
      one.state = 'waiting'
    }
    void run()
  }
  function letGo(upload: Upload): void {
    all.value = all.value.filter((one) => one.picture.id !== upload.picture.id)
    void run()
  }
  function forget(): void {
    all.value = all.value.filter((one) => one.state !== 'sent' || one.login !== session.me?.login)
  }

  globalThis.addEventListener?.('beforeunload', (event) => {
    if (open.value > 0) event.preventDefault()
  })
  globalThis.addEventListener?.('online', () => {
    if (failed.value.some((one) => one.problem?.status === 0)) retry()
  })

  return { mine, open, failed, add, retry, letGo, forget }
})
