// zh-CN by default, English complete. Each area brings its own sentences; tests compare the keys.
import { createI18n } from 'vue-i18n'

import * as admin from './areas/admin/locales'
import * as desk from './areas/desk/locales'
import * as door from './areas/door/locales'
import * as staff from './areas/staff/locales'
import en from './locales/en'
import zh from './locales/zh'

export const messages = {
  zh: { ...zh, door: door.zh, staff: staff.zh, desk: desk.zh, admin: admin.zh },
  en: { ...en, door: door.en, staff: staff.en, desk: desk.en, admin: admin.en },
}

export const i18n = createI18n({
  legacy: false,
  locale: 'zh',
  fallbackLocale: 'zh',
  messages,
  missingWarn: import.meta.env.DEV,
  fallbackWarn: import.meta.env.DEV,
})
