/**
 * Reads a trends question that somebody else wrote: what an insight stores, or what came with a link. The server
 * understands more spellings than the editor, and more questions. The former are brought into one form; the latter are
 * refused as a whole, because half a question would get another answer, and be saved over the real one.
 */
import type { Breakdown, EventsNode, PropertyOperator, QueryFilter, TrendsQuery } from '~/lib/queries'

/** The question, if it is one that the editor can show; else null. */
export function readTrendsQuery(value: unknown): TrendsQuery | null {
    const query = isRecord(value) && isRecord(value.source) ? value.source : value
    if (!isRecord(query) || query.kind !== 'TrendsQuery' || !Array.isArray(query.series) || !query.series.length) {
        return null
    }
    const series = query.series.map(readSeries)
    const properties = readFilters(query.properties)
    const breakdownFilter = readBreakdown(query.breakdownFilter)
    if (series.includes(null) || properties === null || breakdownFilter === null) {
        return null
    }
    // What is null or empty is left out, as the editor does.
    const rest = Object.fromEntries(Object.entries(query).filter(([, part]) => part !== null))
    return {
        ...(rest as unknown as TrendsQuery),
        series: series as EventsNode[],
        ...('properties' in rest && { properties }),
        ...('breakdownFilter' in rest && { breakdownFilter }),
    }
}

function readSeries(value: unknown): EventsNode | null {
    if (!isRecord(value) || value.kind !== 'EventsNode') {
        return null
    }
    const properties = readFilters(value.properties)
    return properties && { ...(value as unknown as EventsNode), ...('properties' in value && { properties }) }
}

/** Conditions that must all hold, also out of groups of groups; null when any of several may hold. */
function readFilters(value: unknown): QueryFilter[] | null {
    if (value === undefined || value === null) {
        return []
    }
    if (isRecord(value) && Array.isArray(value.values)) {
        return value.type === 'AND' || value.values.length < 2 ? readFilters(value.values) : null
    }
    if (!Array.isArray(value)) {
        return null
    }
    const read = value.map((one) => (isRecord(one) && 'values' in one ? readFilters(one) : readFilter(one)))
    return read.includes(null) ? null : (read.flat() as QueryFilter[])
}

function readFilter(value: unknown): QueryFilter | null {
    if (!isRecord(value)) {
        return null
    }
    if (value.type === 'cohort') {
        const operator = value.operator === 'not_in' ? 'not_in' : 'in'
        const id = Number(value.value)
        return Number.isInteger(id) ? { type: 'cohort', key: 'id', operator, value: id } : null
    }
    if ((value.type !== 'event' && value.type !== 'person') || typeof value.key !== 'string') {
        return null
    }
    const operator = (value.operator ?? 'exact') as PropertyOperator
    return { ...(value as unknown as QueryFilter), operator } as QueryFilter
}

/** The breakdown in its newer spelling; undefined when there is none, null when it is by something else. */
function readBreakdown(value: unknown): TrendsQuery['breakdownFilter'] | null {
    if (!isRecord(value)) {
        return undefined
    }
    const {
        breakdowns,
        breakdown,
        breakdown_type: type,
        breakdown_normalize_url: normalize_url,
        breakdown_histogram_bin_count: histogram_bin_count,
        breakdown_group_type_index: _,
        ...rest
    } = value
    const older = { property: breakdown, type: type ?? 'event', normalize_url, histogram_bin_count }
    const chosen: unknown = Array.isArray(breakdowns) && breakdowns.length > 0 ? breakdowns[0] : breakdown && older
    if (!isRecord(chosen)) {
        return undefined
    }
    if (typeof chosen.property !== 'string' || !['event', 'person'].includes(String(chosen.type ?? 'event'))) {
        return null
    }
    const known = Object.entries({ type: 'event', ...chosen }).filter(([, part]) => part !== undefined && part !== null)
    return { ...rest, breakdowns: [Object.fromEntries(known) as unknown as Breakdown] }
}

function isRecord(value: unknown): value is Record<string, unknown> {
    return typeof value === 'object' && value !== null && !Array.isArray(value)
}
