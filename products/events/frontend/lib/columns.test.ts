import { describe, expect, it } from 'vitest'
import { columnFor, columnTitle, knownColumns, moved, propertyOf, propertyValue } from './columns'

describe('names of columns', () => {
    it.each([
        ['row', 'plan', 'properties.plan'],
        ['person', '$geoip.x', 'person.properties.$geoip.x'],
    ] as const)('%s %s is written %s and read back', (source, name, id) => {
        expect(columnFor(source, name)).toBe(id)
        expect(propertyOf(id)).toEqual({ source, name })
    })

    it('have titles for people', () => {
        expect(columnTitle('activity', 'time')).toBe('When')
        expect(columnTitle('activity', 'properties.$browser')).toBe('Browser')
        expect(columnTitle('activity', 'person.properties.plan')).toBe('Person’s plan')
    })
})

describe('chosen columns', () => {
    it('leave out what the list does not have', () => {
        expect(knownColumns('activity', ['time', 'gone', 'properties.a'])).toEqual(['time', 'properties.a'])
    })

    it('fall back to the list’s own when nothing is left', () => {
        expect(knownColumns('persons', ['gone'])).toEqual(['person', 'kind', 'distinct_ids', 'created'])
        expect(knownColumns('persons', null)).toEqual(['person', 'kind', 'distinct_ids', 'created'])
    })

    it('move by one place, and not past the ends', () => {
        expect(moved(['a', 'b', 'c'], 1, -1)).toEqual(['b', 'a', 'c'])
        expect(moved(['a', 'b', 'c'], 1, 1)).toEqual(['a', 'c', 'b'])
        expect(moved(['a', 'b'], 0, -1)).toEqual(['a', 'b'])
        expect(moved(['a', 'b'], 1, 1)).toEqual(['a', 'b'])
    })
})

describe('propertyValue', () => {
    it('reads own properties only', () => {
        const row = { properties: { plan: 'team' }, person_properties: { plan: 'free' } }
        expect(propertyValue(row, { source: 'row', name: 'plan' })).toBe('team')
        expect(propertyValue(row, { source: 'person', name: 'plan' })).toBe('free')
        expect(propertyValue(row, { source: 'row', name: 'constructor' })).toBe(null)
    })
})
