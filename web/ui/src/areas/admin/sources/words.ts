import { addWords } from '@/lazy-words'

import * as own from './locales'

addWords('source', own)
