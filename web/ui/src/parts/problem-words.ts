// What went wrong in one sentence: the daemon's words where it had any, else ours.
import { useI18n } from 'vue-i18n'

import type { ApiProblem } from '@/api/problem'

export function useProblemWords(): (problem: ApiProblem) => string {
  const { t, te } = useI18n()
  return (problem) => {
    if (problem.status === 0) return t('problem.no_answer')
    if (problem.status === 429 && problem.retryAfter !== null) {
      return [problem.detail, t('problem.wait', { n: problem.retryAfter })].filter(Boolean).join(' ')
    }
    if (problem.detail !== '') return problem.detail
    const key = `problem.s${problem.status}`
    return te(key) ? t(key) : t('problem.other', { status: problem.status })
  }
}
