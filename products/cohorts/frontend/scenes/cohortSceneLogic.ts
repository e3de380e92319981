/** One cohort, new or saved: its definition being edited, how many people that finds, and who is in it. */
import equal from 'fast-deep-equal'
import {
    actions,
    afterMount,
    beforeUnmount,
    kea,
    key,
    listeners,
    type MakeLogicType,
    path,
    props,
    reducers,
    selectors,
} from 'kea'
import { router } from 'kea-router'
import { toast } from '~/design/toastLogic'
import { ApiError, messageOf } from '~/lib/http'
import type { Cohort, Page } from '~/lib/types'
import { askBeforeLeaving } from '~/lib/unsaved'
import { type Calculation, type CohortUser, cohortsApi, type Member, type UploadReport } from '../lib/cohortsApi'
import { type Criteria, NEW_CRITERIA, readFilters, writeFilters } from '../lib/criteria'
import { urls } from '../lib/urls'

export const NEW = 'new'
export const MEMBERS_SHOWN = 25
const POLL_MS = 1500

interface Props {
    id: string
}

export interface Form {
    name: string
    description: string
    isStatic: boolean
    /** null: the stored filters nest deeper than the builder can show. */
    criteria: Criteria | null
}

interface Estimate {
    count: number | null
    loading: boolean
    error: Error | null
}

interface Values {
    cohort: Cohort | null
    loadError: Error | null
    form: Form
    stored: Form | null
    estimate: Estimate
    saving: boolean
    formVersion: number | null
    saveError: Error | null
    calculations: Calculation[] | null
    members: Page<Member> | null
    membersError: Error | null
    membersLoading: boolean
    search: string
    page: number
    usedBy: CohortUser[]
    report: UploadReport | null
    uploading: boolean
    isSettled: boolean
    confirming: boolean
    isNew: boolean
    isDirty: boolean
    awaited: Awaited | null
    isWorking: boolean
    missing: string | null
}
/** What the cohort said before a calculation was asked for, which a worker begins when it is free. */
interface Awaited {
    lastCalculation: string | null
    errors: number
}
interface Actions {
    load: () => { value: true }
    loaded: (cohort: Cohort) => { cohort: Cohort }
    refreshed: (cohort: Cohort) => { cohort: Cohort }
    loadFailed: (error: Error) => { error: Error }
    setForm: (changes: Partial<Form>) => { changes: Partial<Form> }
    estimateNow: () => { value: true }
    estimated: (count: number) => { count: number }
    estimateFailed: (error: Error | null) => { error: Error | null }
    save: () => { value: true }
    saveFailed: (error: Error) => { error: Error }
    /** What the form holds needs no saving: it was, elsewhere, or it cannot be any more. */
    settled: () => { value: true }
    loadPeople: () => { value: true }
    membersLoaded: (members: Page<Member>) => { members: Page<Member> }
    membersFailed: (error: Error) => { error: Error }
    historyLoaded: (
        calculations: Calculation[],
        usedBy: CohortUser[]
    ) => { calculations: Calculation[]; usedBy: CohortUser[] }
    setSearch: (search: string) => { search: string }
    setPage: (page: number) => { page: number }
    upload: (file: File) => { file: File }
    addPeople: (names: string[]) => { names: string[] }
    uploaded: (report: UploadReport | null) => { report: UploadReport | null }
    removePerson: (member: Member) => { member: Member }
    recalculate: () => { value: true }
    awaitCalculation: (before: Awaited) => { before: Awaited }
    duplicate: () => { value: true }
    askDeletion: (confirming: boolean) => { confirming: boolean }
    deleteCohort: () => { value: true }
}

const BLANK: Form = { name: '', description: '', isStatic: false, criteria: NEW_CRITERIA }

/** Whether somebody else has changed the cohort: true until their version is loaded, whatever is typed. */
export function isConflict(error: Error | null): boolean {
    return error instanceof ApiError && error.code === 'conflict'
}

