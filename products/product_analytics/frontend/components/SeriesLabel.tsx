import { seriesColor } from '~/design/charts/tokens'
import { cn } from '~/design/cn'
import type { TrendsSeries } from '../lib/trendsSeries'

export interface SeriesLabelProps {
    series: TrendsSeries
    letter?: string | null
    hidden?: boolean
}

/** A line's name beside its colour. */
export function SeriesLabel({ series, letter, hidden = false }: SeriesLabelProps): React.JSX.Element {
    return (
        <span className={cn('flex min-w-0 items-center gap-2', hidden && 'opacity-45')}>
            <span
                aria-hidden="true"
                className={cn('size-2.5 shrink-0 rounded-[3px]', series.isPrevious && 'opacity-45')}
                style={{ background: series.color === null ? 'var(--series-other)' : seriesColor(series.color) }}
            />
            {letter && <span className="font-semibold text-ink-3 text-xs">{letter}</span>}
            <span className="truncate" title={series.label}>
                {series.label}
            </span>
            {series.isPrevious && <span className="shrink-0 text-ink-3 text-xs">before</span>}
        </span>
    )
}
