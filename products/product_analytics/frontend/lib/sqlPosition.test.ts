import { describe, expect, it } from 'vitest'
import { ApiError } from '~/lib/http'
import { cellKind, cellText, shortType } from './sqlCells'
import { positionOf, toProblem } from './sqlPosition'

it('counts lines and columns from one', () => {
    const text = 'SELECT 1\nFROM evnts'
    expect(positionOf(text, 0)).toEqual({ line: 1, column: 1 })
    expect(positionOf(text, text.indexOf('evnts'))).toEqual({ line: 2, column: 6 })
})

describe('toProblem', () => {
    it('keeps the place the server found', () => {
        expect(toProblem(new ApiError(400, 'x', 'Unknown table', null, { start: 14, end: 19 }))).toEqual({
            message: 'Unknown table',
            start: 14,
            end: 19,
        })
    })
    it('marks one character when only the start is known', () => {
        expect(toProblem(new ApiError(400, 'x', 'Here', null, { start: 3 }))).toMatchObject({ start: 3, end: 4 })
    })
    it('has no place for what is wrong elsewhere', () => {
        expect(toProblem(new ApiError(503, 'x', 'Down'))).toEqual({ message: 'Down', start: null, end: null })
        expect(toProblem(new Error('odd'))).toEqual({ message: 'odd', start: null, end: null })
    })
})

describe('cells', () => {
    it('are drawn by what they hold', () => {
        expect([null, 1, true, { a: 1 }, [1], 'x', undefined].map(cellKind)).toEqual([
            'null',
            'number',
            'boolean',
            'json',
            'json',
            'text',
            'null',
        ])
        expect([null, 1.5, false, { a: 1 }, 'x'].map(cellText)).toEqual(['', '1.5', 'false', '{"a":1}', 'x'])
    })
    it.each([
        ["Nullable(DateTime64(6, 'UTC'))", 'DateTime64'],
        ['LowCardinality(Nullable(String))', 'String'],
        ['Array(String)', 'Array'],
        ['UInt64', 'UInt64'],
        ['', ''],
    ])('of type %s are headed %s', (type, short) => expect(shortType(type)).toBe(short))
})
