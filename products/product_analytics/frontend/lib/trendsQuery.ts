/** Making and changing a trends question. Pure: what a change means, not when it is asked. */

import { isComplete } from '~/filters/propertyOperators'
import { allowedIntervals, DEFAULT_RANGE, suggestedInterval } from '~/lib/dateRange'
import type { DateRange, EventsNode, Interval, TrendsDisplay, TrendsQuery } from '~/lib/queries'
import { formulaProblem } from './formula'
import { mathInfo } from './math'

export const MAX_SERIES = 10

/** How many people were active: it has an answer in every project, whatever its events are called. */
export const NEW_TRENDS_QUERY: TrendsQuery = {
    kind: 'TrendsQuery',
    series: [{ kind: 'EventsNode', event: null, math: 'dau' }],
    interval: 'day',
    dateRange: { date_from: '-7d', date_to: null },
    trendsFilter: { display: 'ActionsLineGraph' },
}

/** Shows one number per series over the whole range instead of one per interval. */
const TOTALS: ReadonlySet<TrendsDisplay> = new Set(['ActionsBarValue', 'ActionsTable', 'BoldNumber', 'ActionsPie'])

export const displayOf = (query: TrendsQuery): TrendsDisplay => query.trendsFilter?.display ?? 'ActionsLineGraph'

export const showsTotals = (query: TrendsQuery): boolean => TOTALS.has(displayOf(query))

/** A range with an interval that suits it: the one there was, unless it would draw far too many or too few points. */
export function withDateRange(query: TrendsQuery, dateRange: DateRange): TrendsQuery {
    const suggested = suggestedInterval(dateRange)
    const previous = suggestedInterval(query.dateRange ?? DEFAULT_RANGE)
    const current = query.interval ?? 'day'
    const keeps = current !== previous && allowedIntervals(dateRange).includes(current)
    return { ...query, dateRange, interval: keeps ? current : suggested }
}

export function withInterval(query: TrendsQuery, interval: Interval): TrendsQuery {
    return { ...query, interval }
}

export function withDisplay(query: TrendsQuery, display: TrendsDisplay): TrendsQuery {
    return { ...query, trendsFilter: { ...query.trendsFilter, display } }
}

export function withSeries(query: TrendsQuery, index: number, series: EventsNode): TrendsQuery {
    return { ...query, series: query.series.map((one, at) => (at === index ? series : one)) }
}

export function withoutSeries(query: TrendsQuery, index: number): TrendsQuery {
    return query.series.length > 1 ? { ...query, series: query.series.filter((_, at) => at !== index) } : query
}

/** One line computed from the series instead of the series; an empty text shows them again. */
export function withFormula(query: TrendsQuery, formula: string): TrendsQuery {
    const { formula: _, ...rest } = query.trendsFilter ?? {}
    return { ...query, trendsFilter: formula ? { ...rest, formula } : rest }
}

/** Why the server would refuse the question, or null when it can be asked. */
export function whatIsMissing(query: TrendsQuery): string | null {
    for (const [index, series] of query.series.entries()) {
        if (mathInfo(series.math).needsProperty && !series.math_property) {
            return `Choose the property that series ${seriesLetter(index)} computes its ${mathInfo(series.math).label.toLowerCase()} of.`
        }
    }
    const formula = query.trendsFilter?.formula
    if (formula) {
        const problem = formulaProblem(formula, query.series.length)
        if (problem) {
            return `The formula: ${problem}`
        }
    }
    const filters = [...(query.properties ?? []), ...query.series.flatMap((series) => series.properties ?? [])]
    return filters.every(isComplete) ? null : 'Complete the filters.'
}

export function seriesLetter(index: number): string {
    return String.fromCharCode(65 + (index % 26))
}
