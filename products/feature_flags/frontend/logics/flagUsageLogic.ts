/** How often a flag was asked for, by answer: a trend over the events that SDKs send about it. */
import { actions, afterMount, kea, key, listeners, type MakeLogicType, path, props, reducers, selectors } from 'kea'
import { api } from '~/lib/api'
import { currentProjectId } from '~/lib/navigation'
import type { TrendsQuery, TrendsResult } from '~/lib/queries'

export type UsageRange = '-24h' | '-7d' | '-30d'
export type UsageMeasure = 'dau' | 'total'

export interface UsageSeries {
    label: string
    days: string[]
    data: number[]
    total: number
}

interface Props {
    flagKey: string
}
interface Values {
    range: UsageRange
    measure: UsageMeasure
    results: TrendsResult[] | null
    error: Error | null
    series: UsageSeries[]
    status: 'failed' | 'loading' | 'empty' | 'ready'
}
interface Actions {
    setRange: (range: UsageRange) => { range: UsageRange }
    setMeasure: (measure: UsageMeasure) => { measure: UsageMeasure }
    load: () => { value: true }
    loaded: (results: TrendsResult[]) => { results: TrendsResult[] }
    failed: (error: Error) => { error: Error }
}

export function usageQuery(flagKey: string, range: UsageRange, measure: UsageMeasure): TrendsQuery {
    return {
        kind: 'TrendsQuery',
        series: [{ kind: 'EventsNode', event: '$feature_flag_called', math: measure }],
        interval: range === '-24h' ? 'hour' : 'day',
        dateRange: { date_from: range },
        properties: [{ type: 'event', key: '$feature_flag', operator: 'exact', value: [flagKey] }],
        breakdownFilter: { breakdowns: [{ property: '$feature_flag_response', type: 'event' }], breakdown_limit: 10 },
    }
}

function labelOf(result: TrendsResult): string {
    const value = Array.isArray(result.breakdown_value) ? result.breakdown_value[0] : result.breakdown_value
    return value === null || value === undefined || value === '' || String(value).startsWith('$$_')
        ? String(result.label ?? 'no answer')
        : String(value)
}

export function toSeries(results: TrendsResult[]): UsageSeries[] {
    return results
        .map((result) => ({
            label: labelOf(result),
            days: result.days ?? [],
            data: (result.data ?? []).map((value) => value ?? 0),
            total: result.count ?? 0,
        }))
        .filter((series) => series.total > 0)
        .sort((a, b) => b.total - a.total)
}

/** The place of each answer's colour: variants have the one they have in the editor, other answers those after them. */
export function colorPlaces(labels: readonly string[], variants: readonly string[]): number[] {
    let next = variants.length
    return labels.map((label) => {
        const place = variants.indexOf(label)
        return place >= 0 ? place : next++
    })
}

export const flagUsageLogic = kea<MakeLogicType<Values, Actions, Props>>([
    props({} as Props),
    key(({ flagKey }) => flagKey),
    path((id) => ['products', 'feature_flags', 'flagUsageLogic', id]),
    actions({
        setRange: (range) => ({ range }),
        setMeasure: (measure) => ({ measure }),
        load: true,
        loaded: (results) => ({ results }),
        failed: (error) => ({ error }),
    }),
    reducers({
        range: ['-7d' as UsageRange, { setRange: (_: UsageRange, { range }: { range: UsageRange }) => range }],
        measure: [
            'dau' as UsageMeasure,
            { setMeasure: (_: UsageMeasure, { measure }: { measure: UsageMeasure }) => measure },
        ],
        results: [
            null as TrendsResult[] | null,
            { loaded: (_: TrendsResult[] | null, { results }: { results: TrendsResult[] }) => results },
        ],
        error: [
            null as Error | null,
            { load: () => null, failed: (_: Error | null, { error }: { error: Error }) => error },
        ],
    }),
    selectors({
        series: [(s) => [s.results], (results: TrendsResult[] | null) => toSeries(results ?? [])],
        status: [
            (s) => [s.results, s.series, s.error],
            (results: TrendsResult[] | null, series: UsageSeries[], error: Error | null): Values['status'] =>
                error ? 'failed' : !results ? 'loading' : series.length ? 'ready' : 'empty',
        ],
    }),
    listeners(({ actions, values, props: own }) => ({
        setRange: () => actions.load(),
        setMeasure: () => actions.load(),
        load: async (_, breakpoint) => {
            try {
                const question = usageQuery(own.flagKey, values.range, values.measure)
                const answer = await api.query(currentProjectId(), question)
                breakpoint()
                actions.loaded(answer.results)
            } catch (error) {
                breakpoint()
                actions.failed(error as Error)
            }
        },
    })),
    afterMount(({ actions }) => actions.load()),
])
