import { describe, expect, it } from 'vitest'
import { diffLines } from './diffLines'

const shown = (before: unknown, after: unknown): string[] =>
    diffLines(before, after).map(
        ({ kind, text }) => `${kind === 'added' ? '+' : kind === 'removed' ? '-' : ' '}${text}`
    )

describe('diffLines', () => {
    it('shows what stayed around what changed', () => {
        expect(shown({ a: 1, b: 2 }, { a: 1, b: 3 })).toEqual([' {', '   "a": 1,', '-  "b": 2', '+  "b": 3', ' }'])
    })

    it('shows values that came or went whole', () => {
        expect(shown(null, 'new')).toEqual(['+new'])
        expect(shown(true, null)).toEqual(['-true'])
    })

    it('gives both sides back, whatever they are', () => {
        const before = ['a', 'b', 'c', 'a', 'd']
        const after = ['b', 'a', 'x', 'd', 'd']
        const lines = diffLines(before.join('\n'), after.join('\n'))
        expect(lines.filter((one) => one.kind !== 'added').map((one) => one.text)).toEqual(before)
        expect(lines.filter((one) => one.kind !== 'removed').map((one) => one.text)).toEqual(after)
    })
})
