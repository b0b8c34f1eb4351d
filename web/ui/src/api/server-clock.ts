// The daemon's clock, never the browser's: every answer's Date field sets it (under practice that is
// the simulated time), and between answers it runs by the browser's monotonic timer.
import { computed, ref } from 'vue'

const base = ref(0) // ms since the epoch at `mark`
const mark = ref(0) // performance.now()
const beat = ref(0) // moves once a second while somebody looks

let timer: ReturnType<typeof setInterval> | undefined

export function tellServerTime(iso: string): void {
  const at = Date.parse(iso)
  if (Number.isNaN(at)) return
  base.value = at
  mark.value = performance.now()
  beat.value = mark.value
  timer ??= setInterval(() => (beat.value = performance.now()), 1000)
}

export function tellServerDate(date: string | null): void {
  if (date === null) return
  const at = Date.parse(date)
  // A Date field has whole seconds: it may not turn a clock back that knows more.
  if (Number.isNaN(at) || Math.abs(at - nowMs()) < 1500) return
  tellServerTime(new Date(at).toISOString())
}

export function nowMs(): number {
  return base.value === 0 ? 0 : base.value + (performance.now() - mark.value)
}

// Reactive, once a second.
export const serverNow = computed(() => (base.value === 0 ? 0 : base.value + Math.max(0, beat.value - mark.value)))

// Milliseconds that only go forward, for how long something took.
export const tick = (): number => performance.now()
