import { useValues } from 'kea'
import { TrendingDown, TrendingUp } from 'lucide-react'
import { Badge } from '~/design/Badge'
import { cn } from '~/design/cn'
import { DEFAULT_RANGE, describeRange } from '~/lib/dateRange'
import { formatChange, formatNumber } from '~/lib/format'
import { mathInfo } from '../lib/math'
import type { TrendsSeries } from '../lib/trendsSeries'
import { trendsSceneLogic } from '../scenes/trendsSceneLogic'
import { SeriesLabel } from './SeriesLabel'

/** One big number per series, and how it differs from the period before. */
export function TotalNumbers(): React.JSX.Element | null {
    const { series, answer } = useValues(trendsSceneLogic)
    if (!answer) {
        return null
    }
    const current = series.filter((one) => !one.isPrevious)
    const single = current.length === 1
    return (
        <ul className={cn('grid overflow-hidden', single ? 'grid-cols-1' : 'sm:grid-cols-2 2xl:grid-cols-3')}>
            {current.map((one) => (
                <li
                    key={one.key}
                    className={cn(
                        '-mr-px -mb-px border-line border-r border-b px-6',
                        single ? 'py-20 text-center' : 'py-8'
                    )}
                >
                    <div className={cn('text-ink-3 text-sm', single && 'flex justify-center')}>
                        <SeriesLabel series={one} />
                    </div>
                    <p className={cn('display tabular mt-1', single ? 'text-[4.25rem] leading-none' : 'text-4xl')}>
                        {formatNumber(one.total)}
                    </p>
                    <p className="mt-2 text-ink-3 text-sm">
                        {mathInfo(answer.query.series[one.order]?.math).label} ·{' '}
                        {describeRange(answer.query.dateRange ?? DEFAULT_RANGE).toLowerCase()}
                    </p>
                    <Change current={one} previous={series.find((other) => other.key === `${one.key}/previous`)} />
                </li>
            ))}
        </ul>
    )
}

function Change({ current, previous }: { current: TrendsSeries; previous: TrendsSeries | undefined }) {
    if (!previous) {
        return null
    }
    if (previous.total === 0) {
        return <Badge className="mt-3">none in the period before</Badge>
    }
    const share = (current.total - previous.total) / Math.abs(previous.total)
    return (
        <Badge tone={share > 0 ? 'brand' : share < 0 ? 'danger' : 'neutral'} className="mt-3">
            {share > 0 ? <TrendingUp /> : share < 0 ? <TrendingDown /> : null}
            {formatChange(share)} from {formatNumber(previous.total)}
        </Badge>
    )
}
