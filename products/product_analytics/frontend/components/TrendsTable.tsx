import { useActions, useValues } from 'kea'
import { Eye, EyeOff } from 'lucide-react'
import { cn } from '~/design/cn'
import { formatBucket, formatNumber } from '~/lib/format'
import { isAdditive } from '../lib/math'
import { letterFor } from '../lib/trendsSeries'
import { trendsSceneLogic } from '../scenes/trendsSceneLogic'
import { SeriesLabel } from './SeriesLabel'

/** The chart's numbers; also its legend, where lines are hidden and shown. */
export function TrendsTable(): React.JSX.Element | null {
    const { series, hidden, answer, lastIsIncomplete } = useValues(trendsSceneLogic)
    const { toggleSeries } = useActions(trendsSceneLogic)
    if (!answer) {
        return null
    }
    const { query } = answer
    const interval = query.interval ?? 'day'
    const days = series.find((one) => !one.isPrevious)?.days ?? []
    const allAdditive = query.series.every((one) => isAdditive(one.math))
    const head = 'whitespace-nowrap border-line border-b bg-surface py-2 font-medium text-ink-3 text-xs'
    const cell = 'border-line border-b py-2 group-last:border-b-0'
    return (
        <div className="scrollbar-thin overflow-x-auto border-line border-t">
            <table className="w-full border-separate border-spacing-0 text-sm">
                <caption className="sr-only">Values of each series per interval</caption>
                <thead>
                    <tr>
                        <th scope="col" className={cn(head, 'sticky left-0 z-10 pr-3 pl-4 text-left')}>
                            Series
                        </th>
                        <th scope="col" className={cn(head, 'px-3 text-right')}>
                            {allAdditive ? 'Total' : 'Average'}
                        </th>
                        {days.map((day, index) => (
                            <th key={day} scope="col" className={cn(head, 'px-3 text-right last:pr-4')}>
                                {formatBucket(day, interval)}
                                {lastIsIncomplete && index === days.length - 1 && (
                                    <span className="block font-normal text-2xs">so far</span>
                                )}
                            </th>
                        ))}
                    </tr>
                </thead>
                <tbody>
                    {series.map((one) => {
                        const isHidden = hidden[one.key] ?? false
                        const total = allAdditive
                            ? one.total
                            : one.data.reduce((sum, value) => sum + value, 0) / (one.data.length || 1)
                        return (
                            <tr key={one.key} className="group">
                                <th
                                    scope="row"
                                    className={cn(
                                        cell,
                                        'sticky left-0 z-10 max-w-44 bg-surface pr-3 pl-4 text-left font-medium sm:max-w-72'
                                    )}
                                >
                                    <button
                                        type="button"
                                        aria-pressed={!isHidden}
                                        aria-label={`${isHidden ? 'Show' : 'Hide'} ${one.label}${one.isPrevious ? ' of the period before' : ''}`}
                                        onClick={() => toggleSeries(one.key)}
                                        className="flex w-full min-w-0 items-center gap-2 rounded-sm text-left"
                                    >
                                        <SeriesLabel series={one} letter={letterFor(one, query)} hidden={isHidden} />
                                        <span className="ml-auto text-ink-3 opacity-0 group-hover:opacity-100">
                                            {isHidden ? <EyeOff className="size-3.5" /> : <Eye className="size-3.5" />}
                                        </span>
                                    </button>
                                </th>
                                <td className={cn(cell, 'tabular px-3 text-right font-semibold')}>
                                    {formatNumber(total)}
                                </td>
                                {one.data.map((value, index) => (
                                    <td
                                        key={one.days[index] ?? index}
                                        className={cn(cell, 'tabular px-3 text-right text-ink-2 last:pr-4')}
                                    >
                                        {formatNumber(value)}
                                    </td>
                                ))}
                            </tr>
                        )
                    })}
                </tbody>
            </table>
        </div>
    )
}
