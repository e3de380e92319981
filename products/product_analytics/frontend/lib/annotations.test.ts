import { describe, expect, it } from 'vitest'
import { setDisplayTimeZone } from '~/lib/format'
import { type Annotation, formOf, formProblems, newForm, placeAnnotations, toBody } from './annotations'

const annotation = (id: number, date_marker: string, changes: Partial<Annotation> = {}): Annotation => ({
    id,
    content: `remark ${id}`,
    date_marker,
    scope: 'project',
    creation_type: 'USR',
    is_emoji: false,
    hidden_in_user_interface: false,
    deleted: false,
    created_by: null,
    created_at: date_marker,
    updated_at: date_marker,
    ...changes,
})
const places = (annotations: Annotation[], days: string[], end: string | null = null): [number, number[]][] =>
    [...placeAnnotations(annotations, days, end)].map(([index, found]) => [index, found.map((one) => one.id)])

describe('placing remarks', () => {
    const days = ['2026-03-02', '2026-03-03', '2026-03-04']

    it('puts each into the bucket that it falls into, the earliest first', () => {
        expect(
            places(
                [
                    annotation(1, '2026-03-03T23:59:59Z'),
                    annotation(2, '2026-03-03T00:00:00Z'),
                    annotation(3, '2026-03-02T12:00:00Z'),
                ],
                days
            )
        ).toEqual([
            [0, [3]],
            [1, [2, 1]],
        ])
    })

    it('goes by the days of the project', () => {
        setDisplayTimeZone('America/New_York')
        expect(places([annotation(1, '2026-03-04T04:30:00Z')], days)).toEqual([[1, [1]]])
    })

    it('finds hours', () => {
        const hours = ['2026-03-02 09:00:00', '2026-03-02 10:00:00']
        expect(places([annotation(1, '2026-03-02T10:30:00Z')], hours)).toEqual([[1, [1]]])
    })

    it('leaves out what is outside, hidden or deleted', () => {
        const found = [
            annotation(1, '2026-03-01T23:59:59Z'),
            annotation(2, '2026-03-05T00:00:01Z'),
            annotation(3, '2026-03-03T00:00:00Z', { hidden_in_user_interface: true }),
            annotation(4, '2026-03-03T00:00:00Z', { deleted: true }),
        ]
        expect(places(found, days, '2026-03-04T23:59:59Z')).toEqual([])
        expect(places(found, [])).toEqual([])
    })
})

describe('the form of a remark', () => {
    it('begins where the bucket begins', () => {
        setDisplayTimeZone('America/New_York')
        expect(toBody({ ...newForm('2026-07-04'), content: ' Launch ' })).toEqual({
            content: 'Launch',
            scope: 'project',
            date_marker: '2026-07-04T04:00:00.000Z',
        })
    })

    it('keeps the seconds of a moment that was not changed', () => {
        const before = annotation(1, '2026-03-04T10:20:33Z')
        expect(toBody({ ...formOf(before), content: 'x' }, before).date_marker).toBe('2026-03-04T10:20:33Z')
    })

    it('wants a text and a moment', () => {
        expect(Object.keys(formProblems({ content: '  ', moment: '', scope: 'project' }))).toEqual([
            'content',
            'moment',
        ])
        expect(formProblems({ ...newForm('2026-03-04'), content: 'x' })).toEqual({})
    })
})
