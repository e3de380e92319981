import { describe, expect, it } from 'vitest'
import type { EventsResponse } from '~/lib/queries'
import type { DistinctId, EventRow } from '~/lib/types'
import { actorName, eventPlace, eventsQuery, mergeRows, toEventsPage } from './eventRows'

const response = (changes: Partial<EventsResponse> = {}): EventsResponse => ({
    columns: [],
    results: [['u1', 'paid', '2026-03-04T10:00:00Z', 'd1', 'p1', { plan: 'team' }, { email: 'a@example.com' }]],
    ...changes,
})
const row = (uuid: string): EventRow => ({ uuid }) as EventRow

describe('toEventsPage', () => {
    it('names the columns', () => {
        expect(toEventsPage(response()).rows).toEqual([
            {
                uuid: 'u1',
                event: 'paid',
                timestamp: '2026-03-04T10:00:00Z',
                distinct_id: 'd1',
                person_id: 'p1',
                properties: { plan: 'team' },
                person_properties: { email: 'a@example.com' },
            },
        ])
    })
    it('reads properties that come as text, and survives those that are none', () => {
        const results = [['u', 'e', 't', 'd', null, '{"a":{"b":1}}', 'not json']]
        expect(toEventsPage(response({ results })).rows[0]).toMatchObject({
            person_id: null,
            properties: { a: { b: 1 } },
            person_properties: {},
        })
    })
    it('goes on only while there is more', () => {
        expect(toEventsPage(response({ hasMore: true, nextCursor: 'c' })).cursor).toBe('c')
        expect(toEventsPage(response({ hasMore: false, nextCursor: 'c' })).cursor).toBeNull()
    })
})

it('asks only for what was asked for', () => {
    expect(Object.keys(eventsQuery({ event: null, properties: [], limit: 5 })).sort()).toEqual([
        'kind',
        'limit',
        'orderBy',
        'select',
    ])
    expect(eventsQuery({ event: 'paid', properties: [], limit: 5, cursor: 'c', personId: 'p' })).toMatchObject({
        event: 'paid',
        cursor: 'c',
        personId: 'p',
    })
})

it('calls people what they call themselves', () => {
    const distinct_id = 'd1' as DistinctId
    expect(actorName({ distinct_id, person_properties: { name: 'Ada', email: 'a@example.com' } })).toBe('a@example.com')
    expect(actorName({ distinct_id, person_properties: { name: 'Ada', email: null } })).toBe('Ada')
    expect(actorName({ distinct_id, person_properties: {} })).toBe('d1')
    expect(actorName({ distinct_id, person_properties: { email: 'a', account: 7 } }, ['nick', 'account'])).toBe('7')
})

it('says where it happened', () => {
    expect(eventPlace({ $current_url: 'https://x.example/a/b?c=1#d' })).toBe('x.example/a/b?c=1')
    expect(eventPlace({ $current_url: 'not a url' })).toBe('not a url')
    expect(eventPlace({ $screen_name: 'Home' })).toBe('Home')
    expect(eventPlace({})).toBe('')
})

it('puts new rows first, none twice, and not too many', () => {
    const merged = mergeRows([row('c'), row('b')], [row('b'), row('a')], 3)
    expect(merged.map((one) => one.uuid)).toEqual(['c', 'b', 'a'])
    expect(mergeRows([row('d')], merged, 3).map((one) => one.uuid)).toEqual(['d', 'c', 'b'])
})
