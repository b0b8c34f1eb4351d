// Server-sent events: the inbox count, "n entries changed", progress of long work. EventSource
// reconnects by itself after a cut line; after a refused one (401, 503) we do, more slowly each time.
import { defineStore } from 'pinia'
import { ref } from 'vue'

import { useSession } from './session'

export interface JobProgress {
  job: string // the name that its beginner gave it
  done: number
  total: number
}

const kFirstWait = 2_000
const kLongestWait = 60_000

export const useLive = defineStore('live', () => {
  const unread = ref(0)
  const changed = ref(0) // entries changed since somebody last read a list
  const jobs = ref<Record<string, JobProgress>>({})
  const connected = ref(false)

  let source: EventSource | null = null
  let retry: ReturnType<typeof setTimeout> | undefined
  let wait = kFirstWait

  function parsed<T>(event: MessageEvent<string>): T | null {
    try {
      return JSON.parse(event.data) as T
    } catch {
      return null
    }
  }

  function start(): void {
    if (source !== null || typeof EventSource === 'undefined') return
    const opened = new EventSource('/api/v1/events')
    source = opened
    opened.onopen = () => {
      connected.value = true
      wait = kFirstWait
    }
    opened.onerror = () => {
      connected.value = false
      if (opened.readyState !== EventSource.CLOSED) return
      stop()
      retry = setTimeout(() => {
        // A refusal may mean that the session is over: asking says so, and leads to the log-in.
        void useSession()
          .load()
          .then((me) => (me === null ? undefined : start()))
          .catch(() => start())
      }, wait)
      wait = Math.min(wait * 2, kLongestWait)
    }
    opened.addEventListener('inbox', (event: MessageEvent<string>) => {
      unread.value = parsed<{ unread: number }>(event)?.unread ?? unread.value
    })
    opened.addEventListener('claims', (event: MessageEvent<string>) => {
      changed.value += parsed<{ changed: number }>(event)?.changed ?? 0
    })
    opened.addEventListener('progress', (event: MessageEvent<string>) => {
      const now = parsed<JobProgress>(event)
      if (now !== null) jobs.value = { ...jobs.value, [now.job]: now }
    })
  }

  function stop(): void {
    clearTimeout(retry)
    source?.close()
    source = null
    connected.value = false
  }

  function seen(): void {
    changed.value = 0
  }

  return { unread, changed, jobs, connected, start, stop, seen }
})
