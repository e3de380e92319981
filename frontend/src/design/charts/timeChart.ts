/** A chart over moments as an ECharts option. Pure, so that what is drawn can be tested without drawing. */
import type { EChartsCoreOption } from 'echarts/core'
import { type ChartTokens, SERIES_COLORS } from './tokens'

export interface TimeSeries {
    name: string
    data: readonly (number | null)[]
    /** Which of the series colours; a colour by its place unless given. */
    color?: number
}

export interface TimeChartInput {
    series: readonly TimeSeries[]
    kind: 'bars' | 'lines'
    format: (value: number) => string
    /** Under the axis, and beside the pointer: one each per bucket. */
    labels: string[]
    titles: string[]
}

const colorAt = (series: TimeSeries, index: number, tokens: ChartTokens): string =>
    tokens.series[(series.color ?? index) % SERIES_COLORS] ?? tokens.other

function draw(series: TimeSeries, index: number, input: TimeChartInput, tokens: ChartTokens): object {
    const color = colorAt(series, index, tokens)
    const shared = { name: series.name, data: series.data, itemStyle: { color }, emphasis: { disabled: true } }
    return input.kind === 'bars'
        ? { ...shared, type: 'bar', stack: 'all', barMaxWidth: 24, barCategoryGap: '20%', animationDuration: 250 }
        : {
              ...shared,
              type: 'line',
              symbol: 'circle',
              symbolSize: 5,
              // A point between two gaps has no line, so it needs a mark of its own.
              showAllSymbol: true,
              showSymbol: series.data.filter((value) => value !== null).length <= 12,
              connectNulls: false,
              lineStyle: { color, width: 2, cap: 'round', join: 'round' },
              animationDuration: 250,
          }
}

export function timeChartOption(input: TimeChartInput, tokens: ChartTokens): EChartsCoreOption {
    const text = { color: tokens.inkSoft, fontFamily: tokens.font, fontSize: 11 }
    return {
        aria: { enabled: false },
        grid: { left: 4, right: 12, top: 12, bottom: 2, containLabel: true },
        xAxis: {
            type: 'category',
            data: input.labels,
            boundaryGap: input.kind === 'bars',
            axisTick: { show: false },
            axisLine: { lineStyle: { color: tokens.line } },
            axisLabel: { ...text, hideOverlap: true, margin: 10 },
        },
        yAxis: {
            type: 'value',
            min: 0,
            minInterval: 1,
            splitNumber: 3,
            axisLabel: { ...text, formatter: (value: number) => input.format(value) },
            splitLine: { lineStyle: { color: tokens.line } },
        },
        tooltip: {
            trigger: 'axis',
            axisPointer: { type: input.kind === 'bars' ? 'shadow' : 'line' },
            padding: 0,
            borderWidth: 0,
            backgroundColor: 'transparent',
            extraCssText: 'box-shadow: none',
            textStyle: { fontFamily: tokens.font },
            confine: true,
            formatter: (points: unknown) => tooltip(points, input, tokens),
        },
        series: input.series.map((series, index) => draw(series, index, input, tokens)),
    }
}

function element(tag: string, className: string, text = ''): HTMLElement {
    const made = document.createElement(tag)
    made.className = className
    // As text: the names of series may come from strangers.
    made.textContent = text
    return made
}

function tooltip(points: unknown, input: TimeChartInput, tokens: ChartTokens): HTMLElement {
    const at = Array.isArray(points) ? ((points[0] as { dataIndex?: number })?.dataIndex ?? 0) : 0
    const box = element(
        'div',
        'min-w-40 max-w-72 rounded-lg border border-line bg-raised px-3 py-2.5 text-ink text-sm shadow-pop'
    )
    box.append(element('div', 'mb-1 font-medium text-ink-3 text-xs', input.titles[at] ?? ''))
    for (const [index, series] of input.series.entries()) {
        const value = series.data[at]
        if (input.series.length > 4 && !value) {
            continue
        }
        const row = element('div', 'flex items-center gap-2 py-0.5')
        const dot = element('span', 'size-2.5 shrink-0 rounded-[3px]')
        dot.style.background = colorAt(series, index, tokens)
        row.append(
            dot,
            element('span', 'min-w-0 flex-1 truncate', series.name),
            element('span', 'tabular font-semibold', typeof value === 'number' ? input.format(value) : '–')
        )
        box.append(row)
    }
    return box
}
