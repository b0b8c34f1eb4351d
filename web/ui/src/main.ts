import 'element-plus/theme-chalk/base.css'
import 'element-plus/theme-chalk/dark/css-vars.css'
import './styles/base.css'

import { createPinia } from 'pinia'
import { createApp, watchEffect } from 'vue'

import App from './App.vue'
import { i18n } from './i18n'
import { listenEarly } from './parts/early-paste'
import { router } from './router'
import { usePreferences } from './stores/preferences'

listenEarly()
const app = createApp(App)
app.use(createPinia())
const preferences = usePreferences()
watchEffect(() => {
  i18n.global.locale.value = preferences.lang
  document.documentElement.lang = preferences.lang === 'zh' ? 'zh-CN' : 'en'
  document.documentElement.classList.toggle('dark', preferences.dark)
})
app.use(i18n)
app.use(router)
app.mount('#app')
