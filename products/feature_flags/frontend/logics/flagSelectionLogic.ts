/** The flags that are ticked in the list, or all that match it, and what is done to them: each may refuse, and what was done can be undone. */
import { actions, connect, kea, listeners, type MakeLogicType, path, reducers, selectors } from 'kea'
import { toast } from '~/design/toastLogic'
import { messageOf } from '~/lib/http'
import { currentProjectId } from '~/lib/navigation'
import type { Page, ProjectId } from '~/lib/types'
import { type Before, describeDone, inChunks, MAX_CHOSEN, type Outcome, type Step, undoSteps } from '../lib/bulk'
import type { Flag } from '../lib/flags'
import { flagsApi } from '../lib/flagsApi'
import { type Filters, featureFlagsSceneLogic, queryOf } from '../scenes/featureFlagsSceneLogic'

/** A flag that did not go along, and why. */
export interface Refusal {
    id: number
    key: string
    reason: string
}

/** `among` are all flags that match the filters, when these were chosen; otherwise it is about those that the page shows. */
interface Selection {
    ids: number[]
    among: Flag[] | null
}

interface Values {
    flags: Flag[]
    answer: Page<Flag> | null
    filters: Filters
    selection: Selection
    ticked: number[]
    /** Where a range begins: the one that was ticked last. */
    last: number | null
    /** The flags from there to another one, which comes last. */
    rangeTo: (id: number) => number[]
    chosen: Flag[]
    /** All that the page shows are ticked. */
    isAll: boolean
    /** How many match, where these are more than the page shows and not chosen yet. */
    more: number | null
    acrossPages: boolean
    finding: boolean
    working: boolean
    /** Of how many flags what was asked, while it is. */
    progress: { asked: number; of: number }
    /** Stays until it is dismissed or something else is done. */
    refusals: Refusal[]
    chosenTags: string[]
}
interface Actions {
    loaded: (answer: Page<Flag>) => { answer: Page<Flag> }
    setFilters: (changes: Partial<Filters>) => { changes: Partial<Filters> }
    setFromUrl: (filters: Filters) => { filters: Filters }
    tick: (ids: number[], on: boolean) => { ids: number[]; on: boolean }
    tickAll: (ids: number[]) => { ids: number[] }
    /** Ticks all that match the filters, on all pages. */
    tickMatching: () => { value: true }
    tickedMatching: (flags: Flag[] | null) => { flags: Flag[] | null }
    run: (steps: Step[]) => { steps: Step[] }
    progressed: (asked: number) => { asked: number }
    /** `left` stay ticked: they refused, or were not reached. */
    ran: (refusals: Refusal[], left: number[]) => { refusals: Refusal[]; left: number[] }
    dismiss: () => { value: true }
    reloadList: () => { value: true }
    reloadTags: () => { value: true }
}

const NOTHING: Selection = { ids: [], among: null }

