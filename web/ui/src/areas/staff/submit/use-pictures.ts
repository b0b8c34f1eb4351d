// Pictures of a hand-in that is still being looked over: which row has which, which one is in the
// hand. Nothing goes up before the entries exist.
import { computed, ref, shallowRef, watch, type Ref } from 'vue'

import { drop, follow, kNoPairs, pairInOrder, place, turnedRound, type Pairs } from '@/pictures/pairing'
import type { Picture } from '@/pictures/prepare'
import { useCatalog } from '@/stores/catalog'
import type { Wanted } from '@/stores/uploads'

import { wantsPicture, type Draft, type Taken } from './draft'

export function useDraftPictures(drafts: Ref<Draft[]>) {
  const catalog = useCatalog()
  const pictures = shallowRef<ReadonlyMap<number, Picture>>(new Map())
  const pairs = shallowRef<Pairs>(kNoPairs)
  const held = ref<number | null>(null)
  const reading = ref(false) // some were chosen and are not ready yet
  let from = -1 // the row whose empty place asked for pictures

  const wanting = computed(() => drafts.value.filter((draft) => wantsPicture(draft, catalog.catalog.platforms)).map((draft) => draft.nr))
  watch(wanting, (rows) => (pairs.value = follow(pairs.value, rows)))

  const pictureOf = (row: number): Picture | null => pictures.value.get(pairs.value.of.get(row) ?? -1) ?? null
  const beside = computed(() => pairs.value.beside.flatMap((id) => pictures.value.get(id) ?? []))
  const without = computed(() => wanting.value.filter((row) => !pairs.value.of.has(row)).length)

  function add(more: Picture[]): void {
    pictures.value = new Map([...pictures.value, ...more.map((one): [number, Picture] => [one.id, one])])
    const rows = [...wanting.value.filter((row) => row >= from), ...wanting.value.filter((row) => row < from)]
    pairs.value = pairInOrder(pairs.value, rows, more.map((one) => one.id))
    from = -1
  }
  function startAt(row: number): void {
    from = row
  }
  function hold(picture: number): void {
    held.value = held.value === picture ? null : picture
  }
  function put(row: number): void {
    if (held.value !== null) pairs.value = place(pairs.value, held.value, row)
    held.value = null
  }
  function remove(picture: number): void {
    pairs.value = drop(pairs.value, picture)
    pictures.value = new Map([...pictures.value].filter(([id]) => id !== picture))
    if (held.value === picture) held.value = null
  }
  function turn(): void {
    pairs.value = turnedRound(pairs.value, wanting.value)
  }
  function clear(): void {
    pictures.value = new Map()
    pairs.value = kNoPairs
    held.value = null
  }

  function whenRead(): Promise<void> {
    return new Promise((resolve) => {
      if (!reading.value) return resolve()
      const stop = watch(reading, () => {
        stop()
        resolve()
      })
    })
  }

  // What goes up with the entries that were taken.
  function sendingWith(taken: readonly Taken[]): Wanted[] {
    return taken.flatMap(({ claim, draft }) => {
      const picture = pictureOf(draft.nr)
      return picture === null ? [] : [{ claim, title: draft.title || draft.url, text: draft.raw, picture }]
    })
  }

  return { wanting, beside, without, held, reading, pictures, pictureOf, add, startAt, hold, put, remove, turn, clear, whenRead, sendingWith }
}

export type DraftPictures = ReturnType<typeof useDraftPictures>
