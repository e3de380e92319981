import { expect, it } from 'vitest'
import type { TrendsResult } from '~/lib/queries'
import { colorPlaces, toSeries, usageQuery } from './flagUsageLogic'

it('gives variants the colours of the editor, and other answers those after them', () => {
    expect(colorPlaces(['bold', 'false', 'control', 'old'], ['control', 'test', 'bold'])).toEqual([2, 3, 0, 4])
    expect(colorPlaces(['true', 'false'], [])).toEqual([0, 1])
})

it('names answers as SDKs report them, the most frequent first, and leaves out those that nobody got', () => {
    const results = [
        {
            breakdown_value: ['control'],
            label: 'control',
            days: ['2026-03-01', '2026-03-02'],
            data: [1, null],
            count: 1,
        },
        { breakdown_value: ['test'], label: 'test', days: ['2026-03-01', '2026-03-02'], data: [2, 3], count: 5 },
        { breakdown_value: ['$$_other_$$'], label: 'Other', days: [], data: [], count: 2 },
        { breakdown_value: ['gone'], label: 'gone', days: [], data: [0], count: 0 },
    ] as unknown as TrendsResult[]
    expect(toSeries(results)).toEqual([
        { label: 'test', days: ['2026-03-01', '2026-03-02'], data: [2, 3], total: 5 },
        { label: 'Other', days: [], data: [], total: 2 },
        { label: 'control', days: ['2026-03-01', '2026-03-02'], data: [1, 0], total: 1 },
    ])
})

it('asks for hours within a day and for days beyond it, of this flag alone', () => {
    const asked = (['-24h', '-7d', '-30d'] as const).map((range) => usageQuery('checkout', range, 'dau'))
    expect(asked.map((query) => query.interval)).toEqual(['hour', 'day', 'day'])
    expect(asked[0]?.properties).toEqual([
        { type: 'event', key: '$feature_flag', operator: 'exact', value: ['checkout'] },
    ])
})
