import { describe, expect, it } from 'vitest'
import { readTrendsQuery } from './readTrendsQuery'

const query = (changes: object = {}): Record<string, unknown> => ({
    kind: 'TrendsQuery',
    series: [{ kind: 'EventsNode', event: 'paid', math: 'total' }],
    ...changes,
})
const browser = { type: 'event', key: '$browser', operator: 'exact', value: ['Chrome'] }
const email = { type: 'person', key: 'email', operator: 'is_set' }

describe('readTrendsQuery', () => {
    it('unwraps what an insight stores', () => {
        expect(readTrendsQuery({ kind: 'InsightVizNode', source: query() })).toEqual(query())
        expect(readTrendsQuery(query())).toEqual(query())
    })

    it.each([
        [
            { breakdown: 'plan', breakdown_type: 'person', breakdown_limit: 25 },
            { breakdowns: [{ property: 'plan', type: 'person' }], breakdown_limit: 25 },
        ],
        [{ breakdown: '$browser' }, { breakdowns: [{ property: '$browser', type: 'event' }] }],
        [{ breakdowns: [{ property: '$browser' }] }, { breakdowns: [{ property: '$browser', type: 'event' }] }],
        [{ breakdown_type: 'event' }, undefined],
        [{ breakdowns: [] }, undefined],
    ])('reads the breakdown %o, however it is spelled', (spelled, breakdownFilter) => {
        expect(readTrendsQuery(query({ breakdownFilter: spelled }))).toEqual(query({ breakdownFilter }))
    })

    it.each([
        [[browser], [browser]],
        [[{ ...browser, operator: undefined }], [browser]],
        [{ type: 'AND', values: [{ type: 'AND', values: [browser] }, email] }, [browser, email]],
        [{ type: 'AND', values: [{ type: 'OR', values: [browser] }] }, [browser]],
        [[{ type: 'cohort', key: 'id', value: '3' }], [{ type: 'cohort', key: 'id', operator: 'in', value: 3 }]],
    ])('reads the conditions %o as a list', (properties, expected) => {
        expect(readTrendsQuery(query({ properties }))).toEqual(query({ properties: expected }))
    })

    it('leaves out parts that are null', () => {
        expect(readTrendsQuery(query({ breakdownFilter: null, properties: null, trendsFilter: null }))).toEqual(query())
    })

    it.each([
        null,
        'TrendsQuery',
        [],
        { kind: 'HogQLQuery', query: 'SELECT 1' },
        { kind: 'TrendsQuery' },
        query({ series: [] }),
        query({ series: ['x'] }),
        query({ series: [{ kind: 'ActionsNode', id: 1 }] }),
        query({ series: [{ kind: 'EventsNode', event: 'paid', properties: [{ type: 'hogql', key: '1' }] }] }),
        query({ properties: { type: 'OR', values: [browser, email] } }),
        query({ properties: [{ type: 'group', key: 'plan', group_type_index: 0, value: 'pro' }] }),
        query({ breakdownFilter: { breakdown: 'plan', breakdown_type: 'group', breakdown_group_type_index: 0 } }),
    ])('refuses %o, which the editor cannot show, whoever wrote the link', (value) => {
        expect(readTrendsQuery(value)).toBeNull()
    })
})
