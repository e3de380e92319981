import { describe, expect, it } from 'vitest'
import type { Json } from '~/lib/types'
import { describePath, describeValue, differences } from './differences'

describe('differences', () => {
    it.each<[string, Json | undefined, Json | undefined, unknown[]]>([
        ['nothing', { a: [1, { b: 2 }] }, { a: [1, { b: 2 }] }, []],
        ['a text', 'old', 'new', [{ path: [], before: 'old', after: 'new' }]],
        [
            'a list of texts, as a whole',
            { tags: ['a'] },
            { tags: ['a', 'b'] },
            [{ path: ['tags'], before: ['a'], after: ['a', 'b'] }],
        ],
        [
            'fields that came, went and changed',
            { came: 1, went: 2, stays: 3 },
            { came: 9, stays: 3, is: 4 },
            [
                { path: ['came'], before: 1, after: 9 },
                { path: ['went'], before: 2, after: undefined },
                { path: ['is'], before: undefined, after: 4 },
            ],
        ],
        [
            'one field of one of many',
            { groups: [{ share: 10 }, { share: 20, on: true }] },
            { groups: [{ share: 10 }, { share: 60, on: true }] },
            [{ path: ['groups', 1, 'share'], before: 20, after: 60 }],
        ],
        [
            'one that was put before the others',
            { groups: [{ share: 10 }, { share: 20 }] },
            { groups: [{ share: 5 }, { share: 10 }, { share: 20 }] },
            [{ path: ['groups', 0], before: undefined, after: { share: 5 } }],
        ],
        [
            'one that was taken out of the middle',
            [{ a: 1 }, { a: 2 }, { a: 3 }],
            [{ a: 1 }, { a: 3 }],
            [{ path: [1], before: { a: 2 }, after: undefined }],
        ],
        ['an object that became a text', { a: { b: 1 } }, { a: 'b' }, [{ path: ['a'], before: { b: 1 }, after: 'b' }]],
        ['all of it', undefined, { a: 1 }, [{ path: [], before: undefined, after: { a: 1 } }]],
    ])('finds %s', (_, before, after, found) => {
        expect(differences(before, after)).toEqual(found)
    })

    it('names places', () => {
        const words = { groups: 'condition', rollout_percentage: 'share' }
        expect(describePath(['filters', 'groups', 1, 'rollout_percentage'], words, ['filters'])).toBe(
            'condition 2 › share'
        )
        expect(describePath(['filters'], words, ['filters'])).toBe('filters')
        expect(describePath(['early_exit'])).toBe('early exit')
        expect(describePath([2])).toBe('number 3')
    })

    it.each<[Json | undefined, string]>([
        [undefined, 'nothing'],
        [null, 'nothing'],
        ['', 'empty'],
        [true, 'yes'],
        [40, '40'],
        [['web', 'ios'], 'web, ios'],
        [[], 'nothing'],
        [{ a: 1 }, '{"a":1}'],
    ])('writes %j', (value, text) => {
        expect(describeValue(value)).toBe(text)
    })
})
