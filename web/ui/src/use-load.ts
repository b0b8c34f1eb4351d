// One read of the daemon: what came, what went wrong, and again. The newest call wins.
import { onMounted, ref, shallowRef, type Ref, type ShallowRef } from 'vue'

import { ApiProblem, asProblem } from '@/api/problem'

export interface Load<T> {
  data: ShallowRef<T | null>
  problem: ShallowRef<ApiProblem | null>
  loading: Ref<boolean>
  reload: () => Promise<void>
}

export function useLoad<T>(read: () => Promise<T>, options: { now?: boolean } = {}): Load<T> {
  const data = shallowRef<T | null>(null)
  const problem = shallowRef<ApiProblem | null>(null)
  const loading = ref(false)
  let turn = 0

  async function reload(): Promise<void> {
    const mine = ++turn
    loading.value = true
    try {
      const answer = await read()
      if (mine !== turn) return
      data.value = answer
      problem.value = null
    } catch (error) {
      if (mine === turn) problem.value = asProblem(error)
    } finally {
      if (mine === turn) loading.value = false
    }
  }
  if (options.now !== false) onMounted(reload)
  return { data, problem, loading, reload }
}

// One write: `busy` while it runs, `problem` in words when it failed; answers whether it went well.
export function useSend(): {
  busy: Ref<boolean>
  problem: ShallowRef<ApiProblem | null>
  send: <T>(write: () => Promise<T>) => Promise<T | null>
} {
  const busy = ref(false)
  const problem = shallowRef<ApiProblem | null>(null)
  async function send<T>(write: () => Promise<T>): Promise<T | null> {
    if (busy.value) return null
    busy.value = true
    problem.value = null
    try {
      return await write()
    } catch (error) {
      problem.value = asProblem(error)
      return null
    } finally {
      busy.value = false
    }
  }
  return { busy, problem, send }
}
