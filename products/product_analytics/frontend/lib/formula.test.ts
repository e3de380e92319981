import { describe, expect, it } from 'vitest'
import { formulaProblem } from './formula'

describe('formulaProblem', () => {
    it.each(['A', 'a/b', '(A + B) / 2 * 100', '-A', 'A - -B', '1.5 * A', '.5*A', 'A % 7'])('takes %j', (text) => {
        expect(formulaProblem(text, 2)).toBeNull()
    })

    it.each([
        ['A + C', 'There is no series C.'],
        ['A +', 'Something is missing at the end.'],
        ['(A', 'A parenthesis is not closed.'],
        ['A)', '“)” does not fit where it stands.'],
        ['A B', '“B” does not fit where it stands.'],
        ['* A', '“*” does not fit where it stands.'],
        ['sum(A)', 'Use letters of series, numbers, + − * / % and parentheses.'],
        ['A; B', 'Use letters of series, numbers, + − * / % and parentheses.'],
    ])('refuses %j', (text, problem) => {
        expect(formulaProblem(text, 2)).toBe(problem)
    })
})
