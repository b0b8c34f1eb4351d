// Which picture belongs to which row of a hand-in: in order at first, then as a person moves them.
// One picture a row; what has no row lies beside. Pure: each answers new pairs.

export interface Pairs {
  of: ReadonlyMap<number, number> // row -> picture
  beside: readonly number[] // pictures without a row
}
export const kNoPairs: Pairs = { of: new Map(), beside: [] }

const rowOf = (pairs: Pairs, picture: number): number | undefined => [...pairs.of].find(([, one]) => one === picture)?.[0]
const without = (list: readonly number[], one: number): number[] => list.filter((other) => other !== one)

// Rows that have a picture keep it; the others take one each, in order.
export function pairInOrder(pairs: Pairs, rows: readonly number[], pictures: readonly number[]): Pairs {
  const of = new Map(pairs.of)
  const rest = [...pictures]
  for (const row of rows) {
    if (of.has(row)) continue
    const next = rest.shift()
    if (next === undefined) break
    of.set(row, next)
  }
  return { of, beside: [...pairs.beside, ...rest] }
}

// Onto a row that has one already: the two change places.
export function place(pairs: Pairs, picture: number, row: number): Pairs {
  const of = new Map(pairs.of)
  const from = rowOf(pairs, picture)
  const there = of.get(row)
  if (there === picture) return pairs
  let beside = without(pairs.beside, picture)
  if (from !== undefined) of.delete(from)
  if (there !== undefined && from !== undefined) of.set(from, there)
  if (there !== undefined && from === undefined) beside = [...beside, there]
  of.set(row, picture)
  return { of, beside }
}

export function drop(pairs: Pairs, picture: number): Pairs {
  return { of: new Map([...pairs.of].filter(([, one]) => one !== picture)), beside: without(pairs.beside, picture) }
}

// A camera roll may give the newest first.
export function turnedRound(pairs: Pairs, rows: readonly number[]): Pairs {
  const paired = rows.filter((row) => pairs.of.has(row))
  const pictures = paired.map((row) => pairs.of.get(row) ?? 0).reverse()
  return { of: new Map(paired.map((row, i) => [row, pictures[i] ?? 0])), beside: pairs.beside }
}

// Rows that want no picture any more (left out, another platform) lay theirs beside.
export function follow(pairs: Pairs, rows: readonly number[]): Pairs {
  const gone = [...pairs.of].filter(([row]) => !rows.includes(row))
  if (gone.length === 0) return pairs
  return { of: new Map([...pairs.of].filter(([row]) => rows.includes(row))), beside: [...pairs.beside, ...gone.map(([, picture]) => picture)] }
}
