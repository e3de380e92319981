/** One flag being made or edited: a draft beside what is stored, and what the server says about it. */
import { actions, afterMount, kea, key, listeners, type MakeLogicType, path, props, reducers, selectors } from 'kea'
import { router } from 'kea-router'
import { toast } from '~/design/toastLogic'
import { ApiError, messageOf } from '~/lib/http'
import { currentProjectId } from '~/lib/navigation'
import { askBeforeLeaving } from '~/lib/unsaved'
import {
    type Condition,
    changesOf,
    conditionOfError,
    type Draft,
    draftOf,
    type Flag,
    NEW_DRAFT,
    payloadProblem,
    sumOfShares,
    variantsOf,
} from '../lib/flags'
import { type Activity, type BlastRadius, type FlagReference, flagsApi } from '../lib/flagsApi'
import { urls } from '../lib/urls'

export interface FlagSceneProps {
    /** `new`, or the id in the address. */
    id: string
}
export interface GroupKind {
    index: number
    /** As people call one of them. */
    name: string
    plural: string
    /** As SDKs call it. */
    type: string
}
/** A refusal, and where to show it. */
export interface SaveError {
    message: string
    attr: string | null
    condition: number | null
    isConflict: boolean
}
export type Reach = BlastRadius | 'counting' | { problem: string }

interface Values {
    flag: Flag | null
    draft: Draft
    loadError: Error | null
    saveError: SaveError | null
    saving: boolean
    reach: Record<string, Reach>
    activity: Activity[] | null
    activityError: Error | null
    groupKinds: GroupKind[]
    others: Flag[]
    /** Flags whose conditions ask for this one. */
    dependents: FlagReference[]
    isNew: boolean
    isChanged: boolean
    problem: string | null
    status: 'failed' | 'loading' | 'ready'
}
interface Actions {
    load: () => { value: true }
    loaded: (flag: Flag) => { flag: Flag }
    loadFailed: (error: Error) => { error: Error }
    change: (changes: Partial<Draft>) => { changes: Partial<Draft> }
    discard: () => { value: true }
    save: () => { value: true }
    saved: (flag: Flag) => { flag: Flag }
    /** On, off, archived or deleted beside a draft, which stays as it is. */
    stateChanged: (flag: Flag) => { flag: Flag }
    saveFailed: (error: SaveError) => { error: SaveError }
    switchFlag: (active: boolean) => { active: boolean }
    setState: (changes: { archived?: boolean; deleted?: boolean; active?: boolean }) => {
        changes: { archived?: boolean; deleted?: boolean; active?: boolean }
    }
    count: (condition: Condition, index: number | null) => { condition: Condition; index: number | null }
    counted: (name: string, reach: Reach) => { name: string; reach: Reach }
    loadActivity: () => { value: true }
    activityLoaded: (lines: Activity[]) => { lines: Activity[] }
    activityFailed: (error: Error) => { error: Error }
    restore: (version: number) => { version: number }
    loadedDependents: (dependents: FlagReference[]) => { dependents: FlagReference[] }
    loadedSurroundings: (kinds: GroupKind[], others: Flag[]) => { kinds: GroupKind[]; others: Flag[] }
}

/** What can be counted of a condition: whom another flag reaches is known only when it is asked. */
export function countable(condition: Condition): Condition {
    return { properties: condition.properties.filter((one) => one.type !== 'flag') }
}

/** What the count of a condition depends on. */
export function reachName(condition: Condition, index: number | null): string {
    return JSON.stringify([countable(condition).properties, index])
}

export function toSaveError(error: unknown): SaveError {
    const attr = error instanceof ApiError ? error.attr : null
    return {
        message: messageOf(error),
        attr,
        condition: conditionOfError(attr),
        isConflict: error instanceof ApiError && error.code === 'conflict',
    }
}

/**
 * The flag that a draft was made from, in its new state. The rest stays, the version too: a colleague's change of the same
 * field must still be a conflict when the draft is saved.
 */
function withState(flag: Flag, changed: Flag): Flag {
    const { active, archived, deleted, status, status_reason, updated_at, last_modified_by } = changed
    return { ...flag, active, archived, deleted, status, status_reason, updated_at, last_modified_by }
}

/** What the server would refuse, said before asking it. */
export function problemOf(draft: Draft): string | null {
    if (!draft.key.trim()) {
        return 'Give the flag a key.'
    }
    const variants = variantsOf(draft.filters)
    const sum = sumOfShares(variants)
    if (variants.length && sum !== 100) {
        return `The variants’ shares add up to ${sum}%, not 100%.`
    }
    if (new Set(variants.map((one) => one.key)).size < variants.length) {
        return 'Two variants have the same key.'
    }
    const wrong = Object.entries(draft.filters.payloads ?? {}).find(([, payload]) => payloadProblem(payload) !== null)
    return wrong ? `The payload for ${wrong[0]} is not JSON.` : null
}

