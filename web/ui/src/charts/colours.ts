// Colours of charts, read from the page's own, so that light and dark are the same file.
export interface ChartColours {
  text: string
  soft: string
  line: string
  panel: string
  series: string[]
  mark: string
}

// Distinct for colour-blind readers too; series differ by symbol besides.
const kLight = ['#1f6feb', '#b35900', '#1a7f37', '#8250df', '#0a7d8c', '#9a6700']
const kDark = ['#6aa5ff', '#f0a04b', '#6fd08c', '#c8a6ff', '#56c7d6', '#e0b252']

export function coloursOf(dark: boolean): ChartColours {
  const style = getComputedStyle(document.documentElement)
  const read = (name: string): string => style.getPropertyValue(name).trim()
  return {
    text: read('--text'),
    soft: read('--text-soft'),
    line: read('--line'),
    panel: read('--panel'),
    series: dark ? kDark : kLight,
    mark: read('--green'),
  }
}

export const kSymbols = ['circle', 'rect', 'triangle', 'diamond', 'roundRect', 'pin'] as const
