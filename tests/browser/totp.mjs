// RFC 6238 as phones do it: SHA-1, 30 seconds, six digits. Shares no code with the product.
import { createHmac } from 'node:crypto'

function bytesOf(secret) {
  const letters = secret.replace(/[\s=]/g, '').toUpperCase()
  let bits = ''
  for (const letter of letters) bits += 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')
  return Buffer.from(bits.match(/.{8}/g).map((eight) => Number.parseInt(eight, 2)))
}

export function totp(secret, at, step = 0) {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30_000) + step))
  const mac = createHmac('sha1', bytesOf(secret)).update(counter).digest()
  const offset = mac[19] & 15
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}
