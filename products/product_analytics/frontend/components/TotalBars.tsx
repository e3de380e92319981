import { useValues } from 'kea'
import { seriesColor } from '~/design/charts/tokens'
import { cn } from '~/design/cn'
import { formatNumber } from '~/lib/format'
import { letterFor } from '../lib/trendsSeries'
import { trendsSceneLogic } from '../scenes/trendsSceneLogic'
import { SeriesLabel } from './SeriesLabel'

/** One horizontal bar per series, longest first. Plain markup: it needs no canvas and reads well aloud. */
export function TotalBars(): React.JSX.Element | null {
    const { series, answer } = useValues(trendsSceneLogic)
    if (!answer) {
        return null
    }
    const ordered = [...series].sort((left, right) => right.total - left.total)
    const longest = Math.max(...ordered.map((one) => Math.abs(one.total)), 1)
    return (
        <ol className="flex flex-col gap-3 px-4 py-5 sm:px-6">
            {ordered.map((one) => (
                <li key={one.key}>
                    <div className="mb-1 flex items-baseline justify-between gap-4">
                        <SeriesLabel series={one} letter={letterFor(one, answer.query)} />
                        <span className="tabular font-semibold">{formatNumber(one.total)}</span>
                    </div>
                    <div className="h-3 rounded-full bg-sunken">
                        <div
                            className={cn('h-full min-w-1 rounded-full', one.isPrevious && 'opacity-40')}
                            style={{
                                width: `${(Math.abs(one.total) / longest) * 100}%`,
                                background: one.color === null ? 'var(--series-other)' : seriesColor(one.color),
                            }}
                        />
                    </div>
                </li>
            ))}
        </ol>
    )
}
