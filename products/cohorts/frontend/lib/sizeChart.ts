/** The size of a cohort over time as an ECharts option. Pure, so that what is drawn can be tested without drawing. */
import type { EChartsCoreOption } from 'echarts/core'
import type { ChartTokens } from '~/design/charts/tokens'
import { formatCompact, formatDateTime, formatNumber } from '~/lib/format'
import type { Calculation } from './cohortsApi'

/** (moment, size) of the calculations that succeeded, the oldest first. */
export function sizes(calculations: Calculation[]): [number, number][] {
    return calculations
        .flatMap(({ started_at, count }): [number, number][] =>
            count === null ? [] : [[new Date(started_at).getTime(), count]]
        )
        .reverse()
}

export function sizeChart(calculations: Calculation[], tokens: ChartTokens): EChartsCoreOption {
    const color = tokens.series[0] ?? tokens.ink
    const points = sizes(calculations)
    const axis = { axisLine: { show: false }, axisTick: { show: false }, axisLabel: { color: tokens.inkSoft } }
    return {
        textStyle: { fontFamily: tokens.font },
        grid: { left: 8, right: 12, top: 12, bottom: 4, containLabel: true },
        tooltip: {
            trigger: 'axis',
            backgroundColor: tokens.surface,
            borderColor: tokens.line,
            textStyle: { color: tokens.ink },
            formatter: (found: { value: [number, number] }[]) => {
                const [at, count] = found[0]?.value ?? [0, 0]
                return `${formatNumber(count)} people<br>${formatDateTime(new Date(at))}`
            },
        },
        xAxis: { type: 'time', ...axis, axisLabel: { ...axis.axisLabel, hideOverlap: true } },
        yAxis: {
            type: 'value',
            minInterval: 1,
            splitLine: { lineStyle: { color: tokens.line } },
            ...axis,
            axisLabel: { ...axis.axisLabel, formatter: formatCompact },
        },
        series: [
            {
                type: 'line',
                // A size holds until the next calculation.
                step: 'end',
                data: points,
                showSymbol: points.length < 3,
                symbolSize: 7,
                itemStyle: { color },
                lineStyle: { color, width: 2.5 },
                areaStyle: { color, opacity: 0.12 },
            },
        ],
    }
}
