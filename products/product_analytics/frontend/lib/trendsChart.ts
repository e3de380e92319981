/** The answer as an ECharts option. Pure, so that what is drawn can be tested without drawing. */
import type { EChartsCoreOption } from 'echarts/core'
import { type ChartTokens, SERIES_COLORS } from '~/design/charts/tokens'
import { formatBucket, formatCompact } from '~/lib/format'
import type { Interval, TrendsDisplay } from '~/lib/queries'
import { chartTooltip } from './chartTooltip'
import { bucketsOf, type TrendsSeries } from './trendsSeries'

export interface TrendsChartInput {
    series: TrendsSeries[]
    display: TrendsDisplay
    interval: Interval
    /** The last bucket is still filling, so its line is dashed. */
    lastIsIncomplete: boolean
}

function colorOf(series: TrendsSeries, tokens: ChartTokens): string {
    return series.color === null ? tokens.other : (tokens.series[series.color % SERIES_COLORS] ?? tokens.other)
}

function asLine(series: TrendsSeries, input: TrendsChartInput, tokens: ChartTokens): object[] {
    const color = colorOf(series, tokens)
    const stacked = input.display === 'ActionsAreaGraph'
    const points = series.data.length
    const splits = input.lastIsIncomplete && !series.isPrevious && !stacked && points > 1
    const shared = {
        type: 'line',
        id: series.key,
        name: series.label,
        symbol: 'circle',
        symbolSize: 7,
        showSymbol: points === 1,
        connectNulls: false,
        itemStyle: { color, borderColor: tokens.surface, borderWidth: 2 },
        emphasis: { disabled: true },
        lineStyle: {
            color,
            width: series.isPrevious ? 1.75 : 2.5,
            type: series.isPrevious ? [4, 4] : 'solid',
            opacity: series.isPrevious ? 0.6 : 1,
            cap: 'round',
            join: 'round',
        },
        z: series.isPrevious ? 2 : 3,
        animationDuration: 350,
    }
    if (stacked) {
        return [
            {
                ...shared,
                data: series.data,
                stack: series.isPrevious ? 'previous' : 'current',
                areaStyle: { color, opacity: series.isPrevious ? 0.12 : 0.32 },
                lineStyle: { ...shared.lineStyle, width: 1.5 },
            },
        ]
    }
    const single = input.series.filter((one) => !one.isPrevious).length === 1 && !series.isPrevious
    const areaStyle = single ? { color: fade(color), origin: 'start' } : undefined
    if (!splits) {
        return [{ ...shared, data: series.data, areaStyle }]
    }
    return [
        { ...shared, data: series.data.map((value, index) => (index < points - 1 ? value : null)), areaStyle },
        {
            ...shared,
            id: `${series.key}/incomplete`,
            data: series.data.map((value, index) => (index >= points - 2 ? value : null)),
            lineStyle: { ...shared.lineStyle, type: [3, 6] },
        },
    ]
}

function fade(color: string): object {
    return {
        type: 'linear',
        x: 0,
        y: 0,
        x2: 0,
        y2: 1,
        colorStops: [
            { offset: 0, color: `${color}38` },
            { offset: 1, color: `${color}00` },
        ],
    }
}

function asBar(series: TrendsSeries, input: TrendsChartInput, tokens: ChartTokens): object {
    const stacked = input.display === 'ActionsBar'
    return {
        type: 'bar',
        id: series.key,
        name: series.label,
        data: series.data,
        stack: stacked ? (series.isPrevious ? 'previous' : 'current') : undefined,
        barMaxWidth: 48,
        barCategoryGap: '28%',
        itemStyle: {
            color: colorOf(series, tokens),
            opacity: series.isPrevious ? 0.4 : 1,
            borderRadius: stacked && input.series.length > 1 ? 0 : [3, 3, 0, 0],
        },
        emphasis: { disabled: true },
        animationDuration: 350,
    }
}

const BARS: ReadonlySet<TrendsDisplay> = new Set(['ActionsBar', 'ActionsUnstackedBar'])

export function trendsChartOption(input: TrendsChartInput, tokens: ChartTokens): EChartsCoreOption {
    const days = bucketsOf(input.series)
    const bars = BARS.has(input.display)
    const text = { color: tokens.inkSoft, fontFamily: tokens.font, fontSize: 12 }
    return {
        aria: { enabled: false },
        animationEasing: 'cubicOut',
        // Marks of annotations stand above the plot.
        grid: { left: 8, right: 16, top: 36, bottom: 4, containLabel: true },
        xAxis: {
            type: 'category',
            data: days,
            boundaryGap: bars,
            axisLine: { lineStyle: { color: tokens.line } },
            axisTick: { show: false },
            axisLabel: {
                ...text,
                margin: 12,
                hideOverlap: true,
                formatter: (day: string) => formatBucket(day, input.interval),
            },
        },
        yAxis: {
            type: 'value',
            splitNumber: 4,
            minInterval: input.series.every((series) => series.data.every(Number.isInteger)) ? 1 : undefined,
            axisLabel: { ...text, margin: 12, formatter: (value: number) => formatCompact(value) },
            splitLine: { lineStyle: { color: tokens.line, type: [2, 4] } },
        },
        tooltip: {
            trigger: 'axis',
            axisPointer: bars
                ? { type: 'shadow', shadowStyle: { color: tokens.line, opacity: 0.5 } }
                : { type: 'line', lineStyle: { color: tokens.inkSoft, width: 1, type: 'solid', opacity: 0.5 } },
            confine: true,
            transitionDuration: 0.08,
            padding: 0,
            borderWidth: 0,
            backgroundColor: 'transparent',
            extraCssText: 'box-shadow:none',
            textStyle: { fontFamily: tokens.font },
            formatter: (points: unknown) => chartTooltip(points, input),
        },
        series: input.series.flatMap((series) =>
            bars ? [asBar(series, input, tokens)] : asLine(series, input, tokens)
        ),
    }
}
