import { useValues } from 'kea'
import { useCallback, useMemo } from 'react'
import { EChart } from '~/design/charts/EChart'
import type { ChartTokens } from '~/design/charts/tokens'
import { formatNumber, formatPercent } from '~/lib/format'
import { isAdditive } from '../lib/math'
import { pieChartOption } from '../lib/pieChart'
import { letterFor, sharesOf } from '../lib/trendsSeries'
import { trendsSceneLogic } from '../scenes/trendsSceneLogic'
import { SeriesLabel } from './SeriesLabel'

/** Parts of a whole. The legend is a list with the numbers, so nobody has to compare angles. */
export function TotalPie(): React.JSX.Element | null {
    const { series, answer } = useValues(trendsSceneLogic)
    const shares = useMemo(() => sharesOf(series), [series])
    const option = useCallback((tokens: ChartTokens) => pieChartOption(shares, tokens), [shares])
    if (!answer) {
        return null
    }
    const whole = shares.reduce((sum, one) => sum + one.series.total, 0)
    // People who are in several parts would be counted as often.
    const additive = answer.query.series.every((one) => isAdditive(one.math)) && !answer.query.trendsFilter?.formula
    return (
        <div className="grid grid-cols-1 items-start gap-x-8 gap-y-2 px-4 py-5 sm:px-6 md:grid-cols-[minmax(0,20rem)_minmax(0,1fr)]">
            <div className="relative mx-auto w-full max-w-72 md:sticky md:top-4">
                <EChart
                    className="h-72"
                    option={option}
                    label={`Shares of ${shares.map((one) => one.series.label).join(', ')}. The list beside it has the numbers.`}
                />
                {additive && (
                    <div className="pointer-events-none absolute inset-0 grid place-content-center text-center">
                        <span className="display tabular text-2xl">{formatNumber(whole)}</span>
                        <span className="text-ink-3 text-xs">in total</span>
                    </div>
                )}
            </div>
            <ol className="divide-y divide-line">
                {shares.map(({ series: one, share }) => (
                    <li key={one.key} className="flex items-baseline gap-4 py-2">
                        <div className="min-w-0 flex-1">
                            <SeriesLabel series={one} letter={letterFor(one, answer.query)} />
                        </div>
                        <span className="tabular">{formatNumber(one.total)}</span>
                        <span className="tabular w-14 text-right text-ink-3">{formatPercent(share)}</span>
                    </li>
                ))}
            </ol>
        </div>
    )
}
