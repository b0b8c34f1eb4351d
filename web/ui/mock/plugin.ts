// Development only: answers /api/v1 with fixtures of the contract's shape, so that screens can be
// built and looked at without a daemon. Never part of a build.
import type { Plugin } from 'vite'

import { answer } from './answers'

export function mockApi(): Plugin {
  return {
    name: 'vouch-mock-api',
    apply: 'serve',
    configureServer(server) {
      server.middlewares.use('/api/v1', (request, response) => {
        response.setHeader('Date', 'Thu, 26 Nov 2026 06:20:00 GMT') // the application goes by it
        const chunks: Buffer[] = []
        request.on('data', (chunk: Buffer) => chunks.push(chunk))
        request.on('end', () => {
          const url = new URL(request.url ?? '/', 'http://mock')
          const cookie = request.headers.cookie ?? ''
          const given = answer(request.method ?? 'GET', url, Buffer.concat(chunks), cookie, request.headers['content-type'] ?? '')
          if (given.stream !== undefined) {
            response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' })
            response.write(given.stream)
            return
          }
          response.writeHead(given.status, { 'Content-Type': given.status < 400 ? 'application/json' : 'application/problem+json', ...given.headers })
          response.end(JSON.stringify(given.body))
        })
      })
    },
  }
}
