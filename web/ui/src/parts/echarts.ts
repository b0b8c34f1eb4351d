// ECharts with what our charts use. Imported lazily by ChartBox alone.
import { BarChart, LineChart } from 'echarts/charts'
import { GridComponent, LegendComponent, MarkPointComponent, TooltipComponent } from 'echarts/components'
import { init, use, type EChartsCoreOption, type EChartsType } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'

use([BarChart, LineChart, GridComponent, LegendComponent, MarkPointComponent, TooltipComponent, CanvasRenderer])

export type Chart = EChartsType

export function makeChart(box: HTMLElement): Chart {
  return init(box)
}

export function themed(option: EChartsCoreOption, dark: boolean): EChartsCoreOption {
  const text = dark ? '#a3abb8' : '#5f6672'
  const line = dark ? '#2c333e' : '#e4e7ed'
  return {
    animation: false,
    color: dark ? ['#5b9bff', '#6fd08c', '#e0b252', '#c79bf2', '#6fc7d0'] : ['#1f6feb', '#1a7f37', '#b7791f', '#7c3aed', '#0f766e'],
    textStyle: { color: text, fontFamily: 'inherit' },
    grid: { left: 8, right: 16, top: 34, bottom: 8, containLabel: true },
    legend: { top: 0, textStyle: { color: text } },
    ...option,
    tooltip: {
      trigger: 'axis',
      renderMode: 'richText',
      backgroundColor: dark ? '#1e242d' : '#ffffff',
      borderColor: line,
      textStyle: { color: dark ? '#e6e9ee' : '#1d2129' },
      ...(option.tooltip as object | undefined),
    },
    xAxis: axis(option.xAxis, text, line),
    yAxis: axis(option.yAxis, text, line),
  }
}

function axis(given: unknown, text: string, line: string): object {
  return {
    axisLine: { lineStyle: { color: line } },
    axisLabel: { color: text },
    splitLine: { lineStyle: { color: line } },
    ...(given as object | undefined),
  }
}