export const featureFlagSceneLogic = kea<MakeLogicType<Values, Actions, FlagSceneProps>>([
    props({} as FlagSceneProps),
    key(({ id }) => id),
    path((id) => ['products', 'feature_flags', 'featureFlagSceneLogic', id]),
    actions({
        load: true,
        loaded: (flag) => ({ flag }),
        loadFailed: (error) => ({ error }),
        change: (changes) => ({ changes }),
        discard: true,
        save: true,
        saved: (flag) => ({ flag }),
        stateChanged: (flag) => ({ flag }),
        saveFailed: (error) => ({ error }),
        switchFlag: (active) => ({ active }),
        setState: (changes) => ({ changes }),
        count: (condition, index) => ({ condition, index }),
        counted: (name, reach) => ({ name, reach }),
        loadActivity: true,
        activityLoaded: (lines) => ({ lines }),
        activityFailed: (error) => ({ error }),
        restore: (version) => ({ version }),
        loadedDependents: (dependents) => ({ dependents }),
        loadedSurroundings: (kinds, others) => ({ kinds, others }),
    }),
    reducers(() => ({
        flag: [
            null as Flag | null,
            {
                loaded: (_: Flag | null, { flag }: { flag: Flag }) => flag,
                saved: (_: Flag | null, { flag }: { flag: Flag }) => flag,
                stateChanged: (flag: Flag | null, { flag: changed }: { flag: Flag }) =>
                    flag && withState(flag, changed),
            },
        ],
        draft: [
            NEW_DRAFT,
            {
                loaded: (_: Draft, { flag }: { flag: Flag }) => draftOf(flag),
                saved: (_: Draft, { flag }: { flag: Flag }) => draftOf(flag),
                stateChanged: (draft: Draft, { flag }: { flag: Flag }) => ({ ...draft, active: flag.active }),
                change: (draft: Draft, { changes }: { changes: Partial<Draft> }) => ({ ...draft, ...changes }),
            },
        ],
        loadError: [
            null as Error | null,
            { load: () => null, loadFailed: (_: Error | null, { error }: { error: Error }) => error },
        ],
        saveError: [
            null as SaveError | null,
            {
                save: () => null,
                loaded: () => null,
                saved: () => null,
                discard: () => null,
                saveFailed: (_: SaveError | null, { error }: { error: SaveError }) => error,
            },
        ],
        saving: [
            false,
            {
                save: () => true,
                switchFlag: () => true,
                setState: () => true,
                saved: () => false,
                stateChanged: () => false,
                saveFailed: () => false,
            },
        ],
        reach: [
            {} as Record<string, Reach>,
            {
                counted: (all: Record<string, Reach>, { name, reach }: { name: string; reach: Reach }) => ({
                    ...all,
                    [name]: reach,
                }),
            },
        ],
        activity: [
            null as Activity[] | null,
            {
                activityLoaded: (_: Activity[] | null, { lines }: { lines: Activity[] }) => lines,
                saved: () => null,
                stateChanged: () => null,
            },
        ],
        activityError: [
            null as Error | null,
            { loadActivity: () => null, activityFailed: (_: Error | null, { error }: { error: Error }) => error },
        ],
        groupKinds: [
            [] as GroupKind[],
            { loadedSurroundings: (_: GroupKind[], { kinds }: { kinds: GroupKind[] }) => kinds },
        ],
        dependents: [
            [] as FlagReference[],
            {
                loadedDependents: (_: FlagReference[], { dependents }: { dependents: FlagReference[] }) => dependents,
            },
        ],
        others: [[] as Flag[], { loadedSurroundings: (_: Flag[], { others }: { others: Flag[] }) => others }],
    })),
    selectors({
        isNew: [(_, p) => [p.id], (id: string) => id === 'new'],
        isChanged: [
            (s) => [s.draft, s.flag],
            (draft: Draft, flag: Flag | null) =>
                Object.keys(changesOf(draft, flag ? draftOf(flag) : NEW_DRAFT)).length > 0,
        ],
        problem: [(s) => [s.draft], problemOf],
        status: [
            (s) => [s.flag, s.loadError, (_, p: FlagSceneProps) => p.id],
            (flag: Flag | null, error: Error | null, id: string): Values['status'] =>
                error ? 'failed' : flag || id === 'new' ? 'ready' : 'loading',
        ],
    }),
    listeners(({ actions, values, props: own }) => ({
        load: async () => {
            try {
                actions.loaded(await flagsApi.get(currentProjectId(), Number(own.id)))
            } catch (error) {
                actions.loadFailed(error as Error)
            }
        },
        discard: () => {
            if (values.flag) {
                actions.load()
            } else {
                actions.change(NEW_DRAFT)
            }
        },
        save: async () => {
            try {
                const { flag, draft } = values
                if (!flag) {
                    const made = await flagsApi.create(currentProjectId(), draft)
                    actions.saved(made)
                    toast.success(`${made.key} is ready.`)
                    router.actions.replace(urls.flag(made.id))
                    return
                }
                const changes = changesOf(draft, draftOf(flag))
                actions.saved(await flagsApi.change(currentProjectId(), flag.id, { ...changes, version: flag.version }))
                toast.success('Saved.')
            } catch (error) {
                actions.saveFailed(toSaveError(error))
            }
        },
        switchFlag: async ({ active }) => {
            const { flag } = values
            if (!flag) {
                return
            }
            try {
                const changed = await flagsApi.change(currentProjectId(), flag.id, { active })
                actions[values.isChanged ? 'stateChanged' : 'saved'](changed)
                toast.success(`${flag.key} is ${active ? 'on' : 'off'}.`, {
                    label: 'Undo',
                    run: () => featureFlagSceneLogic.findMounted(own)?.actions.switchFlag(!active),
                })
            } catch (error) {
                actions.saveFailed(toSaveError(error))
                toast.error(messageOf(error))
            }
        },
        setState: async ({ changes }) => {
            const { flag } = values
            if (!flag) {
                return
            }
            try {
                const changed = await flagsApi.change(currentProjectId(), flag.id, changes)
                actions[values.isChanged ? 'stateChanged' : 'saved'](changed)
                toast.success('Done.')
            } catch (error) {
                actions.saveFailed(toSaveError(error))
                toast.error(messageOf(error))
            }
        },
        count: async ({ condition, index }) => {
            const name = reachName(condition, index)
            if (values.reach[name] === 'counting') {
                return
            }
            actions.counted(name, 'counting')
            try {
                actions.counted(name, await flagsApi.countReached(currentProjectId(), countable(condition), index))
            } catch (error) {
                actions.counted(name, { problem: messageOf(error) })
            }
        },
        loadActivity: async () => {
            try {
                const page = await flagsApi.activity(currentProjectId(), Number(own.id))
                actions.activityLoaded(page.results)
            } catch (error) {
                actions.activityFailed(error as Error)
            }
        },
        restore: async ({ version }) => {
            const { flag } = values
            if (!flag) {
                return
            }
            try {
                const past = await flagsApi.version(currentProjectId(), flag.id, version)
                const { key, name, filters, tags, evaluation_contexts, evaluation_runtime, bucketing_identifier } =
                    past.flag
                const before = {
                    ...draftOf(flag),
                    ...{ key, name, filters, tags, evaluation_contexts, evaluation_runtime, bucketing_identifier },
                }
                const changes = changesOf(before, draftOf(flag))
                actions.saved(await flagsApi.change(currentProjectId(), flag.id, { ...changes, version: flag.version }))
                toast.success(`The flag is as it was in version ${version}.`)
                actions.loadActivity()
            } catch (error) {
                toast.error(messageOf(error))
            }
        },
    })),
    askBeforeLeaving(({ isChanged }) => isChanged),
    afterMount(({ actions, props: own }) => {
        if (own.id !== 'new') {
            actions.load()
            flagsApi.dependents(currentProjectId(), Number(own.id)).then(
                (flags) => featureFlagSceneLogic.findMounted(own)?.actions.loadedDependents(flags),
                // The server refuses changes that would break them, so not knowing them does no harm.
                () => undefined
            )
        }
        const project = currentProjectId()
        Promise.all([
            flagsApi.groupTypes(project),
            flagsApi.list(project, { limit: 500, offset: 0, order: 'key' }),
        ]).then(
            ([kinds, page]) =>
                featureFlagSceneLogic.findMounted(own)?.actions.loadedSurroundings(
                    kinds.map((kind) => ({
                        index: kind.group_type_index,
                        name: kind.name_singular || kind.group_type,
                        plural: kind.name_plural || `groups of the kind ${kind.group_type}`,
                        type: kind.group_type,
                    })),
                    page.results.filter((flag) => String(flag.id) !== own.id)
                ),
            // Conditions on groups and flags cannot be added then; everything else works.
            () => undefined
        )
    }),
])
