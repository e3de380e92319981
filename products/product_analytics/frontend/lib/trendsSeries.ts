/** The answer as lines to draw: labels, colours, what belongs together. */
import { eventLabel } from '~/filters/propertyNames'
import type { EventsNode, TrendsQuery, TrendsResult } from '~/lib/queries'
import { mathInfo } from './math'
import { seriesLetter } from './trendsQuery'

export const BREAKDOWN_OTHER = '$$_posthog_breakdown_other_$$'
export const BREAKDOWN_NULL = '$$_posthog_breakdown_null_$$'

export interface TrendsSeries {
    /** Stable across refreshes, so that a hidden line stays hidden. */
    key: string
    label: string
    /** Index into the series colours; lines of a comparison share one. null is the grey of "everything else". */
    color: number | null
    data: number[]
    days: string[]
    /** One number for the whole range. */
    total: number
    /** The same line a period earlier. */
    isPrevious: boolean
    /** Which series of the question it answers. */
    order: number
}

export function breakdownLabel(value: TrendsResult['breakdown_value']): string {
    if (value === BREAKDOWN_OTHER) {
        return 'Everything else'
    }
    if (value === BREAKDOWN_NULL || value === null || value === undefined || value === '') {
        return '(none)'
    }
    return value
}

export function seriesName(series: EventsNode): string {
    return series.custom_name || eventLabel(series.event)
}

function baseLabel(result: TrendsResult, query: TrendsQuery): string {
    const order = result.action?.order ?? 0
    const series = query.series[order]
    if (!result.action || !series) {
        return result.label
    }
    const name = seriesName(series)
    const twins = query.series.filter((other) => seriesName(other) === name)
    // The same event may stand in two series that compute different things.
    return twins.length > 1 ? `${name}, ${mathInfo(series.math).label.toLowerCase()}` : name
}

export function toSeries(results: readonly TrendsResult[], query: TrendsQuery): TrendsSeries[] {
    const hasBreakdown = Boolean(query.breakdownFilter?.breakdowns.length)
    const colors = new Map<string, number>()
    return results.map((result) => {
        const order = result.action?.order ?? 0
        const isPrevious = result.compare_label === 'previous'
        const value = hasBreakdown ? breakdownLabel(result.breakdown_value) : null
        const identity = result.action ? `${order}/${value ?? ''}` : `${result.label}/${value ?? ''}`
        if (!colors.has(identity)) {
            colors.set(identity, colors.size)
        }
        const name = baseLabel(result, query)
        const several = query.series.length > 1
        return {
            key: `${identity}${isPrevious ? '/previous' : ''}`,
            label: value === null ? name : several ? `${name} · ${value}` : value,
            color: result.breakdown_value === BREAKDOWN_OTHER ? null : (colors.get(identity) ?? 0),
            data: result.data,
            days: result.days,
            total: result.aggregated_value ?? result.count,
            isPrevious,
            order,
        }
    })
}

/** "A" in front of a label where a question has several series. */
export function letterFor(series: TrendsSeries, query: TrendsQuery): string | null {
    // A formula's line is of no single series.
    return query.series.length > 1 && !query.trendsFilter?.formula ? seriesLetter(series.order) : null
}

/** Where the buckets of the chart begin: those of the range that was asked for, not of the one before it. */
export function bucketsOf(series: readonly TrendsSeries[]): string[] {
    return (series.find((one) => !one.isPrevious) ?? series[0])?.days ?? []
}

export interface Share {
    series: TrendsSeries
    /** From 0 to 1. */
    share: number
}

/** How much of the whole each line is, the largest first; what is nothing or less has no share to show. */
export function sharesOf(series: readonly TrendsSeries[]): Share[] {
    const current = series.filter((one) => !one.isPrevious && one.total > 0)
    const whole = current.reduce((sum, one) => sum + one.total, 0)
    return current
        .sort((left, right) => right.total - left.total)
        .map((one) => ({ series: one, share: one.total / whole }))
}
