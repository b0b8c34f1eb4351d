// All sentences in Chinese: what the application starts with, and falls back to.
import admin from './areas/admin/locales.zh'
import desk from './areas/desk/locales.zh'
import door from './areas/door/locales.zh'
import staff from './areas/staff/locales.zh'
import common from './locales/zh'

export default { ...common, door, staff, desk, admin }
