// j and k move through the rows of a list, Enter opens the row; not while somebody types or while a
// drawer or a window is open.
import { onBeforeUnmount, onMounted, ref, watch, type Ref } from 'vue'

export function useRowKeys(count: () => number, open: (at: number) => void): Ref<number> {
  const at = ref(-1)

  function pressed(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
    const target = event.target as HTMLElement | null
    if (target?.closest('input, textarea, select, [contenteditable], .el-overlay, [role=menu], [role=dialog]')) return
    if (document.body.classList.contains('el-popup-parent--hidden')) return
    if (event.key === 'j' || event.key === 'k') {
      const to = at.value + (event.key === 'j' ? 1 : -1)
      at.value = Math.min(Math.max(to, 0), count() - 1)
      requestAnimationFrame(() => document.querySelector('.row-at')?.scrollIntoView({ block: 'nearest' }))
    } else if (event.key === 'Enter' && at.value >= 0 && at.value < count()) {
      if (target?.closest('button, a')) return
      open(at.value)
    } else {
      return
    }
    event.preventDefault()
  }
  onMounted(() => window.addEventListener('keydown', pressed))
  onBeforeUnmount(() => window.removeEventListener('keydown', pressed))
  watch(count, () => (at.value = -1))
  return at
}
