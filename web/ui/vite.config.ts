import { fileURLToPath } from 'node:url'

import vue from '@vitejs/plugin-vue'
import Components from 'unplugin-vue-components/vite'
import { ElementPlusResolver } from 'unplugin-vue-components/resolvers'
import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'

import { mockApi } from './mock/plugin'

// VOUCH_API=http://127.0.0.1:8480 `npm run dev` talks to a daemon, without it to the mock.
const daemon = process.env.VOUCH_API ?? ''
const outDir = process.env.VOUCH_UI_OUT ?? 'dist'

// Every screen but the log-in stands in this frame: the browser fetches it beside the entry, not after it.
function preloadFrame(): Plugin {
  return {
    name: 'preload-frame',
    transformIndexHtml: {
      order: 'post',
      handler(_html, { bundle }) {
        const chunks = Object.values(bundle ?? {}).filter((one) => one.type === 'chunk')
        const frame = chunks.find((one) => one.facadeModuleId?.endsWith('/layout/AppLayout.vue'))
        const entries = new Set(chunks.filter((one) => one.isEntry).map((one) => one.fileName))
        return [frame?.fileName, ...(frame?.imports ?? [])]
          .filter((file): file is string => file !== undefined && !entries.has(file))
          .map((file) => ({ tag: 'link', attrs: { rel: 'modulepreload', crossorigin: true, href: `/${file}` }, injectTo: 'head' as const }))
      },
    },
  }
}

export default defineConfig({
  plugins: [
    vue(),
    preloadFrame(),
    Components({ dirs: [], resolvers: [ElementPlusResolver({ directives: true })], dts: false }),
    ...(daemon === '' ? [mockApi()] : []),
  ],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  // No dev branches and no eval of messages: the content security policy has no unsafe-eval.
  define: {
    __VUE_OPTIONS_API__: true,
    __VUE_I18N_FULL_INSTALL__: false,
    __VUE_I18N_LEGACY_API__: false,
    __INTLIFY_PROD_DEVTOOLS__: false,
    __INTLIFY_JIT_COMPILATION__: true,
    __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: false,
  },
  build: {
    outDir,
    emptyOutDir: true,
    target: 'es2022',
    sourcemap: false,
    manifest: true,
    assetsInlineLimit: 0, // everything is a file of our own origin
    reportCompressedSize: false,
    chunkSizeWarningLimit: 700, // tools/check-sizes.mjs judges, by gzipped bytes
    modulePreload: { polyfill: false },
  },
  // What web/http_server.cpp sends: `npm run preview` shows what the policy would break.
  preview: {
    host: '127.0.0.1',
    headers: {
      'Content-Security-Policy':
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
        "connect-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'",
    },
  },
  server: {
    host: '127.0.0.1',
    port: 5173,
    proxy: daemon === '' ? {} : { '^/(api/|p/|s/|practice$|assets/site.css$)': { target: daemon } },
  },
  test: {
    environment: 'jsdom',
    pool: 'threads',
    include: ['tests/**/*.test.ts'],
    server: { deps: { inline: ['element-plus'] } },
  },
})
