// Who is signed in. `me` is null until asked and where nobody is.
import { defineStore } from 'pinia'
import { computed, ref } from 'vue'

import { api, ask } from '@/api/client'
import type { Me } from '@/api/contract'
import { asProblem } from '@/api/problem'
import { tellServerTime } from '@/api/server-clock'
import { hasDuties } from '@/areas/area'

import { usePreferences } from './preferences'

export const useSession = defineStore('session', () => {
  const me = ref<Me | null>(null)
  const asked = ref(false)

  function take(answer: Me): void {
    me.value = answer
    asked.value = true
    usePreferences().whose = answer.login
    tellServerTime(answer.now)
  }

  async function load(): Promise<Me | null> {
    try {
      take(await ask(api.GET('/api/v1/session')))
    } catch (error) {
      const problem = asProblem(error)
      if (problem.status !== 401) throw problem
      lost()
    }
    return me.value
  }

  // 检测说明 that is not acknowledged yet; owners hand in nothing that is checked.
  const owesNotice = ref(false)
  async function askNotice(): Promise<void> {
    const now = me.value
    if (now === null || now.role === 'owner') return
    // There may be none (404); nothing else depends on it.
    const notice = await ask(api.GET('/api/v1/checks-notice')).catch(() => null)
    owesNotice.value = notice !== null && notice.acknowledged_at === null
  }

  // The duty card of one's post in its present version; there may be none (404).
  const owesDuty = ref(false)
  async function askDuty(): Promise<void> {
    if (me.value === null || !hasDuties(me.value)) return
    const card = await ask(api.GET('/api/v1/duties/mine')).catch(() => null)
    owesDuty.value = card !== null && card.acknowledged_at === null
  }

  async function signIn(login: string, password: string, code: string): Promise<void> {
    const body = code === '' ? { login, password } : { login, password, code }
    take(await ask(api.POST('/api/v1/session', { body })))
  }

  async function signOut(): Promise<void> {
    await ask(api.DELETE('/api/v1/session'))
    lost()
  }

  function lost(): void {
    me.value = null
    asked.value = true
  }

  const zone = computed(() => me.value?.zone ?? 'Asia/Shanghai')
  const leads = computed(() => me.value?.role === 'admin' || (me.value?.leads.length ?? 0) > 0 || me.value?.role === 'supervisor')

  return { me, asked, zone, leads, owesNotice, owesDuty, load, askNotice, askDuty, signIn, signOut, lost }
})
