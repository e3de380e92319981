import { expect, it } from 'vitest'
import { type Before, describeDone, type Step, undoSteps } from './bulk'

const FLAGS: Before[] = [
    { id: 1, active: true, tags: ['web'] },
    { id: 2, active: false, tags: [] },
    { id: 3, active: true, tags: ['web', 'old'] },
]
const ids = [1, 2, 3]

it.each<[Step, Step[]]>([
    [{ action: 'enable', ids }, [{ action: 'disable', ids }]],
    [{ action: 'disable', ids }, [{ action: 'enable', ids }]],
    [
        { action: 'archive', ids },
        [
            { action: 'unarchive', ids },
            { action: 'enable', ids: [1, 3] },
        ],
    ],
    [{ action: 'unarchive', ids }, [{ action: 'archive', ids }]],
    [
        { action: 'delete', ids },
        [
            { action: 'restore', ids },
            { action: 'enable', ids: [1, 3] },
        ],
    ],
    // A tag that a flag had before stays with it.
    [
        { action: 'add', ids, tags: ['web', 'pay'] },
        [
            { action: 'remove', ids: [1, 3], tags: ['pay'] },
            { action: 'remove', ids: [2], tags: ['web', 'pay'] },
        ],
    ],
    [
        { action: 'remove', ids, tags: ['web', 'old'] },
        [
            { action: 'add', ids: [1], tags: ['web'] },
            { action: 'add', ids: [3], tags: ['web', 'old'] },
        ],
    ],
])('takes back %j', (step, undo) => {
    expect(undoSteps(step, FLAGS)).toEqual(undo)
})

it('says what was done', () => {
    expect(describeDone('disable', 3)).toBe('3 flags are off.')
    expect(describeDone('delete', 1)).toBe('1 flag is deleted.')
})
