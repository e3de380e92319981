/** Shares as an ECharts option. Pure, so that what is drawn can be tested without drawing. */
import type { EChartsCoreOption } from 'echarts/core'
import { type ChartTokens, SERIES_COLORS } from '~/design/charts/tokens'
import type { Share } from './trendsSeries'

/** Names and numbers stand in the legend beside it, which is text; the drawing has none. */
export function pieChartOption(shares: readonly Share[], tokens: ChartTokens): EChartsCoreOption {
    return {
        aria: { enabled: false },
        series: [
            {
                type: 'pie',
                radius: ['52%', '92%'],
                label: { show: false },
                emphasis: { scale: true, scaleSize: 4 },
                animationDuration: 350,
                itemStyle: { borderColor: tokens.surface, borderWidth: shares.length > 1 ? 2 : 0, borderRadius: 4 },
                data: shares.map(({ series }) => ({
                    name: series.label,
                    value: series.total,
                    itemStyle: {
                        color:
                            series.color === null
                                ? tokens.other
                                : (tokens.series[series.color % SERIES_COLORS] ?? tokens.other),
                    },
                })),
            },
        ],
    }
}
