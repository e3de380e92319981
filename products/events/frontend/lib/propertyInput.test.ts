import { expect, it } from 'vitest'
import { parseValue, writeValue } from './propertyInput'

it.each([
    ['pro', 'pro'],
    ['42', 42],
    ['-1.5', -1.5],
    ['12345678901234567890', '12345678901234567890'],
    ['007', '007'],
    ['true', true],
    ['"42"', '42'],
    ['["a", 1]', ['a', 1]],
    ['2026-01-31', '2026-01-31'],
    ['{broken', '{broken'],
    ['', ''],
])('%j means %j', (typed, value) => {
    expect(parseValue(typed)).toEqual(value)
})

it.each(['pro', '42', 42, true, 'true', null, ['a'], { a: 1 }, '"quoted"', ''])(
    '%j comes back from its text',
    (value) => {
        expect(parseValue(writeValue(value))).toEqual(value)
    }
)
