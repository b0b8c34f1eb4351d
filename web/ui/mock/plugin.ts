// Development only: answers /api/v1 with fixtures of the contract's shape, so that screens can be
// built and looked at without a daemon. Never part of a build.
import type { Connect, Plugin } from 'vite'

import { answer } from './answers'

const serve: Connect.NextHandleFunction = (request, response) => {
  response.setHeader('Date', 'Thu, 26 Nov 2026 06:20:00 GMT') // the application goes by it
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    const url = new URL(request.url ?? '/', 'http://mock')
    const type = request.headers['content-type'] ?? ''
    const given = answer(request.method ?? 'GET', url, Buffer.concat(chunks), request.headers.cookie ?? '', type)
    if (given.stream !== undefined) {
      response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' })
      response.write(given.stream)
      return
    }
    const kind = given.status < 400 ? 'application/json' : 'application/problem+json'
    response.writeHead(given.status, { 'Content-Type': kind, ...given.headers })
    response.end(JSON.stringify(given.body))
  })
}

export function mockApi(): Plugin {
  return {
    name: 'vouch-mock-api',
    apply: 'serve',
    configureServer: (server) => void server.middlewares.use('/api/v1', serve),
    configurePreviewServer: (server) => void server.middlewares.use('/api/v1', serve),
  }
}
