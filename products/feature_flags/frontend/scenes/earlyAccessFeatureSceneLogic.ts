/** One feature that people opt into: a form beside what is stored, and who chose it. */
import { actions, afterMount, kea, key, listeners, type MakeLogicType, path, props, reducers, selectors } from 'kea'
import { router } from 'kea-router'
import { toast } from '~/design/toastLogic'
import { type FormErrors, NO_ERRORS, placeError } from '~/lib/formErrors'
import { ApiError, messageOf } from '~/lib/http'
import { currentProjectId } from '~/lib/navigation'
import type { Page, Person } from '~/lib/types'
import { askBeforeLeaving } from '~/lib/unsaved'
import {
    earlyAccessApi,
    type Feature,
    type FeatureForm,
    formOfFeature,
    NEW_FEATURE,
    objectProblem,
} from '../lib/earlyAccess'
import { type Flag, kindOf } from '../lib/flags'
import { flagsApi } from '../lib/flagsApi'
import { urls } from '../lib/urls'

export const PEOPLE_SHOWN = 10
const FIELDS = ['name', 'description', 'documentation_url', 'feature_flag_id', 'stage']

export interface FeatureSceneProps {
    /** `new`, or the id in the address. */
    id: string
}
interface Values {
    feature: Feature | null
    loadError: Error | null
    form: FeatureForm
    errors: FormErrors
    isConflict: boolean
    saving: boolean
    /** Who opted in, and how many opted out; null while unknown. */
    people: Page<Person> | null
    optedOut: number | null
    peoplePage: number
    peopleLoading: boolean
    peopleError: Error | null
    /** Flags that a new feature can take over. */
    flags: Flag[]
    isNew: boolean
    isChanged: boolean
    problem: string | null
    status: 'failed' | 'loading' | 'ready'
}
interface Actions {
    load: () => { value: true }
    loaded: (feature: Feature) => { feature: Feature }
    loadFailed: (error: Error) => { error: Error }
    change: (changes: Partial<FeatureForm>) => { changes: Partial<FeatureForm> }
    discard: () => { value: true }
    save: () => { value: true }
    saved: (feature: Feature) => { feature: Feature }
    refused: (errors: FormErrors, isConflict: boolean) => { errors: FormErrors; isConflict: boolean }
    withdraw: () => { value: true }
    loadPeople: () => { value: true }
    setPeoplePage: (page: number) => { page: number }
    peopleLoaded: (people: Page<Person>, optedOut: number) => { people: Page<Person>; optedOut: number }
    peopleFailed: (error: Error) => { error: Error }
    flagsLoaded: (flags: Flag[]) => { flags: Flag[] }
}

