// A chosen file as it goes up, with a thumbnail. Decoded at once: what a phone lends from its camera
// roll may be gone a minute later. The thumbnail is a data: address, which the policy allows.
import { isLocated, kMostBytes, kTypes, nameOf, planOf, type Found } from './scaling'

export interface Picture {
  id: number
  name: string
  blob: Blob
  thumb: string
}

const kThumb = 200
const kHead = 65_536
const kQuality = 0.85
let last = 0

function drawn(bitmap: ImageBitmap, width: number, height: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas')
  canvas.width = width
  canvas.height = height
  const brush = canvas.getContext('2d')
  if (brush === null) throw new Error('no canvas')
  brush.fillStyle = '#fff' // what is transparent would become black
  brush.fillRect(0, 0, width, height)
  brush.drawImage(bitmap, 0, 0, width, height)
  return canvas
}

function jpegOf(canvas: HTMLCanvasElement): Promise<Blob> {
  return new Promise((resolve, reject) => canvas.toBlob((blob) => (blob === null ? reject(new Error('not encoded')) : resolve(blob)), 'image/jpeg', kQuality))
}

// Null where the file is no picture that this browser can read, or remains too large.
export async function prepare(file: File): Promise<Picture | null> {
  try {
    const head = new Uint8Array(await file.slice(0, kHead).arrayBuffer())
    const bitmap = await createImageBitmap(file)
    const found: Found = { type: file.type, bytes: file.size, width: bitmap.width, height: bitmap.height, located: isLocated(head) }
    const plan = planOf(found)
    let blob: Blob = file
    if (plan.encode) {
      const smaller = await jpegOf(drawn(bitmap, plan.width, plan.height))
      const fine = kTypes.includes(file.type) && file.size <= kMostBytes && !found.located
      if (!fine || smaller.size < file.size) blob = smaller
    }
    const scale = kThumb / Math.max(bitmap.width, bitmap.height)
    const small = drawn(bitmap, Math.max(1, Math.round(bitmap.width * scale)), Math.max(1, Math.round(bitmap.height * scale)))
    bitmap.close()
    if (blob.size > kMostBytes) return null
    return { id: ++last, name: nameOf(file.name, blob.type), blob, thumb: small.toDataURL('image/jpeg', 0.7) }
  } catch {
    return null
  }
}
