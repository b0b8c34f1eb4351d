// j and k move through the rows of a list, Enter opens the row, and each key of `acts` does its own;
// not while somebody types or while a drawer or a window is open.
import { onBeforeUnmount, onMounted, ref, watch, type Ref } from 'vue'

interface More {
  acts?: Record<string, (at: number) => void>
  on?: () => boolean // false: another list of the screen has the keys
  stays?: boolean // rows go one by one as they are decided: the next one takes the place
}

export function useRowKeys(count: () => number, open: (at: number) => void, { acts = {}, on = () => true, stays = false }: More = {}): Ref<number> {
  const at = ref(stays ? 0 : -1)

  function pressed(event: KeyboardEvent): void {
    if (!on() || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
    const target = event.target as HTMLElement | null
    if (target?.closest('input, textarea, select, [contenteditable], .el-overlay, [role=menu], [role=dialog]')) return
    if (document.body.classList.contains('el-popup-parent--hidden')) return
    const here = at.value >= 0 && at.value < count()
    if (event.key === 'j' || event.key === 'k') {
      const to = at.value + (event.key === 'j' ? 1 : -1)
      at.value = Math.min(Math.max(to, 0), count() - 1)
      requestAnimationFrame(() => document.querySelector('.row-at')?.scrollIntoView({ block: 'nearest' }))
    } else if (event.key === 'Enter' && here) {
      if (target?.closest('button, a')) return
      open(at.value)
    } else if (here && !event.repeat && acts[event.key] !== undefined) {
      acts[event.key]?.(at.value)
    } else {
      return
    }
    event.preventDefault()
  }
  onMounted(() => window.addEventListener('keydown', pressed))
  onBeforeUnmount(() => window.removeEventListener('keydown', pressed))
  watch(count, (rows) => (at.value = stays ? Math.min(at.value, Math.max(0, rows - 1)) : -1))
  return at
}
