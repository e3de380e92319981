import { expect, it } from 'vitest'
import { asKind, type Filters, newBehavior, placeOf, readFilters, whatIsMissing, writeFilters } from './criteria'

const FILTERS: Filters = {
    properties: {
        type: 'OR',
        values: [
            {
                type: 'AND',
                values: [
                    { type: 'person', key: 'plan', operator: 'exact', value: ['pro'] },
                    { type: 'cohort', key: 'id', value: 7, negation: true },
                ],
            },
            {
                type: 'OR',
                values: [
                    {
                        type: 'behavioral',
                        value: 'performed_event_sequence',
                        key: 'looked',
                        event_type: 'events',
                        event_filters: [{ type: 'event', key: 'price', operator: 'gt', value: 3 }],
                        time_value: 30,
                        time_interval: 'day',
                        seq_time_value: 2,
                        seq_time_interval: 'week',
                        seq_event: 'bought',
                    },
                    {
                        type: 'behavioral',
                        value: 'performed_event',
                        key: null,
                        event_type: 'events',
                        explicit_datetime: '2026-01-01',
                        negation: true,
                    },
                ],
            },
        ],
    },
}

it('writes what it read', () => {
    const criteria = readFilters(FILTERS)
    expect(criteria && writeFilters(criteria)).toEqual(FILTERS)
})

it('reads criteria that stand alone as groups of one', () => {
    const person = { type: 'person', key: 'plan', operator: 'exact', value: 'pro' }
    expect(readFilters({ properties: { type: 'AND', values: [person] } })?.groups).toEqual([
        { type: 'AND', values: [{ type: 'person', filter: person, negation: false }] },
    ])
})

it('leaves alone what nests deeper than it can show', () => {
    const inner = { type: 'AND', values: [] }
    expect(readFilters({ properties: { type: 'AND', values: [{ type: 'OR', values: [inner] }] } })).toBeNull()
})

it('is no definition as long as something is missing', () => {
    const empty = newBehavior()
    expect(whatIsMissing(empty)).toBe('Choose an event.')
    expect(writeFilters({ type: 'OR', groups: [{ type: 'AND', values: [empty] }] })).toBeNull()
    expect(whatIsMissing({ ...empty, key: null })).toBeNull()
    expect(whatIsMissing({ ...empty, key: 'a', value: 'performed_event_sequence' })).toBe('Choose the second event.')
})

it('counts periods in weeks and windows in days', () => {
    const regular = asKind(newBehavior(), 'performed_event_regularly')
    expect([regular.time_value, regular.time_interval]).toEqual([1, 'week'])
    expect(asKind(regular, 'performed_event').time_interval).toBe('day')
})

it('finds the criterion that the server complains about', () => {
    expect(placeOf('filters__properties__values__1__values__0__time_value')).toEqual({ group: 1, criterion: 0 })
    expect(placeOf('name')).toBeNull()
})
