// One action, one key: a write that is tried again because no answer came keeps its key, so that the
// daemon takes it once. What was answered is over; the same words afterwards are another action.
import { tick } from './server-clock'

const kKept = 10 * 60_000 // a later attempt is meant anew
const unanswered = new Map<string, { key: string; at: number }>()

// crypto.randomUUID is there under TLS only, and an office's address may be plain http.
export function freshKey(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID()
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40 // RFC 9562 5.4: version 4
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

export function keyOf(action: string): string {
  const now = tick()
  for (const [name, one] of unanswered) if (now - one.at > kKept) unanswered.delete(name)
  const known = unanswered.get(action)
  if (known !== undefined) return known.key
  const key = freshKey()
  unanswered.set(action, { key, at: now })
  return key
}

// 429 and 5xx are no answers: a proxy may say 502 of what the daemon has done.
export function answered(action: string, status: number): void {
  if (status !== 429 && status < 500) unanswered.delete(action)
}

// Enough to tell two bodies apart within one path (FNV-1a); the daemon compares the bytes themselves.
export function traceOf(bytes: Uint8Array): string {
  let hash = 0x811c9dc5
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193)
  return `${bytes.length} ${(hash >>> 0).toString(16)}`
}
