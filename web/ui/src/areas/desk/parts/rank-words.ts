// A place in words: "9", "50 名外" for a list read to its end without us, "—" where nobody measured.
import { useI18n } from 'vue-i18n'

import type { components } from '@/api/schema'
import { useFormat } from '@/format'

import { useNames } from './names'

type Schemas = components['schemas']
export type Look = Schemas['RankLook']
export type Ranked = Schemas['RankedKeyword']
export type Place = NonNullable<Ranked['places']>[number]
export type Move = Schemas['RankMove']
// The generated types of joined schemas say "maybe" of members that the daemon always gives.
export type HistoryLook = Required<NonNullable<Schemas['RankHistory']['items'][number]['looks']>[number]>
export type HistorySeries = Schemas['RankSeries'] & { looks: HistoryLook[] }
export type History = Omit<Schemas['RankHistory'], 'items'> & { items: HistorySeries[] }
export type Mover = Required<Schemas['RankMover']>
export type FigureRow = Required<Schemas['RankFigures']['items'][number]>

export function useRankWords() {
  const { t } = useI18n()
  const format = useFormat()
  const names = useNames()
  const placeNumber = (value: number, depth: number | null): string =>
    value === 0 || (depth !== null && value > depth) ? t('desk.ranks.out') : String(value)
  return {
    place(look: Pick<Look, 'state' | 'position' | 'depth'>): string {
      if (look.state === 'ranked') return String(look.position)
      return look.state === 'not_in_top' ? t('desk.ranks.not_in_top', { n: look.depth ?? 0 }) : '—'
    },
    series(series: Schemas['RankSeries']): string {
      const device = series.device === 'mobile' ? t('desk.ranks.mobile') : ''
      return [names.engine(series.engine), series.place, device].filter((part) => part !== '').join(' ')
    },
    move(move: Move, depth: number | null): string {
      if (move.lost) return t('desk.ranks.lost', { from: move.from, at: format.at(move.at) })
      if (move.found) return t('desk.ranks.found', { to: move.to, at: format.at(move.at) })
      return t('desk.ranks.moved', { from: placeNumber(move.from, depth), to: placeNumber(move.to, depth), at: format.at(move.at) })
    },
    rose: (move: Move): boolean => move.found || (!move.lost && move.to < move.from),
  }
}
