import 'element-plus/theme-chalk/base.css'
import 'element-plus/theme-chalk/dark/css-vars.css'
import './styles/base.css'

import { createPinia } from 'pinia'
import { createApp, watch, watchEffect } from 'vue'

import App from './App.vue'
import { i18n, speak } from './i18n'
import { listenEarly } from './parts/early-paste'
import { fetchScreens, router } from './router'
import { usePreferences } from './stores/preferences'

listenEarly()
const app = createApp(App)
app.use(createPinia())
const preferences = usePreferences()
watchEffect(() => document.documentElement.classList.toggle('dark', preferences.dark))
app.use(i18n)

// The frame of index.html stands until there is something to put in its place. No await at the top
// of this file: screens import from it, and would wait for it.
async function start(): Promise<void> {
  fetchScreens()
  await speak(preferences.lang)
  watch(() => preferences.lang, speak)
  app.use(router)
  await router.isReady().catch(() => undefined)
  app.mount('#app')
}
void start()
