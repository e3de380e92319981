/** One action on many flags: what the server is asked, how it went in words, and how it is taken back. Knows no page. */
import type { Schema } from '~/lib/client'
import { formatCount } from '~/lib/format'
import type { Flag } from './flags'

export type StateAction = Schema<'BulkUpdateFlagStateRequest'>['action']
export type BulkAction = StateAction | 'delete' | 'add' | 'remove'

/** One request. `tags` are for `add` and `remove`. */
export interface Step {
    action: BulkAction
    ids: number[]
    tags?: string[]
}
export interface Refused {
    id: number
    reason: string
}
/** What became of each flag; those that were so already are in neither list. */
export interface Outcome {
    changed: number[]
    refused: Refused[]
}
/** What is known after one request: `asked` flags have now been asked for the first time. */
export interface Progress extends Outcome {
    asked: number
}
/** As much of a flag as taking back needs: how it was before. */
export type Before = Pick<Flag, 'id' | 'active' | 'tags'>

/** As many flags as can be chosen: the longest list that the server sends at once. */
export const MAX_CHOSEN = 1_000
/** Flags of one request: few enough that the server answers in about a second and there is progress to show. */
export const CHUNK = 100

const DONE: Record<BulkAction, string> = {
    enable: 'on',
    disable: 'off',
    archive: 'archived',
    unarchive: 'out of the archive, and off',
    delete: 'deleted',
    restore: 'back',
    add: 'tagged',
    remove: 'tagged anew',
}

/** Sends a step in chunks; those that refuse come with the last answer.
 *
 * The server finds the order in which flags that depend on each other can go, but only within one request. So those that
 * refused are asked again for as long as others go along: what needed them may have been in a later chunk.
 */
export async function* inChunks(step: Step, send: (step: Step) => Promise<Outcome>): AsyncGenerator<Progress> {
    let [waiting, refused, again] = [step.ids, [] as Refused[], false]
    do {
        const round: Refused[] = []
        let moved = false
        for (let from = 0; from < waiting.length; from += CHUNK) {
            const ids = waiting.slice(from, from + CHUNK)
            const outcome = await send({ ...step, ids })
            round.push(...outcome.refused)
            moved ||= outcome.changed.length > 0
            yield { changed: outcome.changed, refused: [], asked: again ? 0 : ids.length }
        }
        // One chunk was put in order by the server already.
        again = moved && round.length > 0 && step.ids.length > CHUNK
        ;[waiting, refused] = [round.map((one) => one.id), round]
    } while (again)
    yield { changed: [], refused, asked: 0 }
}

/** "3 flags are off." */
export function describeDone(action: BulkAction, count: number): string {
    return `${formatCount(count, 'flag')} ${count === 1 ? 'is' : 'are'} ${DONE[action]}.`
}

/** What brings the changed flags back to how they were, in the order in which it must be done. */
export function undoSteps({ action, tags = [] }: Step, changed: readonly Before[]): Step[] {
    const ids = changed.map((flag) => flag.id)
    const wasOn = changed.filter((flag) => flag.active).map((flag) => flag.id)
    const backOn: Step[] = wasOn.length ? [{ action: 'enable', ids: wasOn }] : []
    switch (action) {
        case 'enable':
            return [{ action: 'disable', ids }]
        case 'disable':
            return [{ action: 'enable', ids }]
        case 'archive':
            return [{ action: 'unarchive', ids }, ...backOn]
        case 'unarchive':
            return [{ action: 'archive', ids }]
        case 'delete':
            return [{ action: 'restore', ids }, ...backOn]
        case 'restore':
            return [{ action: 'delete', ids }]
        case 'add':
            return byTags(changed, 'remove', (flag) => tags.filter((tag) => !flag.tags.includes(tag)))
        case 'remove':
            return byTags(changed, 'add', (flag) => tags.filter((tag) => flag.tags.includes(tag)))
    }
}

/** Flags that need the same tags changed share a request. */
function byTags(flags: readonly Before[], action: 'add' | 'remove', tagsOf: (flag: Before) => string[]): Step[] {
    const steps = new Map<string, Step & { tags: string[] }>()
    for (const flag of flags) {
        const tags = tagsOf(flag)
        const name = JSON.stringify(tags)
        const step = steps.get(name) ?? { action, ids: [], tags }
        step.ids.push(flag.id)
        steps.set(name, step)
    }
    return [...steps.values()].filter((step) => step.tags.length > 0)
}
