// A PNG of one colour, made here: as large as a test wants, and told from another by its colour.
import { deflateSync } from 'node:zlib'

const kCrc = Array.from({ length: 256 }, (_, n) => {
  let c = n
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1
  return c >>> 0
})

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  let crc = 0xffffffff
  for (const byte of body) crc = kCrc[(crc ^ byte) & 0xff] ^ (crc >>> 8)
  const [size, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  size.writeUInt32BE(data.length)
  sum.writeUInt32BE((crc ^ 0xffffffff) >>> 0)
  return Buffer.concat([size, body, sum])
}

export function png(width, height, colour) {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 2, 0, 0, 0], 8) // eight bits, RGB
  const row = Buffer.alloc(1 + width * 3)
  for (let x = 0; x < width; x++) row.set(colour, 1 + x * 3)
  const rows = deflateSync(Buffer.concat(Array.from({ length: height }, () => row)))
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), chunk('IHDR', head), chunk('IDAT', rows), chunk('IEND', Buffer.alloc(0))])
}

// What a file chooser is given; each has a colour of its own.
export function screenshot(n, width = 540, height = 960) {
  return { name: `IMG_${n}.png`, mimeType: 'image/png', buffer: png(width, height, [(n * 37) % 256, (n * 91) % 256, (n * 151) % 256]) }
}
