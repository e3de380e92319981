import { formatMomentLong } from '~/lib/format'
import type { TimeSeries } from './timeChart'

export interface ChartNumbersProps {
    times: readonly string[]
    series: readonly TimeSeries[]
    format: (value: number) => string
    /** What the numbers are, as the drawing says it. */
    label: string
}

/** The numbers of a drawing to read, the newest first; moments in which nothing happened are left out. */
export function ChartNumbers({ times, series, format, label }: ChartNumbersProps): React.JSX.Element {
    const rows = times.flatMap((time, at) => (series.some((one) => one.data[at]) ? [{ time, at }] : [])).reverse()
    return (
        <details className="mt-1">
            <summary className="w-fit rounded-sm px-2 py-1 text-ink-3 text-sm hover:text-ink">
                Numbers<span className="sr-only"> of “{label}”</span>
            </summary>
            {rows.length === 0 ? (
                <p className="px-2 py-2 text-ink-3 text-sm">Nothing in this time.</p>
            ) : (
                <div className="scrollbar-thin max-h-64 overflow-auto">
                    <table className="w-full text-sm">
                        <caption className="sr-only">{label}</caption>
                        <thead>
                            <tr className="border-line border-b text-ink-3 text-xs">
                                <th scope="col" className="px-2 py-1.5 text-left font-medium">
                                    Time
                                </th>
                                {series.map((one) => (
                                    <th key={one.name} scope="col" className="px-2 py-1.5 text-right font-medium">
                                        <bdi>{one.name}</bdi>
                                    </th>
                                ))}
                            </tr>
                        </thead>
                        <tbody>
                            {rows.map(({ time, at }) => (
                                <tr key={time} className="border-line border-b last:border-b-0">
                                    <th scope="row" className="whitespace-nowrap px-2 py-1.5 text-left font-normal">
                                        {formatMomentLong(time)}
                                    </th>
                                    {series.map((one) => {
                                        const value = one.data[at]
                                        return (
                                            <td key={one.name} className="tabular px-2 py-1.5 text-right">
                                                {typeof value === 'number' ? format(value) : '–'}
                                            </td>
                                        )
                                    })}
                                </tr>
                            ))}
                        </tbody>
                    </table>
                </div>
            )}
        </details>
    )
}
