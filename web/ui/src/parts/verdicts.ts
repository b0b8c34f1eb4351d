// Colours and signs of verdicts (design §9, domain §6.3). Red only where a negative is public;
// could-not-check is amber with a dashed edge, never red. A sign stands beside every colour.
import type { IndexVerdict, Phase, StageState, Verdict } from '@/api/contract'

export type Tone = 'green' | 'blue' | 'amber' | 'dashed' | 'gold' | 'red' | 'grey'
export interface Look {
  tone: Tone
  sign: string
}

const kWork: Record<Exclude<Verdict, 'FAILED' | 'REGRESSED'>, Look> = {
  VOID: { tone: 'grey', sign: '–' },
  WAIVED: { tone: 'grey', sign: '–' },
  DISPUTED: { tone: 'gold', sign: '⚑' },
  CONFIRMED: { tone: 'red', sign: '!' },
  ACCEPTED: { tone: 'green', sign: '✓' },
  MANUAL: { tone: 'dashed', sign: '?' },
  VERIFIED: { tone: 'green', sign: '✓' },
  PENDING: { tone: 'blue', sign: '…' },
}

export function workLook(verdict: Verdict, phase: Phase): Look {
  if (verdict === 'FAILED' || verdict === 'REGRESSED') {
    return phase === 'WITH_SUPERVISOR' ? { tone: 'red', sign: '!' } : { tone: 'amber', sign: '!' }
  }
  return kWork[verdict]
}

const kIndex: Record<IndexVerdict, Look> = {
  INDEXED: { tone: 'green', sign: '✓' },
  WATCHING: { tone: 'blue', sign: '…' },
  NOT_INDEXED: { tone: 'amber', sign: '○' },
  LOST: { tone: 'amber', sign: '○' },
  COULD_NOT_CHECK: { tone: 'dashed', sign: '?' },
  NOT_SAMPLED: { tone: 'grey', sign: '–' },
  NOT_CONNECTED: { tone: 'grey', sign: '–' },
  NOT_APPLICABLE: { tone: 'grey', sign: '–' },
}
export function indexLook(verdict: IndexVerdict): Look {
  return kIndex[verdict]
}

export function stageLook(state: StageState, phase: Phase): Look {
  switch (state) {
    case 'NOT_APPLICABLE':
      return { tone: 'grey', sign: '–' }
    case 'WAITING':
    case 'SUSPECT':
      return { tone: 'blue', sign: '…' }
    case 'PASS':
      return { tone: 'green', sign: '✓' }
    case 'FAIL':
    case 'REGRESSED':
      return { tone: phase === 'WITH_SUPERVISOR' ? 'red' : 'amber', sign: '!' }
    case 'UNCHECKABLE':
      return { tone: 'dashed', sign: '?' }
  }
}
