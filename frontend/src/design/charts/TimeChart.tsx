import { useCallback } from 'react'
import { type BucketSize, formatMoment, formatMomentLong } from '~/lib/format'
import { ChartNumbers } from './ChartNumbers'
import { EChart } from './EChart'
import { type TimeSeries, timeChartOption } from './timeChart'
import { seriesColor } from './tokens'

export type { TimeSeries } from './timeChart'

export interface TimeChartProps {
    /** When each bucket begins, as the API writes moments. */
    times: readonly string[]
    series: readonly TimeSeries[]
    kind: 'bars' | 'lines'
    /** How a value is written, on the axis and beside the pointer. */
    format: (value: number) => string
    /** How it is written where there is room, in the numbers below; the same unless given. */
    formatExact?: (value: number) => string
    bucket: BucketSize
    label: string
    className?: string
}

/** Numbers over moments, in the project's time, drawn and to read. Bars stand on each other; lines break where nothing is known. */
export function TimeChart({
    times,
    series,
    kind,
    format,
    formatExact = format,
    bucket,
    label,
    className,
}: TimeChartProps) {
    const option = useCallback(
        (tokens: Parameters<typeof timeChartOption>[1]) =>
            timeChartOption(
                {
                    series,
                    kind,
                    format,
                    labels: times.map((time) => formatMoment(time, bucket)),
                    titles: times.map((time) => formatMomentLong(time)),
                },
                tokens
            ),
        [series, kind, format, times, bucket]
    )
    return (
        <div>
            {series.length > 1 && (
                <ul className="flex flex-wrap gap-x-4 gap-y-1 px-2 pt-1 text-ink-2 text-xs">
                    {series.map((one, index) => (
                        <li key={one.name} className="flex min-w-0 items-center gap-1.5">
                            <span
                                aria-hidden="true"
                                className="size-2.5 shrink-0 rounded-[3px]"
                                style={{ background: seriesColor(one.color ?? index) }}
                            />
                            <bdi className="truncate">{one.name}</bdi>
                        </li>
                    ))}
                </ul>
            )}
            <EChart option={option} label={label} className={className} />
            <ChartNumbers times={times} series={series} format={formatExact} label={label} />
        </div>
    )
}
