// Names of what keys stand for, read once after signing in and again when the language changes.
import { defineStore } from 'pinia'
import { ref } from 'vue'

import { api, ask } from '@/api/client'
import type { Catalog } from '@/api/contract'

import { usePreferences } from './preferences'

const kNothing: Catalog = { work_types: [], platforms: [], engines: [], keywords: [], reasons: [], people: [] }

export const useCatalog = defineStore('catalog', () => {
  const catalog = ref<Catalog>(kNothing)
  const loaded = ref(false)
  let reading: Promise<void> | null = null

  async function read(): Promise<void> {
    catalog.value = await ask(api.GET('/api/v1/catalog', { params: { query: { lang: usePreferences().lang } } }))
    loaded.value = true
  }

  // Idempotent: several screens ask at once.
  async function need(): Promise<void> {
    if (loaded.value) return
    reading ??= read().finally(() => (reading = null))
    await reading
  }

  function forget(): void {
    catalog.value = kNothing
    loaded.value = false
  }

  function named(rows: { key: string; name: string }[], key: string): string {
    return rows.find((row) => row.key === key)?.name ?? key
  }
  const platformName = (key: string): string => named(catalog.value.platforms, key)
  const workTypeName = (key: string): string => named(catalog.value.work_types, key)
  const engineName = (key: string): string => named(catalog.value.engines, key)

  return { catalog, loaded, need, forget, platformName, workTypeName, engineName }
})
