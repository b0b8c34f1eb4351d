import { addWords } from '@/lazy-words'

import en from './locales.en'
import zh from './locales.zh'

addWords('money', { zh, en })
