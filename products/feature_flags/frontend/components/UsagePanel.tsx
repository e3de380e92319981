import { useActions, useValues } from 'kea'
import { Activity } from 'lucide-react'
import { useCallback, useMemo } from 'react'
import { Card, CardHeader } from '~/design/Card'
import { EChart } from '~/design/charts/EChart'
import { type ChartTokens, SERIES_COLORS, seriesColor } from '~/design/charts/tokens'
import { Segmented } from '~/design/Segmented'
import { EmptyState, ErrorState, Loading, Skeleton } from '~/design/States'
import { formatBucket, formatCompact, formatCount } from '~/lib/format'
import { colorPlaces, flagUsageLogic } from '../logics/flagUsageLogic'

export interface UsagePanelProps {
    flagKey: string
    /** Keys, in the flag's order. */
    variants: string[]
}

/** How often SDKs asked for the flag, and what they got. */
export function UsagePanel({ flagKey, variants }: UsagePanelProps): React.JSX.Element {
    const logic = flagUsageLogic({ flagKey })
    const { range, measure, status, error } = useValues(logic)
    const { setRange, setMeasure, load } = useActions(logic)
    return (
        <Card className="mt-4">
            <CardHeader
                title="Usage"
                description="From the events that SDKs send once per person and answer."
                actions={
                    <>
                        <Segmented
                            label="What to count"
                            value={measure}
                            onChange={setMeasure}
                            options={[
                                { value: 'dau', label: 'People' },
                                { value: 'total', label: 'Calls' },
                            ]}
                        />
                        <Segmented
                            label="How far back"
                            value={range}
                            onChange={setRange}
                            options={[
                                { value: '-24h', label: '24 h' },
                                { value: '-7d', label: '7 d' },
                                { value: '-30d', label: '30 d' },
                            ]}
                        />
                    </>
                }
            />
            {status === 'failed' ? (
                <ErrorState error={error} onRetry={load} />
            ) : status === 'loading' ? (
                <Loading label="Counting calls">
                    <Skeleton className="m-5 h-72" />
                </Loading>
            ) : status === 'empty' ? (
                <EmptyState icon={<Activity />} title="Nobody asked in this time">
                    Calls appear here as soon as an SDK asks for <code>{flagKey}</code> and reports it.
                </EmptyState>
            ) : (
                <Plot flagKey={flagKey} variants={variants} />
            )}
        </Card>
    )
}

function Plot({ flagKey, variants }: UsagePanelProps): React.JSX.Element {
    const { series, range, measure } = useValues(flagUsageLogic({ flagKey }))
    const places = useMemo(
        () =>
            colorPlaces(
                series.map((one) => one.label),
                variants
            ),
        [series, variants]
    )
    const option = useCallback(
        (tokens: ChartTokens) => {
            const text = { color: tokens.inkSoft, fontFamily: tokens.font, fontSize: 12 }
            const size = range === '-24h' ? 'hour' : 'day'
            return {
                grid: { left: 8, right: 16, top: 16, bottom: 4, containLabel: true },
                tooltip: {
                    trigger: 'axis',
                    confine: true,
                    backgroundColor: tokens.surface,
                    borderColor: tokens.line,
                    textStyle: { color: tokens.ink, fontFamily: tokens.font },
                },
                xAxis: {
                    type: 'category',
                    data: series[0]?.days ?? [],
                    axisLine: { lineStyle: { color: tokens.line } },
                    axisTick: { show: false },
                    axisLabel: { ...text, hideOverlap: true, formatter: (day: string) => formatBucket(day, size) },
                },
                yAxis: {
                    type: 'value',
                    minInterval: 1,
                    splitNumber: 4,
                    axisLabel: { ...text, formatter: (value: number) => formatCompact(value) },
                    splitLine: { lineStyle: { color: tokens.line, type: [2, 4] } },
                },
                series: series.map((one, index) => ({
                    type: 'bar',
                    name: one.label,
                    stack: 'all',
                    barMaxWidth: 40,
                    data: one.data,
                    itemStyle: { color: tokens.series[(places[index] ?? index) % SERIES_COLORS] },
                    emphasis: { disabled: true },
                    animationDuration: 300,
                })),
            }
        },
        [series, range, places]
    )
    return (
        <>
            <EChart
                className="mx-2 my-3 h-72"
                option={option}
                label={`Calls of ${flagKey} over time by answer. The table below has the sums.`}
            />
            <table className="w-full border-line border-t text-sm">
                <caption className="sr-only">{measure === 'dau' ? 'People' : 'Calls'} by answer</caption>
                <tbody>
                    {series.map((one, index) => (
                        <tr key={one.label} className="border-line border-b last:border-b-0">
                            <th scope="row" className="px-5 py-2 text-left font-normal">
                                <span className="flex items-center gap-2">
                                    <span
                                        aria-hidden="true"
                                        className="size-2.5 rounded-full"
                                        style={{ background: seriesColor(places[index] ?? index) }}
                                    />
                                    <code>{one.label}</code>
                                </span>
                            </th>
                            <td className="tabular px-5 py-2 text-right">
                                {formatCount(one.total, measure === 'dau' ? 'person-day' : 'call')}
                            </td>
                        </tr>
                    ))}
                </tbody>
            </table>
        </>
    )
}
