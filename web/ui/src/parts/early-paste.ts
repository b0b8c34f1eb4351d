// What is pasted while the screen that takes it is still on its way: kept for a few seconds.
import { tick } from '@/api/server-clock'

const kKept = 15_000
let kept: { text: string; at: number } | null = null

export const isField = (target: EventTarget | null): boolean =>
  target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement

export function listenEarly(): void {
  globalThis.addEventListener('paste', (event) => {
    const text = event.clipboardData?.getData('text/plain') ?? ''
    if (!isField(event.target) && text.trim() !== '') kept = { text, at: tick() }
  })
}

export function takeEarlyPaste(): string {
  const text = kept !== null && tick() - kept.at < kKept ? kept.text : ''
  kept = null
  return text
}
