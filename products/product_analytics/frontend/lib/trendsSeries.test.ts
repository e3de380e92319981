import { describe, expect, it } from 'vitest'
import type { TrendsQuery, TrendsResult } from '~/lib/queries'
import { NEW_TRENDS_QUERY } from './trendsQuery'
import { BREAKDOWN_NULL, BREAKDOWN_OTHER, breakdownLabel, sharesOf, toSeries } from './trendsSeries'

const result = (changes: Partial<TrendsResult> = {}): TrendsResult => ({
    data: [1, 2],
    days: ['2026-03-03', '2026-03-04'],
    count: 3,
    label: '$pageview',
    action: { order: 0 },
    ...changes,
})
const query = (changes: Partial<TrendsQuery> = {}): TrendsQuery => ({ ...NEW_TRENDS_QUERY, ...changes })
const byBrowser = { breakdownFilter: { breakdowns: [{ property: '$browser', type: 'event' as const }] } }

it('names the values nobody set, and those that were too many', () => {
    expect([BREAKDOWN_NULL, '', null, BREAKDOWN_OTHER, 'Chrome'].map(breakdownLabel)).toEqual([
        '(none)',
        '(none)',
        '(none)',
        'Everything else',
        'Chrome',
    ])
})

describe('toSeries', () => {
    it('gives both lines of a comparison the same colour and different keys', () => {
        const found = toSeries(
            [result({ compare_label: 'current' }), result({ compare_label: 'previous' })],
            query({ compareFilter: { compare: true } })
        )
        expect(found.map((one) => [one.color, one.isPrevious])).toEqual([
            [0, false],
            [0, true],
        ])
        expect(new Set(found.map((one) => one.key)).size).toBe(2)
    })

    it('calls a broken-down line by its value, and by its series too when there are several', () => {
        const results = [result({ breakdown_value: 'Chrome' }), result({ breakdown_value: BREAKDOWN_OTHER })]
        expect(toSeries(results, query(byBrowser)).map((one) => [one.label, one.color])).toEqual([
            ['Chrome', 0],
            ['Everything else', null],
        ])
        const two = query({
            ...byBrowser,
            series: [
                { kind: 'EventsNode', event: '$pageview' },
                { kind: 'EventsNode', event: 'paid' },
            ],
        })
        expect(toSeries([result({ action: { order: 1 }, breakdown_value: 'Chrome' })], two)[0]?.label).toBe(
            'paid · Chrome'
        )
    })

    it('tells twins apart by what they compute', () => {
        const twins = query({
            series: [
                { kind: 'EventsNode', event: null, math: 'total' },
                { kind: 'EventsNode', event: null, math: 'dau' },
            ],
        })
        expect(toSeries([result(), result({ action: { order: 1 } })], twins).map((one) => one.label)).toEqual([
            'All events, total count',
            'All events, unique persons',
        ])
    })

    it('takes the aggregate where there is one, else the count', () => {
        const totals = toSeries([result({ data: [], count: 0, aggregated_value: 42 }), result()], query())
        expect(totals.map((one) => one.total)).toEqual([42, 3])
    })

    it('keeps keys and colours when the answer comes again', () => {
        const results = ['Chrome', 'Safari'].map((value) => result({ breakdown_value: value }))
        expect(toSeries(results, query(byBrowser))).toEqual(toSeries(structuredClone(results), query(byBrowser)))
    })
})

describe('shares of a pie', () => {
    it('are of the present whole, the largest first, without what is nothing', () => {
        const answers = toSeries(
            [
                result({ breakdown_value: 'a', aggregated_value: 30 }),
                result({ breakdown_value: 'b', aggregated_value: 0 }),
                result({ breakdown_value: 'c', aggregated_value: 90 }),
                result({ breakdown_value: 'c', aggregated_value: 500, compare_label: 'previous' }),
            ],
            query(byBrowser)
        )
        expect(sharesOf(answers).map((one) => [one.series.label, one.share])).toEqual([
            ['c', 0.75],
            ['a', 0.25],
        ])
    })
})
