// States of an inquiry, what they look like, money as people type it. Pure.
import type { InquiryState } from '@/api/contract'
import type { Look } from '@/parts/verdicts'

export const kStates: InquiryState[] = ['new', 'contacted', 'valid', 'quoted', 'won', 'lost']
export const isOpen = (state: InquiryState): boolean => state !== 'won' && state !== 'lost'

const kLooks: Record<InquiryState, Look> = {
  new: { tone: 'gold', sign: '●' },
  contacted: { tone: 'blue', sign: '…' },
  valid: { tone: 'blue', sign: '✓' },
  quoted: { tone: 'amber', sign: '¥' },
  won: { tone: 'green', sign: '✓' },
  lost: { tone: 'grey', sign: '–' },
}
export const lookOf = (state: InquiryState): Look => kLooks[state]

// "12,800.5" yuan as 1280050 fen; null: no amount.
export function fenOf(text: string): number | null {
  const plain = text.replace(/[,，\s]/g, '')
  if (!/^\d{1,12}(\.\d{1,2})?$/.test(plain)) return null
  const [yuan = '0', cents = ''] = plain.split('.')
  return Number(yuan) * 100 + Number(cents.padEnd(2, '0'))
}
export const yuanOf = (fen: number | null): string => (fen === null ? '' : String(fen / 100))

// Nothing but an address that a browser opens is made a link.
export const isAddress = (text: string): boolean => /^https?:\/\/\S+$/i.test(text)
