/** How long the project keeps events: what is set, what a change would delete, and the receipts of what was deleted. */
import { actions, afterMount, kea, listeners, type MakeLogicType, path, reducers, selectors } from 'kea'
import { toast } from '~/design/toastLogic'
import { formatCount } from '~/lib/format'
import { messageOf } from '~/lib/http'
import { type EventsSettings, eventsApi, type MonthRows, type RetentionRun } from '../../lib/eventsApi'

export const RUNS_A_PAGE = 20
export const MAX_DAYS = 4000
/** What stands in the field when somebody stops keeping everything: a year. */
const FIRST_DAYS = '365'
const TYPING_MS = 300

interface Runs {
    count: number
    results: RetentionRun[]
}
export interface Preview {
    days: number
    months: MonthRows[]
    rows: number
}
interface Loaded {
    settings: EventsSettings
    runs: Runs
}
interface Values {
    settings: EventsSettings | null
    runs: Runs | null
    error: Error | null
    runsPage: number
    /** What is chosen on the page: null keeps everything, a text is the number of days as typed. */
    draft: string | null
    problem: string | null
    preview: Preview | null
    previewError: Error | null
    confirming: boolean
    saving: boolean
    days: number | null
    isDirty: boolean
    deletesMore: boolean
}
interface Actions {
    load: () => { value: true }
    loaded: (loaded: Loaded) => { loaded: Loaded }
    failed: (error: Error) => { error: Error }
    showRuns: (page: number) => { page: number }
    runsLoaded: (runs: Runs) => { runs: Runs }
    keepEverything: () => { value: true }
    setDraft: (draft: string) => { draft: string }
    limit: () => { value: true }
    discard: () => { value: true }
    loadPreview: () => { value: true }
    previewed: (preview: Preview) => { preview: Preview }
    previewFailed: (error: Error) => { error: Error }
    submit: () => { value: true }
    confirm: () => { value: true }
    cancel: () => { value: true }
    saved: (settings: EventsSettings) => { settings: EventsSettings }
    saveFailed: () => { value: true }
}

const asDraft = (settings: EventsSettings): string | null =>
    settings.retention_days === null ? null : String(settings.retention_days)

const runsAt = (page: number): Promise<Runs> =>
    eventsApi.retentionRuns({ limit: RUNS_A_PAGE, offset: (page - 1) * RUNS_A_PAGE })

/** Why a number of days, as typed, cannot be kept; null where it can. */
export function daysProblem(draft: string | null): string | null {
    if (draft === null) {
        return null
    }
    const days = Number(draft)
    return /^\d+$/.test(draft.trim()) && days >= 1 && days <= MAX_DAYS
        ? null
        : `Write a whole number of days from 1 to ${MAX_DAYS}.`
}

export const retentionTabLogic = kea<MakeLogicType<Values, Actions>>([
    path(['products', 'events', 'retentionTabLogic']),
    actions({
        load: true,
        loaded: (loaded) => ({ loaded }),
        failed: (error) => ({ error }),
        showRuns: (page) => ({ page }),
        runsLoaded: (runs) => ({ runs }),
        keepEverything: true,
        setDraft: (draft) => ({ draft }),
        limit: true,
        discard: true,
        loadPreview: true,
        previewed: (preview) => ({ preview }),
        previewFailed: (error) => ({ error }),
        submit: true,
        confirm: true,
        cancel: true,
        saved: (settings) => ({ settings }),
        saveFailed: true,
    }),
    reducers({
        settings: [
            null as EventsSettings | null,
            {
                loaded: (_: EventsSettings | null, { loaded }: { loaded: Loaded }) => loaded.settings,
                saved: (_: EventsSettings | null, { settings }: { settings: EventsSettings }) => settings,
            },
        ],
        runs: [
            null as Runs | null,
            {
                loaded: (_: Runs | null, { loaded }: { loaded: Loaded }) => loaded.runs,
                runsLoaded: (_: Runs | null, { runs }: { runs: Runs }) => runs,
            },
        ],
        error: [
            null as Error | null,
            { load: () => null, failed: (_: Error | null, { error }: { error: Error }) => error },
        ],
        runsPage: [1, { showRuns: (_: number, { page }: { page: number }) => page }],
        draft: [
            null as string | null,
            {
                loaded: (_: string | null, { loaded }: { loaded: Loaded }) => asDraft(loaded.settings),
                saved: (_: string | null, { settings }: { settings: EventsSettings }) => asDraft(settings),
                keepEverything: () => null,
                setDraft: (_: string | null, { draft }: { draft: string }) => draft,
            },
        ],
        preview: [
            null as Preview | null,
            { loadPreview: () => null, previewed: (_: Preview | null, { preview }: { preview: Preview }) => preview },
        ],
        previewError: [
            null as Error | null,
            { loadPreview: () => null, previewFailed: (_: Error | null, { error }: { error: Error }) => error },
        ],
        confirming: [false, { submit: () => false, confirm: () => true, cancel: () => false, saved: () => false }],
        saving: [false, { submit: () => true, saved: () => false, saveFailed: () => false }],
    }),
    selectors({
        problem: [(s) => [s.draft], daysProblem],
        days: [
            (s) => [s.draft, s.problem],
            (draft: string | null, problem: string | null): number | null =>
                draft === null || problem ? null : Number(draft),
        ],
        isDirty: [
            (s) => [s.draft, s.settings],
            (draft: string | null, settings: EventsSettings | null): boolean =>
                settings !== null && draft !== asDraft(settings),
        ],
        deletesMore: [
            (s) => [s.days, s.settings],
            (days: number | null, settings: EventsSettings | null): boolean =>
                days !== null && days < (settings?.retention_days ?? Number.POSITIVE_INFINITY),
        ],
    }),
    listeners(({ actions, values }) => ({
        load: async (_, breakpoint) => {
            try {
                const [settings, runs] = await Promise.all([eventsApi.settings(), runsAt(values.runsPage)])
                breakpoint()
                actions.loaded({ settings, runs })
                actions.loadPreview()
            } catch (error) {
                breakpoint()
                actions.failed(error as Error)
            }
        },
        showRuns: async ({ page }, breakpoint) => {
            try {
                const runs = await runsAt(page)
                breakpoint()
                actions.runsLoaded(runs)
            } catch (error) {
                breakpoint()
                toast.error(messageOf(error))
            }
        },
        limit: () => actions.setDraft((values.settings && asDraft(values.settings)) ?? FIRST_DAYS),
        discard: () => {
            const before = values.settings && asDraft(values.settings)
            if (before === null) {
                actions.keepEverything()
            } else {
                actions.setDraft(before)
            }
        },
        setDraft: () => actions.loadPreview(),
        loadPreview: async (_, breakpoint) => {
            await breakpoint(TYPING_MS)
            const { days } = values
            if (days === null) {
                return
            }
            try {
                const months = await eventsApi.previewRetention(days)
                breakpoint()
                actions.previewed({ days, months, rows: months.reduce((sum, one) => sum + one.rows, 0) })
            } catch (error) {
                breakpoint()
                actions.previewFailed(error as Error)
            }
        },
        submit: async () => {
            if (values.problem) {
                actions.saveFailed()
                return
            }
            try {
                const settings = await eventsApi.changeSettings({ retention_days: values.days })
                actions.saved(settings)
                toast.success(
                    settings.retention_days === null
                        ? 'Events are kept for ever'
                        : `Events are kept for ${formatCount(settings.retention_days, 'day')}`
                )
            } catch (error) {
                actions.saveFailed()
                toast.error(messageOf(error))
            }
        },
    })),
    afterMount(({ actions }) => actions.load()),
])
