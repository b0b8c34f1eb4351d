export { default as en } from './locales.en'
export { default as zh } from './locales.zh'