export const earlyAccessFeatureSceneLogic = kea<MakeLogicType<Values, Actions, FeatureSceneProps>>([
    props({} as FeatureSceneProps),
    key(({ id }) => id),
    path((id) => ['products', 'feature_flags', 'earlyAccessFeatureSceneLogic', id]),
    actions({
        load: true,
        loaded: (feature) => ({ feature }),
        loadFailed: (error) => ({ error }),
        change: (changes) => ({ changes }),
        discard: true,
        save: true,
        saved: (feature) => ({ feature }),
        refused: (errors, isConflict) => ({ errors, isConflict }),
        withdraw: true,
        loadPeople: true,
        setPeoplePage: (page) => ({ page }),
        peopleLoaded: (people, optedOut) => ({ people, optedOut }),
        peopleFailed: (error) => ({ error }),
        flagsLoaded: (flags) => ({ flags }),
    }),
    reducers({
        feature: [
            null as Feature | null,
            {
                loaded: (_: Feature | null, { feature }: { feature: Feature }) => feature,
                saved: (_: Feature | null, { feature }: { feature: Feature }) => feature,
            },
        ],
        loadError: [
            null as Error | null,
            { load: () => null, loadFailed: (_: Error | null, { error }: { error: Error }) => error },
        ],
        form: [
            NEW_FEATURE,
            {
                loaded: (_: FeatureForm, { feature }: { feature: Feature }) => formOfFeature(feature),
                saved: (_: FeatureForm, { feature }: { feature: Feature }) => formOfFeature(feature),
                change: (form: FeatureForm, { changes }: { changes: Partial<FeatureForm> }) => ({
                    ...form,
                    ...changes,
                }),
            },
        ],
        // Somebody else has changed it; what is here cannot be saved until their version is loaded.
        isConflict: [
            false,
            {
                save: () => false,
                loaded: () => false,
                refused: (_: boolean, { isConflict }: { isConflict: boolean }) => isConflict,
            },
        ],
        errors: [
            NO_ERRORS,
            {
                save: () => NO_ERRORS,
                loaded: () => NO_ERRORS,
                refused: (_: FormErrors, { errors }: { errors: FormErrors }) => errors,
            },
        ],
        saving: [false, { save: () => true, saved: () => false, refused: () => false }],
        people: [
            null as Page<Person> | null,
            { peopleLoaded: (_: Page<Person> | null, { people }: { people: Page<Person> }) => people },
        ],
        optedOut: [
            null as number | null,
            { peopleLoaded: (_: number | null, { optedOut }: { optedOut: number }) => optedOut },
        ],
        peoplePage: [1, { setPeoplePage: (_: number, { page }: { page: number }) => page }],
        peopleLoading: [false, { loadPeople: () => true, peopleLoaded: () => false, peopleFailed: () => false }],
        peopleError: [
            null as Error | null,
            { loadPeople: () => null, peopleFailed: (_: Error | null, { error }: { error: Error }) => error },
        ],
        flags: [[] as Flag[], { flagsLoaded: (_: Flag[], { flags }: { flags: Flag[] }) => flags }],
    }),
    selectors({
        isNew: [(_, p) => [p.id], (id: string) => id === 'new'],
        isChanged: [
            (s) => [s.form, s.feature],
            (form: FeatureForm, feature: Feature | null) =>
                JSON.stringify(form) !== JSON.stringify(feature ? formOfFeature(feature) : NEW_FEATURE),
        ],
        problem: [
            (s) => [s.form],
            ({ name, payload }: FeatureForm) =>
                !name.trim()
                    ? 'Give the feature a name.'
                    : objectProblem(payload) !== null
                      ? 'The payload is no JSON object.'
                      : null,
        ],
        status: [
            (s) => [s.feature, s.loadError, (_, p: FeatureSceneProps) => p.id],
            (feature: Feature | null, error: Error | null, id: string): Values['status'] =>
                error ? 'failed' : feature || id === 'new' ? 'ready' : 'loading',
        ],
    }),
    listeners(({ actions, values, props: own }) => ({
        load: async () => {
            try {
                actions.loaded(await earlyAccessApi.get(currentProjectId(), own.id))
            } catch (error) {
                actions.loadFailed(error as Error)
            }
        },
        loaded: () => actions.loadPeople(),
        discard: () => {
            const { feature } = values
            if (feature) {
                actions.loaded(feature)
            }
        },
        save: async () => {
            const { feature, form } = values
            try {
                if (!feature) {
                    const made = await earlyAccessApi.offer(currentProjectId(), form)
                    actions.saved(made)
                    toast.success(`${made.name} is ready.`)
                    router.actions.replace(urls.feature(made.id))
                    return
                }
                actions.saved(await earlyAccessApi.change(currentProjectId(), feature, form))
                toast.success('Saved.')
            } catch (error) {
                const isConflict = error instanceof ApiError && error.code === 'conflict'
                actions.refused(placeError(error, FIELDS), isConflict)
            }
        },
        withdraw: async () => {
            const { feature } = values
            if (!feature) {
                return
            }
            try {
                await earlyAccessApi.withdraw(currentProjectId(), feature.id)
                // What was not saved has nothing to be saved to any more.
                actions.saved(feature)
                toast.success(`${feature.name} is not offered any more.`)
                router.actions.push(urls.earlyAccess())
            } catch (error) {
                toast.error(messageOf(error))
            }
        },
        setPeoplePage: () => actions.loadPeople(),
        loadPeople: async (_, breakpoint) => {
            const { feature, peoplePage } = values
            if (!feature) {
                return
            }
            const project = currentProjectId()
            const { key: flagKey } = feature.feature_flag
            try {
                const [inside, outside] = await Promise.all([
                    earlyAccessApi.people(project, flagKey, true, {
                        limit: PEOPLE_SHOWN,
                        offset: (peoplePage - 1) * PEOPLE_SHOWN,
                    }),
                    earlyAccessApi.people(project, flagKey, false, { limit: 1 }),
                ])
                breakpoint()
                actions.peopleLoaded(inside, outside.count)
            } catch (error) {
                breakpoint()
                actions.peopleFailed(error as Error)
            }
        },
    })),
    askBeforeLeaving(({ isChanged }) => isChanged),
    afterMount(({ actions, props: own }) => {
        if (own.id !== 'new') {
            actions.load()
            return
        }
        const project = currentProjectId()
        flagsApi.list(project, { limit: 500, offset: 0, order: 'key' }).then(
            (page) =>
                earlyAccessFeatureSceneLogic
                    .findMounted(own)
                    ?.actions.flagsLoaded(
                        page.results.filter((flag) => kindOf(flag) === 'boolean' && !flag.filters.feature_enrollment)
                    ),
            // A flag is made then; one can be chosen when the list can be read again.
            () => undefined
        )
    }),
])
