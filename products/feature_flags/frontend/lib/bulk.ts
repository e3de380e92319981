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
/** As much of a flag as taking back needs: how it was before. */
export type Before = Pick<Flag, 'id' | 'active' | 'tags'>

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
