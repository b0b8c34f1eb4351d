// A reason is a preset, or at least 4 Han characters or 10 letters (design §9). The daemon decides;
// this only spares a round trip.
export function isReason(text: string, presets: string[]): boolean {
  const given = text.trim()
  if (presets.includes(given)) return true
  const han = given.match(/\p{Script=Han}/gu)?.length ?? 0
  const letters = given.match(/\p{L}/gu)?.length ?? 0
  return han >= 4 || letters >= 10
}
