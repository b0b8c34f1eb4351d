// What becomes of a picture before it goes up. Pure.
export const kMostPictures = 20 // of one choice, and of one entry
export const kMostBytes = 10 * 1024 * 1024
export const kTypes = ['image/png', 'image/jpeg', 'image/webp', 'image/gif']

const kLongest = 2000
const kNarrowest = 720 // a long screenshot narrower than this cannot be read
const kMostPixels = 16_000_000 // what the canvas of a phone bears

export interface Found {
  type: string
  bytes: number
  width: number
  height: number
  located: boolean // it may say where it was taken
}
export interface Plan {
  width: number
  height: number
  encode: boolean // false: it goes up as it is
}

export function planOf(found: Found): Plan {
  const { width, height } = found
  const wanted = Math.max(kLongest / Math.max(width, height), Math.min(1, kNarrowest / Math.min(width, height)))
  const scale = Math.min(1, wanted, Math.sqrt(kMostPixels / (width * height)))
  const size = (side: number): number => Math.max(1, Math.round(side * scale))
  const encode = scale < 1 || found.located || found.bytes > kMostBytes || !kTypes.includes(found.type)
  return { width: size(width), height: size(height), encode }
}

// Exif in a JPEG (APP1) or PNG (eXIf): cameras write the place there, and where somebody stood is
// nobody's business (design law 9).
export function isLocated(head: Uint8Array): boolean {
  const text = String.fromCharCode(...head)
  return text.includes('Exif\0\0') || text.includes('eXIf')
}

export function nameOf(name: string, type: string): string {
  const ending = type === 'image/jpeg' && !/\.jpe?g$/i.test(name) ? '.jpg' : ''
  return ending === '' ? name : `${name.replace(/\.[a-z0-9]{1,5}$/i, '')}${ending}`
}
