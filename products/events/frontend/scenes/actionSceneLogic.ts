/** One action being written: its name, its steps, and what they match right now. Keyed by its id, or "new". */
import { actions, afterMount, kea, key, listeners, type MakeLogicType, path, props, reducers, selectors } from 'kea'
import { router } from 'kea-router'
import { toast } from '~/design/toastLogic'
import type { Schema } from '~/lib/client'
import { messageOf } from '~/lib/http'
import { type DraftStep, EMPTY_STEP, fromDraft, saysSomething, toDraft } from '../lib/actionSteps'
import { type Action, eventsApi } from '../lib/eventsApi'
import { urls } from '../lib/urls'

type Match = Schema<'Event'>

export interface ActionDraft {
    name: string
    description: string
    tags: string[]
    steps: DraftStep[]
}

interface Props {
    id: string
}
interface Values {
    draft: ActionDraft | null
    stored: Action | null
    loadError: Error | null
    matches: Match[] | null
    matching: boolean
    matchError: Error | null
    saving: boolean
    saveError: Error | null
    /** Why it cannot be saved yet, or nothing. */
    problem: string | null
}
interface Actions {
    load: () => { value: true }
    loaded: (action: Action) => { action: Action }
    loadFailed: (error: Error) => { error: Error }
    change: (changes: Partial<ActionDraft>) => { changes: Partial<ActionDraft> }
    changeStep: (index: number, changes: Partial<DraftStep>) => { index: number; changes: Partial<DraftStep> }
    addStep: () => { value: true }
    removeStep: (index: number) => { index: number }
    preview: () => { value: true }
    previewed: (matches: Match[]) => { matches: Match[] }
    previewFailed: (error: Error) => { error: Error }
    save: () => { value: true }
    saved: (action: Action) => { action: Action }
    saveFailed: (error: Error) => { error: Error }
    remove: () => { value: true }
}

const BLANK: ActionDraft = { name: '', description: '', tags: [], steps: [EMPTY_STEP] }
type Draft = ActionDraft | null

function toActionDraft({ name, description, tags, steps }: Action): ActionDraft {
    return { name, description, tags, steps: steps.length ? steps.map(toDraft) : [EMPTY_STEP] }
}

const withStep = (draft: Draft, change: (steps: DraftStep[]) => DraftStep[]): Draft =>
    draft && { ...draft, steps: change(draft.steps) }

export const actionSceneLogic = kea<MakeLogicType<Values, Actions, Props>>([
    props({} as Props),
    key(({ id }) => id),
    path((id) => ['products', 'events', 'actionSceneLogic', id]),
    actions({
        load: true,
        loaded: (action) => ({ action }),
        loadFailed: (error) => ({ error }),
        change: (changes) => ({ changes }),
        changeStep: (index, changes) => ({ index, changes }),
        addStep: true,
        removeStep: (index) => ({ index }),
        preview: true,
        previewed: (matches) => ({ matches }),
        previewFailed: (error) => ({ error }),
        save: true,
        saved: (action) => ({ action }),
        saveFailed: (error) => ({ error }),
        remove: true,
    }),
    reducers(({ props: { id } }) => ({
        draft: [
            (id === 'new' ? BLANK : null) as Draft,
            {
                loaded: (_: Draft, { action }: { action: Action }) => toActionDraft(action),
                change: (draft: Draft, { changes }: { changes: Partial<ActionDraft> }) =>
                    draft && { ...draft, ...changes },
                changeStep: (draft: Draft, { index, changes }: { index: number; changes: Partial<DraftStep> }) =>
                    withStep(draft, (steps) => steps.map((one, at) => (at === index ? { ...one, ...changes } : one))),
                addStep: (draft: Draft) => withStep(draft, (steps) => [...steps, EMPTY_STEP]),
                removeStep: (draft: Draft, { index }: { index: number }) =>
                    withStep(draft, (steps) => steps.filter((_, at) => at !== index)),
            },
        ],
        stored: [
            null as Action | null,
            {
                loaded: (_: Action | null, { action }: { action: Action }) => action,
                saved: (_: Action | null, { action }: { action: Action }) => action,
            },
        ],
        loadError: [
            null as Error | null,
            { load: () => null, loadFailed: (_: Error | null, { error }: { error: Error }) => error },
        ],
        matches: [
            null as Match[] | null,
            { previewed: (_: Match[] | null, { matches }: { matches: Match[] }) => matches },
        ],
        matching: [false, { preview: () => true, previewed: () => false, previewFailed: () => false }],
        matchError: [
            null as Error | null,
            { previewed: () => null, previewFailed: (_: Error | null, { error }: { error: Error }) => error },
        ],
        saving: [false, { save: () => true, saved: () => false, saveFailed: () => false }],
        saveError: [
            null as Error | null,
            {
                save: () => null,
                change: () => null,
                changeStep: () => null,
                saveFailed: (_: Error | null, { error }: { error: Error }) => error,
            },
        ],
    })),
    selectors({
        problem: [
            (s) => [s.draft],
            (draft: Draft) =>
                !draft?.name.trim()
                    ? 'Give the action a name.'
                    : draft.steps.some(saysSomething)
                      ? null
                      : 'Say in a step what it matches.',
        ],
    }),
    listeners(({ actions, values, props: { id } }) => ({
        load: async () => {
            try {
                actions.loaded(await eventsApi.action(Number(id)))
            } catch (error) {
                actions.loadFailed(error as Error)
            }
        },
        loaded: () => actions.preview(),
        changeStep: () => actions.preview(),
        removeStep: () => actions.preview(),
        preview: async (_, breakpoint) => {
            await breakpoint(350)
            const steps = (values.draft?.steps ?? []).filter(saysSomething)
            if (!steps.length) {
                actions.previewed([])
                return
            }
            try {
                const matches = await eventsApi.previewAction(steps.map(fromDraft))
                breakpoint()
                actions.previewed(matches)
            } catch (error) {
                breakpoint()
                actions.previewFailed(error as Error)
            }
        },
        save: async () => {
            const { draft } = values
            if (!draft) {
                return
            }
            const form = { ...draft, steps: draft.steps.filter(saysSomething).map(fromDraft) }
            try {
                const action =
                    id === 'new' ? await eventsApi.createAction(form) : await eventsApi.changeAction(Number(id), form)
                actions.saved(action)
                toast.success(`“${action.name}” is saved.`)
                router.actions.push(urls.dataManagement('actions'))
            } catch (error) {
                actions.saveFailed(error as Error)
            }
        },
        remove: async () => {
            try {
                await eventsApi.changeAction(Number(id), { deleted: true })
                toast.success('The action is deleted.')
                router.actions.push(urls.dataManagement('actions'))
            } catch (error) {
                toast.error(messageOf(error))
            }
        },
    })),
    afterMount(({ actions, props: { id } }) => {
        if (id !== 'new') {
            actions.load()
        }
    }),
])
