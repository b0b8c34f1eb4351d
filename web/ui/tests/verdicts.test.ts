import { describe, expect, it } from 'vitest'

import type { IndexVerdict, Phase, StageState, Verdict } from '@/api/contract'
import { indexLook, stageLook, workLook } from '@/parts/verdicts'

const kPhases: Phase[] = ['NONE', 'WITH_EMPLOYEE', 'WITH_SUPERVISOR', 'CORRECTED']
const kVerdicts: Verdict[] = ['VOID', 'WAIVED', 'DISPUTED', 'CONFIRMED', 'ACCEPTED', 'REGRESSED', 'FAILED', 'MANUAL', 'VERIFIED', 'PENDING']

describe('colours', () => {
  it('a_negative_is_red_only_when_it_is_public', () => {
    for (const verdict of ['FAILED', 'REGRESSED'] as const) {
      for (const phase of kPhases) expect(workLook(verdict, phase).tone === 'red', `${verdict} ${phase}`).toBe(phase === 'WITH_SUPERVISOR')
    }
    for (const state of ['FAIL', 'REGRESSED'] as StageState[]) {
      for (const phase of kPhases) expect(stageLook(state, phase).tone === 'red').toBe(phase === 'WITH_SUPERVISOR')
    }
  })

  it('could_not_check_is_dashed_and_never_red', () => {
    for (const phase of kPhases) {
      expect(workLook('MANUAL', phase).tone).toBe('dashed')
      expect(stageLook('UNCHECKABLE', phase).tone).toBe('dashed')
    }
    expect(indexLook('COULD_NOT_CHECK').tone).toBe('dashed')
  })

  it('what_engines_decide_is_never_red', () => {
    const all: IndexVerdict[] = ['INDEXED', 'WATCHING', 'NOT_INDEXED', 'LOST', 'COULD_NOT_CHECK', 'NOT_SAMPLED', 'NOT_CONNECTED', 'NOT_APPLICABLE']
    for (const verdict of all) expect(indexLook(verdict).tone, verdict).not.toBe('red')
  })

  it('every_verdict_has_a_sign_besides_its_colour', () => {
    for (const verdict of kVerdicts) for (const phase of kPhases) expect(workLook(verdict, phase).sign).not.toBe('')
  })
})
