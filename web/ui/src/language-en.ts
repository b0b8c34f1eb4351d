// All sentences in English: read when somebody wants them.
import admin from './areas/admin/locales.en'
import desk from './areas/desk/locales.en'
import door from './areas/door/locales.en'
import staff from './areas/staff/locales.en'
import common from './locales/en'

export default { ...common, door, staff, desk, admin }
