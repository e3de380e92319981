import { expect, it } from 'vitest'
import { type Before, CHUNK, describeDone, inChunks, type Outcome, type Progress, type Step, undoSteps } from './bulk'

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

/** The server for flags of which each needs the next to be off before it can go off; the last needs nothing. */
function chainOf(length: number): { ids: number[]; requests: number[]; send: (step: Step) => Promise<Outcome> } {
    const on = new Set(Array.from({ length }, (_, at) => at))
    const requests: number[] = []
    const send = async ({ ids }: Step): Promise<Outcome> => {
        requests.push(ids.length)
        // As the server does it: within one request in whatever order goes.
        const changed = ids.toReversed().filter((id) => !on.has(id + 1) && on.delete(id))
        const refused = ids.filter((id) => on.has(id)).map((id) => ({ id, reason: `${id + 1} is on.` }))
        return { changed, refused }
    }
    return { ids: [...on], requests, send }
}

async function all(steps: AsyncGenerator<Progress>): Promise<Progress[]> {
    const seen = []
    for await (const one of steps) {
        seen.push(one)
    }
    return seen
}

it('asks again those that needed a later chunk to go first, and counts each flag once', async () => {
    const { ids, requests, send } = chainOf(2 * CHUNK + 10)
    const seen = await all(inChunks({ action: 'disable', ids }, send))
    expect(requests).toEqual([CHUNK, CHUNK, 10, CHUNK, CHUNK, CHUNK])
    expect(seen.flatMap((one) => one.changed)).toHaveLength(ids.length)
    expect(seen.flatMap((one) => one.refused)).toEqual([])
    expect(seen.map((one) => one.asked)).toEqual([CHUNK, CHUNK, 10, 0, 0, 0, 0])
})

it('gives up when nothing moves, and says of each once why', async () => {
    const reason = 'It is archived.'
    const requests: number[][] = []
    const ids = Array.from({ length: CHUNK + 2 }, (_, at) => at)
    const seen = await all(
        inChunks({ action: 'enable', ids }, async ({ ids: part }) => {
            requests.push(part)
            return { changed: [], refused: part.map((id) => ({ id, reason })) }
        })
    )
    expect(requests).toEqual([ids.slice(0, CHUNK), ids.slice(CHUNK)])
    expect(seen.flatMap((one) => one.refused)).toEqual(ids.map((id) => ({ id, reason })))
})
