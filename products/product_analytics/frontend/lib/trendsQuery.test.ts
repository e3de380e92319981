import { describe, expect, it } from 'vitest'
import type { EventsNode, TrendsQuery } from '~/lib/queries'
import { withMath } from './math'
import {
    NEW_TRENDS_QUERY,
    seriesLetter,
    showsTotals,
    whatIsMissing,
    withDateRange,
    withDisplay,
    withFormula,
    withoutSeries,
    withSeries,
} from './trendsQuery'

const series = (changes: Partial<EventsNode> = {}): EventsNode => ({
    kind: 'EventsNode',
    event: 'paid',
    math: 'total',
    ...changes,
})
const query = (changes: Partial<TrendsQuery> = {}): TrendsQuery => ({
    ...NEW_TRENDS_QUERY,
    series: [series()],
    ...changes,
})

describe('withDateRange', () => {
    it('takes an interval that suits the new range', () => {
        expect(withDateRange(query(), { date_from: '-24h' }).interval).toBe('hour')
        expect(withDateRange(query(), { date_from: '-12m' }).interval).toBe('week')
    })
    it('keeps an interval that was chosen, while the range can take it', () => {
        const weekly = query({ interval: 'week', dateRange: { date_from: '-30d' } })
        expect(withDateRange(weekly, { date_from: '-90d' }).interval).toBe('week')
        const byMinute = query({ interval: 'minute', dateRange: { date_from: '-24h' } })
        expect(withDateRange(byMinute, { date_from: '-90d' }).interval).toBe('day')
    })
})

describe('whatIsMissing', () => {
    it('is nothing for a plain question', () => expect(whatIsMissing(query())).toBeNull())

    it('names the series whose property is not chosen', () => {
        const incomplete = query({ series: [series(), series({ math: 'p90' })] })
        expect(whatIsMissing(incomplete)).toBe('Choose the property that series B computes its 90th percentile of.')
    })
    it('notices half a filter, also inside a series', () => {
        const half = { type: 'event', key: 'plan', operator: 'exact', value: [] } as const
        expect(whatIsMissing(query({ properties: [{ ...half, value: [] }] }))).not.toBeNull()
        expect(whatIsMissing(query({ series: [series({ properties: [{ ...half, value: [] }] })] }))).not.toBeNull()
    })
})

describe('changing a question', () => {
    it('leaves the one before as it was', () => {
        const before = query()
        const copy = structuredClone(before)
        withSeries(before, 0, series({ event: 'other' }))
        withDisplay(before, 'BoldNumber')
        expect(before).toEqual(copy)
    })
    it('never removes the last series', () => {
        expect(withoutSeries(query(), 0).series).toHaveLength(1)
        expect(
            withoutSeries(query({ series: [series({ event: 'a' }), series({ event: 'b' })] }), 0).series[0]?.event
        ).toBe('b')
    })
    it('drops a property that the new math has no use for', () => {
        const summed = series({ math: 'sum', math_property: 'amount', math_property_type: 'event_properties' })
        expect(withMath(summed, 'dau')).toEqual(series({ math: 'dau' }))
        expect(withMath(summed, 'avg')).toEqual({ ...summed, math: 'avg' })
    })
    it('knows which displays show one number', () => {
        expect(showsTotals(withDisplay(query(), 'BoldNumber'))).toBe(true)
        expect(showsTotals(withDisplay(query(), 'ActionsBar'))).toBe(false)
    })
})

it('letters series as formulas do', () => {
    expect([0, 1, 25].map(seriesLetter)).toEqual(['A', 'B', 'Z'])
})

it('asks for nothing while the formula names a series that is gone', () => {
    const two = { ...NEW_TRENDS_QUERY, series: [...NEW_TRENDS_QUERY.series, ...NEW_TRENDS_QUERY.series] }
    const query = withFormula(two, 'A / B')
    expect(whatIsMissing(query)).toBeNull()
    expect(whatIsMissing(withoutSeries(query, 1))).toBe('The formula: There is no series B.')
    expect(withFormula(query, '').trendsFilter).toEqual(two.trendsFilter)
})