export const flagSelectionLogic = kea<MakeLogicType<Values, Actions>>([
    path(['products', 'feature_flags', 'flagSelectionLogic']),
    connect({
        values: [featureFlagsSceneLogic, ['flags', 'answer', 'filters']],
        actions: [
            featureFlagsSceneLogic,
            ['loaded', 'setFilters', 'setFromUrl', 'load as reloadList', 'loadTags as reloadTags'],
        ],
    }),
    actions({
        tick: (ids, on) => ({ ids, on }),
        tickAll: (ids) => ({ ids }),
        tickMatching: true,
        tickedMatching: (flags) => ({ flags }),
        run: (steps) => ({ steps }),
        progressed: (asked) => ({ asked }),
        ran: (refusals, left) => ({ refusals, left }),
        dismiss: true,
    }),
    reducers({
        selection: [
            NOTHING,
            {
                tick: ({ ids: ticked, among }: Selection, { ids, on }: { ids: number[]; on: boolean }) => ({
                    ids: [...ticked.filter((one) => !ids.includes(one)), ...(on ? ids : [])],
                    among,
                }),
                tickAll: (_: Selection, { ids }: { ids: number[] }) => ({ ids, among: null }),
                tickedMatching: (selection: Selection, { flags }: { flags: Flag[] | null }) =>
                    flags ? { ids: flags.map((flag) => flag.id), among: flags } : selection,
                // Turning a page leaves what matches as it is; other filters ask for other flags.
                setFilters: ({ ids, among }: Selection, { changes }: { changes: Partial<Filters> }) => ({
                    ids,
                    among: Object.keys(changes).every((name) => name === 'page' || name === 'order') ? among : null,
                }),
                setFromUrl: ({ ids }: Selection) => ({ ids, among: null }),
                // Nothing is done to what is neither seen nor asked for.
                loaded: ({ ids, among }: Selection, { answer }: { answer: Page<Flag> }) => ({
                    ids: among ? ids : ids.filter((id) => answer.results.some((flag) => flag.id === id)),
                    among,
                }),
                ran: (_: Selection, { left }: { left: number[] }) => ({ ids: left, among: null }),
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
        finding: [false, { tickMatching: () => true, tickedMatching: () => false }],
        working: [false, { run: () => true, ran: () => false }],
        progress: [
            { asked: 0, of: 0 },
            {
                run: (_: Values['progress'], { steps }: { steps: Step[] }) => ({
                    asked: 0,
                    of: steps.reduce((sum, step) => sum + step.ids.length, 0),
                }),
                progressed: ({ of }: Values['progress'], { asked }: { asked: number }) => ({ asked, of }),
            },
        ],
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
        ticked: [(s) => [s.selection], ({ ids }: Selection) => ids],
        chosen: [
            (s) => [s.flags, s.selection],
            (flags: Flag[], { ids, among }: Selection) => {
                const ticked = new Set(ids)
                return (among ?? flags).filter((flag) => ticked.has(flag.id))
            },
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
            (s) => [s.flags, s.ticked],
            (flags: Flag[], ticked: number[]) => flags.length > 0 && flags.every((flag) => ticked.includes(flag.id)),
        ],
        acrossPages: [(s) => [s.selection], ({ among }: Selection) => among !== null],
        more: [
            (s) => [s.answer, s.flags, s.isAll, s.selection],
            (answer: Page<Flag> | null, flags: Flag[], isAll: boolean, { among }: Selection) =>
                answer && isAll && !among && answer.count > flags.length ? answer.count : null,
        ],
        chosenTags: [
            (s) => [s.chosen],
            (chosen: Flag[]) => [...new Set(chosen.flatMap((flag) => flag.tags))].sort((a, b) => a.localeCompare(b)),
        ],
    }),
    listeners(({ actions, values }) => ({
        tickMatching: async () => {
            const { filters } = values
            try {
                const query = { ...queryOf(filters), limit: MAX_CHOSEN, offset: 0 }
                const { results } = await flagsApi.list(currentProjectId(), query)
                actions.tickedMatching(values.filters === filters ? results : null)
            } catch (error) {
                actions.tickedMatching(null)
                toast.error(messageOf(error))
            }
        },
        run: async ({ steps }) => {
            const project = currentProjectId()
            const before = new Map<number, Before & { key: string }>()
            for (const flag of [...values.chosen, ...values.flags]) {
                before.set(flag.id, flag)
            }
            const refusals: Refusal[] = []
            const undo: Step[] = []
            const changed = new Set<number>()
            let left: number[] | null = null
            let asked = 0
            try {
                for (const step of steps) {
                    const done: number[] = []
                    try {
                        for await (const progress of inChunks(step, (part) => send(project, part))) {
                            done.push(...progress.changed)
                            refusals.push(
                                ...progress.refused.map(({ id, reason }) => ({
                                    id,
                                    key: before.get(id)?.key ?? `number ${id}`,
                                    reason,
                                }))
                            )
                            asked += progress.asked
                            actions.progressed(asked)
                        }
                    } finally {
                        // Also what was done before the server stopped answering.
                        undo.unshift(
                            ...undoSteps(
                                step,
                                done.flatMap((id) => before.get(id) ?? [])
                            )
                        )
                        for (const id of done) {
                            changed.add(id)
                        }
                    }
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
            for await (const progress of inChunks(step, (part) => send(project, part))) {
                refused.push(...progress.refused)
            }
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