/** Whether the calculation that was asked for is done, well or not: only the newest answer of the server can tell. */
function hasComeAfter(before: Awaited, cohort: Cohort): boolean {
    return cohort.last_calculation !== before.lastCalculation || cohort.errors_calculating > before.errors
}

function toForm(cohort: Cohort): Form {
    return {
        name: cohort.name,
        description: cohort.description,
        isStatic: cohort.is_static,
        criteria: cohort.is_static ? null : readFilters(cohort.filters),
    }
}

export const cohortSceneLogic = kea<MakeLogicType<Values, Actions, Props>>([
    props({ id: NEW } as Props),
    key(({ id }) => id),
    path((id) => ['products', 'cohorts', 'cohortSceneLogic', id]),
    actions({
        load: true,
        loaded: (cohort) => ({ cohort }),
        refreshed: (cohort) => ({ cohort }),
        loadFailed: (error) => ({ error }),
        setForm: (changes) => ({ changes }),
        estimateNow: true,
        estimated: (count) => ({ count }),
        estimateFailed: (error) => ({ error }),
        save: true,
        saveFailed: (error) => ({ error }),
        settled: true,
        loadPeople: true,
        membersLoaded: (members) => ({ members }),
        membersFailed: (error) => ({ error }),
        historyLoaded: (calculations, usedBy) => ({ calculations, usedBy }),
        setSearch: (search) => ({ search }),
        setPage: (page) => ({ page }),
        upload: (file) => ({ file }),
        addPeople: (names) => ({ names }),
        uploaded: (report) => ({ report }),
        removePerson: (member) => ({ member }),
        recalculate: true,
        awaitCalculation: (before) => ({ before }),
        duplicate: true,
        askDeletion: (confirming) => ({ confirming }),
        deleteCohort: true,
    }),
    reducers({
        cohort: [
            null as Cohort | null,
            {
                loaded: (_: Cohort | null, { cohort }: { cohort: Cohort }) => cohort,
                refreshed: (_: Cohort | null, { cohort }: { cohort: Cohort }) => cohort,
            },
        ],
        awaited: [
            null as Awaited | null,
            { awaitCalculation: (_: Awaited | null, { before }: { before: Awaited }) => before },
        ],
        loadError: [
            null as Error | null,
            { load: () => null, loadFailed: (_: Error | null, { error }: { error: Error }) => error },
        ],
        form: [
            BLANK,
            {
                loaded: (_: Form, { cohort }: { cohort: Cohort }) => toForm(cohort),
                setForm: (form: Form, { changes }: { changes: Partial<Form> }) => ({ ...form, ...changes }),
            },
        ],
        isSettled: [false, { settled: () => true, setForm: () => false, loaded: () => false }],
        stored: [null as Form | null, { loaded: (_: Form | null, { cohort }: { cohort: Cohort }) => toForm(cohort) }],
        estimate: [
            { count: null, loading: false, error: null } as Estimate,
            {
                estimateNow: (state: Estimate) => ({ ...state, loading: true }),
                estimated: (_: Estimate, { count }: { count: number }) => ({ count, loading: false, error: null }),
                estimateFailed: (_: Estimate, { error }: { error: Error | null }) => ({
                    count: null,
                    loading: false,
                    error,
                }),
            },
        ],
        // What the form was made from; what is refreshed beside it is newer.
        formVersion: [
            null as number | null,
            { loaded: (_: number | null, { cohort }: { cohort: Cohort }) => cohort.definition_version },
        ],
        saving: [false, { save: () => true, saveFailed: () => false, loaded: () => false }],
        saveError: [
            null as Error | null,
            {
                save: () => null,
                loaded: () => null,
                setForm: (error: Error | null) => (isConflict(error) ? error : null),
                saveFailed: (_: Error | null, { error }: { error: Error }) => error,
            },
        ],
        calculations: [
            null as Calculation[] | null,
            {
                historyLoaded: (_: Calculation[] | null, { calculations }: { calculations: Calculation[] }) =>
                    calculations,
            },
        ],
        usedBy: [
            [] as CohortUser[],
            { historyLoaded: (_: CohortUser[], { usedBy }: { usedBy: CohortUser[] }) => usedBy },
        ],
        members: [
            null as Page<Member> | null,
            { membersLoaded: (_: Page<Member> | null, { members }: { members: Page<Member> }) => members },
        ],
        membersError: [
            null as Error | null,
            { loadPeople: () => null, membersFailed: (_: Error | null, { error }: { error: Error }) => error },
        ],
        membersLoading: [false, { loadPeople: () => true, membersLoaded: () => false, membersFailed: () => false }],
        search: ['', { setSearch: (_: string, { search }: { search: string }) => search }],
        page: [1, { setSearch: () => 1, setPage: (_: number, { page }: { page: number }) => page }],
        report: [
            null as UploadReport | null,
            {
                upload: () => null,
                uploaded: (_: UploadReport | null, { report }: { report: UploadReport | null }) => report,
            },
        ],
        uploading: [false, { upload: () => true, addPeople: () => true, uploaded: () => false }],
        confirming: [
            false,
            { askDeletion: (_: boolean, { confirming }: { confirming: boolean }) => confirming, loaded: () => false },
        ],
    }),
    selectors({
        isNew: [() => [(_: unknown, own: Props) => own.id], (id: string) => id === NEW],
        isDirty: [(s) => [s.form, s.stored], (form: Form, stored: Form | null) => !equal(form, stored ?? BLANK)],
        /** Its members are on their way. */
        isWorking: [
            (s) => [s.cohort, s.awaited],
            (cohort: Cohort | null, awaited: Awaited | null) =>
                cohort !== null &&
                // A list has a version from the beginning, unless its people are still being gathered.
                (!cohort.is_static || cohort.version === null) &&
                (cohort.is_calculating ||
                    (cohort.version === null && !cohort.errors_calculating) ||
                    (awaited !== null && !hasComeAfter(awaited, cohort))),
        ],
        missing: [
            (s) => [s.form],
            ({ name, isStatic, criteria }: Form): string | null =>
                !name.trim()
                    ? 'Give it a name.'
                    : !isStatic && criteria && !writeFilters(criteria)
                      ? 'Complete every criterion.'
                      : null,
        ],
    }),
    listeners(({ actions, values, props: own, cache }) => ({
        load: async (_, breakpoint) => {
            try {
                const cohort = await cohortsApi.get(Number(own.id))
                breakpoint()
                actions.loaded(cohort)
            } catch (error) {
                breakpoint()
                actions.loadFailed(error as Error)
            }
        },
        loaded: () => {
            actions.loadPeople()
            actions.estimateNow()
            cache.follow()
        },
        refreshed: ({ cohort }) => {
            if (cohort.is_static || !values.isWorking) {
                actions.loadPeople()
                actions.estimateNow()
            }
            cache.follow()
        },
        setForm: ({ changes }) => {
            if (changes.criteria) {
                actions.estimateNow()
            }
        },
        estimateNow: async (_, breakpoint) => {
            const { criteria, isStatic } = values.form
            const filters = criteria && !isStatic ? writeFilters(criteria) : null
            if (!filters) {
                actions.estimateFailed(null)
                return
            }
            await breakpoint(400)
            try {
                const count = await cohortsApi.estimate(filters)
                breakpoint()
                actions.estimated(count)
            } catch (error) {
                breakpoint()
                actions.estimateFailed(error as Error)
            }
        },
        save: async () => {
            const { name, description, isStatic, criteria } = values.form
            const filters = criteria && !isStatic ? writeFilters(criteria) : null
            const form = { name: name.trim(), description, ...(filters && { filters }) }
            try {
                if (values.isNew) {
                    const made = await cohortsApi.create({ ...form, is_static: isStatic })
                    actions.settled()
                    router.actions.replace(urls.cohort(made.id))
                } else {
                    const from = values.formVersion ? { definition_version: values.formVersion } : {}
                    const before = values.cohort
                    const cohort = await cohortsApi.change(Number(own.id), { ...form, ...from })
                    if (before && JSON.stringify(before.filters) !== JSON.stringify(cohort.filters)) {
                        actions.awaitCalculation({ lastCalculation: before.last_calculation, errors: 0 })
                    }
                    actions.loaded(cohort)
                    toast.success('Cohort saved.')
                }
            } catch (error) {
                actions.saveFailed(error as Error)
                if (!(error instanceof ApiError && error.attr)) {
                    toast.error(messageOf(error))
                }
            }
        },
        loadPeople: async (_, breakpoint) => {
            await breakpoint(1)
            try {
                const [members, calculations, usedBy] = await Promise.all([
                    cohortsApi.members(Number(own.id), {
                        search: values.search.trim(),
                        limit: MEMBERS_SHOWN,
                        offset: (values.page - 1) * MEMBERS_SHOWN,
                    }),
                    cohortsApi.calculations(Number(own.id)),
                    cohortsApi.usedBy(Number(own.id)),
                ])
                breakpoint()
                actions.historyLoaded(calculations, usedBy)
                actions.membersLoaded(members)
            } catch (error) {
                breakpoint()
                actions.membersFailed(error as Error)
            }
        },
        setSearch: async (_, breakpoint) => {
            await breakpoint(250)
            actions.loadPeople()
        },
        setPage: () => actions.loadPeople(),
        upload: async ({ file }) => cache.change(() => cohortsApi.upload(Number(own.id), file)),
        addPeople: async ({ names }) => cache.change(() => cohortsApi.addPeople(Number(own.id), names)),
        removePerson: async ({ member }) => {
            try {
                await cohortsApi.removePerson(Number(own.id), member.id)
                toast.success(`${member.name} is no longer in this cohort.`, {
                    label: 'Undo',
                    run: () => actions.addPeople([member.id]),
                })
                cache.refresh()
            } catch (error) {
                toast.error(messageOf(error))
            }
        },
        recalculate: async () => {
            const before = values.cohort
            try {
                const cohort = await cohortsApi.recalculate(Number(own.id))
                actions.awaitCalculation({
                    lastCalculation: before?.last_calculation ?? null,
                    errors: before?.errors_calculating ?? 0,
                })
                actions.refreshed(cohort)
                toast.success('It is calculated again as soon as a worker is free.')
            } catch (error) {
                toast.error(messageOf(error))
            }
        },
        duplicate: async () => {
            try {
                const made = await cohortsApi.duplicate(Number(own.id))
                toast.success(`Made “${made.name}”.`)
                router.actions.push(urls.cohort(made.id))
            } catch (error) {
                toast.error(messageOf(error))
            }
        },
        deleteCohort: async () => {
            const id = Number(own.id)
            try {
                await cohortsApi.change(id, { deleted: true })
                toast.success('Cohort deleted.', {
                    label: 'Undo',
                    run: () => {
                        void cohortsApi.change(id, { deleted: false }).then(() => router.actions.push(urls.cohort(id)))
                    },
                })
                actions.settled()
                router.actions.push(urls.cohorts())
            } catch (error) {
                actions.askDeletion(false)
                toast.error(messageOf(error))
            }
        },
    })),
    askBeforeLeaving(({ isDirty, isSettled }) => isDirty && !isSettled),
    afterMount(({ actions, values, props: own, cache }) => {
        cache.follow = () => {
            clearTimeout(cache.timer)
            if (values.isWorking) {
                cache.timer = setTimeout(() => {
                    cohortsApi.get(Number(own.id)).then(actions.refreshed, () => cache.follow())
                }, POLL_MS)
            }
        }
        // Members change beside the form, which keeps what is not saved of it.
        cache.refresh = () =>
            cohortsApi.get(Number(own.id)).then(actions.refreshed, (error: unknown) => toast.error(messageOf(error)))
        cache.change = async (run: () => Promise<UploadReport>) => {
            try {
                actions.uploaded(await run())
                cache.refresh()
            } catch (error) {
                actions.uploaded(null)
                toast.error(messageOf(error))
            }
        }
        if (own.id !== NEW) {
            actions.load()
        }
    }),
    beforeUnmount(({ cache }) => clearTimeout(cache.timer)),
])
