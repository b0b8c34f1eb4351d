import { addWords } from '@/lazy-words'

import * as own from './locales'

addWords('asset', own)
