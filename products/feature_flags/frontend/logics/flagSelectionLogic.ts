/** The flags that are ticked in the list, and what is done to all of them: each may refuse, and what was done can be undone. */
import { actions, connect, kea, listeners, type MakeLogicType, path, reducers, selectors } from 'kea'
import { toast } from '~/design/toastLogic'
import { messageOf } from '~/lib/http'
import { currentProjectId } from '~/lib/navigation'
import type { Page, ProjectId } from '~/lib/types'
import { describeDone, type Outcome, type Step, undoSteps } from '../lib/bulk'
import type { Flag } from '../lib/flags'
import { flagsApi } from '../lib/flagsApi'
import { featureFlagsSceneLogic } from '../scenes/featureFlagsSceneLogic'

/** A flag that did not go along, and why. */
export interface Refusal {
    id: number
    key: string
    reason: string
}

interface Values {
    flags: Flag[]
    ticked: number[]
    /** Where a range begins: the one that was ticked last. */
    last: number | null
    /** The flags from there to another one, which comes last. */
    rangeTo: (id: number) => number[]
    chosen: Flag[]
    isAll: boolean
    working: boolean
    /** Stays until it is dismissed or something else is done. */
    refusals: Refusal[]
    chosenTags: string[]
}
interface Actions {
    loaded: (answer: Page<Flag>) => { answer: Page<Flag> }
    tick: (ids: number[], on: boolean) => { ids: number[]; on: boolean }
    tickAll: (ids: number[]) => { ids: number[] }
    run: (steps: Step[]) => { steps: Step[] }
    /** `left` stay ticked: they refused, or were not reached. */
    ran: (refusals: Refusal[], left: number[]) => { refusals: Refusal[]; left: number[] }
    dismiss: () => { value: true }
    reloadList: () => { value: true }
    reloadTags: () => { value: true }
}

export const flagSelectionLogic = kea<MakeLogicType<Values, Actions>>([
    path(['products', 'feature_flags', 'flagSelectionLogic']),
    connect({
        values: [featureFlagsSceneLogic, ['flags']],
        actions: [featureFlagsSceneLogic, ['loaded', 'load as reloadList', 'loadTags as reloadTags']],
    }),
    actions({
        tick: (ids, on) => ({ ids, on }),
        tickAll: (ids) => ({ ids }),
        run: (steps) => ({ steps }),
        ran: (refusals, left) => ({ refusals, left }),
        dismiss: true,
    }),
    reducers({
        ticked: [
            [] as number[],
            {
                tick: (ticked: number[], { ids, on }: { ids: number[]; on: boolean }) => [
                    ...ticked.filter((one) => !ids.includes(one)),
                    ...(on ? ids : []),
                ],
                tickAll: (_: number[], { ids }: { ids: number[] }) => ids,
                // Nothing is done to what cannot be seen.
                loaded: (ticked: number[], { answer }: { answer: Page<Flag> }) =>
                    ticked.filter((id) => answer.results.some((flag) => flag.id === id)),
                ran: (_: number[], { left }: { left: number[] }) => left,
            },
        ],
        last: [
            null as number | null,
            {
                tick: (_: number | null, { ids }: { ids: number[] }) => ids.at(-1) ?? null,
                tickAll: () => null,
                loaded: () => null,
            },
        ],
        working: [false, { run: () => true, ran: () => false }],
        refusals: [
            [] as Refusal[],
            {
                run: () => [],
                ran: (_: Refusal[], { refusals }: { refusals: Refusal[] }) => refusals,
                dismiss: () => [],
            },
        ],
    }),
    selectors({
        chosen: [
            (s) => [s.flags, s.ticked],
            (flags: Flag[], ticked: number[]) => flags.filter((flag) => ticked.includes(flag.id)),
        ],
        rangeTo: [
            (s) => [s.flags, s.last],
            (flags: Flag[], last: number | null) =>
                (id: number): number[] => {
                    const order = flags.map((flag) => flag.id)
                    const [from, to] = [order.indexOf(last ?? id), order.indexOf(id)]
                    const range = order.slice(Math.min(from, to), Math.max(from, to) + 1)
                    return from < 0 ? [id] : [...range.filter((one) => one !== id), id]
                },
        ],
        isAll: [
            (s) => [s.flags, s.chosen],
            (flags: Flag[], chosen: Flag[]) => flags.length > 0 && chosen.length === flags.length,
        ],
        chosenTags: [
            (s) => [s.chosen],
            (chosen: Flag[]) => [...new Set(chosen.flatMap((flag) => flag.tags))].sort((a, b) => a.localeCompare(b)),
        ],
    }),
    listeners(({ actions, values }) => ({
        run: async ({ steps }) => {
            const project = currentProjectId()
            const before = new Map(values.flags.map((flag) => [flag.id, flag]))
            const refusals: Refusal[] = []
            const undo: Step[] = []
            const changed = new Set<number>()
            let left: number[] | null = null
            try {
                for (const step of steps) {
                    const outcome = await send(project, step)
                    const done = outcome.changed.flatMap((id) => before.get(id) ?? [])
                    undo.unshift(...undoSteps(step, done))
                    outcome.changed.forEach((id) => {
                        changed.add(id)
                    })
                    refusals.push(
                        ...outcome.refused.map(({ id, reason }) => ({
                            id,
                            key: before.get(id)?.key ?? `number ${id}`,
                            reason,
                        }))
                    )
                }
            } catch (error) {
                left = values.ticked.filter((id) => !changed.has(id))
                toast.error(messageOf(error))
            }
            actions.ran(refusals, left ?? refusals.map((one) => one.id))
            actions.reloadList()
            if (steps.some((step) => step.tags)) {
                actions.reloadTags()
            }
            const action = steps[0]?.action
            if (changed.size && action) {
                toast.success(describeDone(action, changed.size), { label: 'Undo', run: () => takeBack(project, undo) })
            } else if (!left && !refusals.length) {
                toast.success('That is how they are already.')
            }
        },
    })),
])

async function send(project: ProjectId, { action, ids, tags = [] }: Step): Promise<Outcome> {
    switch (action) {
        case 'delete': {
            const { deleted, errors } = await flagsApi.deleteMany(project, ids)
            return { changed: deleted.map((flag) => flag.id), refused: errors }
        }
        case 'add':
        case 'remove': {
            const { updated, errors } = await flagsApi.tagMany(project, ids, action, tags)
            return { changed: updated.map((flag) => flag.id), refused: errors }
        }
        default: {
            const { updated, errors } = await flagsApi.putMany(project, ids, action)
            return { changed: updated.map((flag) => flag.id), refused: errors }
        }
    }
}

/** Also after the list was left. */
async function takeBack(project: ProjectId, steps: Step[]): Promise<void> {
    try {
        const refused = []
        for (const step of steps) {
            refused.push(...(await send(project, step)).refused)
        }
        if (refused[0]) {
            toast.error(`Not everything could be taken back: ${refused[0].reason}`)
        } else {
            toast.success('Taken back.')
        }
    } catch (error) {
        toast.error(messageOf(error))
    }
    const list = featureFlagsSceneLogic.findMounted()
    list?.actions.load()
    list?.actions.loadTags()
}
