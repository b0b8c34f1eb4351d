// What went wrong in one sentence: the daemon's words where it had any, else ours. Where the status
// says it all, the daemon speaks English, to machines.
import { useI18n } from 'vue-i18n'

import type { ApiProblem } from '@/api/problem'

const kPlain = [401, 403, 404, 405]

export function useProblemWords(): (problem: ApiProblem) => string {
  const { t, te, locale } = useI18n()
  const isForMachines = (problem: ApiProblem): boolean => locale.value === 'zh' && kPlain.includes(problem.status) && !/\p{Script=Han}/u.test(problem.detail)
  return (problem) => {
    if (problem.status === 0) return t('problem.no_answer')
    if (problem.status === 429 && problem.retryAfter !== null) {
      return [problem.detail, t('problem.wait', { n: problem.retryAfter })].filter(Boolean).join(' ')
    }
    if (problem.detail !== '' && !isForMachines(problem)) return problem.detail
    const key = `problem.s${problem.status}`
    return te(key) ? t(key) : t('problem.other', { status: problem.status })
  }
}
