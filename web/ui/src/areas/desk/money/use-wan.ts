// Whether money is shown in 10,000 yuan; kept in this browser.
import { ref, watch, type Ref } from 'vue'

const kKey = 'vouch.money.wan'
const wan = ref(globalThis.localStorage?.getItem(kKey) === '1')
watch(wan, (now) => globalThis.localStorage?.setItem(kKey, now ? '1' : '0'))

export function useWan(): Ref<boolean> {
  return wan
}
