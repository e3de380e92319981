/** How ingestion has been going: asked for again while the page is open and in front. */
import { actions, afterMount, beforeUnmount, kea, listeners, type MakeLogicType, path, reducers, selectors } from 'kea'
import { actionToUrl, router, urlToAction } from 'kea-router'
import { eventsApi, type Hours, type IngestionHistory } from '../lib/eventsApi'
import { urls } from '../lib/urls'

const EVERY_MS = 10_000

interface Summary {
    events: number
    /** Over the whole buckets; the current one has only begun. */
    perSecond: number
    /** Of the newest bucket that had events. */
    lagMs: number | null
    waiting: number | null
    warnings: number
    /** Requests. */
    refused: number
}
interface Values {
    hours: Hours
    history: IngestionHistory | null
    error: Error | null
    summary: Summary | null
}
interface Actions {
    setHours: (hours: Hours) => { hours: Hours }
    load: () => { value: true }
    loaded: (history: IngestionHistory) => { history: IngestionHistory }
    failed: (error: Error) => { error: Error }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0)
const lastKnown = (numbers: readonly (number | null)[]): number | null =>
    [...numbers].reverse().find((one) => one !== null) ?? null

export function readHours(params: Record<string, unknown>): Hours {
    const hours = Number(params.hours)
    return hours === 6 || hours === 24 ? hours : 1
}

export function summarize(history: IngestionHistory): Summary {
    const whole = history.events.slice(0, -1)
    return {
        events: sum(history.events),
        perSecond: sum(whole) / Math.max(1, whole.length * history.bucket_seconds),
        lagMs: lastKnown(history.lag_p99_ms),
        waiting: lastKnown(history.queue.requests),
        warnings: sum(history.warnings.flatMap((one) => one.counts)),
        refused: sum(history.refusals.flatMap((one) => one.counts)),
    }
}

export const ingestionSceneLogic = kea<MakeLogicType<Values, Actions>>([
    path(['products', 'events', 'ingestionSceneLogic']),
    actions({
        setHours: (hours) => ({ hours }),
        load: true,
        loaded: (history) => ({ history }),
        failed: (error) => ({ error }),
    }),
    reducers({
        hours: [1 as Hours, { setHours: (_: Hours, { hours }: { hours: Hours }) => hours }],
        history: [
            null as IngestionHistory | null,
            {
                loaded: (_: IngestionHistory | null, { history }: { history: IngestionHistory }) => history,
                setHours: () => null,
            },
        ],
        error: [
            null as Error | null,
            { loaded: () => null, failed: (_: Error | null, { error }: { error: Error }) => error },
        ],
    }),
    selectors({
        summary: [(s) => [s.history], (history: IngestionHistory | null) => history && summarize(history)],
    }),
    listeners(({ actions, values }) => ({
        setHours: () => actions.load(),
        load: async (_, breakpoint) => {
            await breakpoint(1)
            try {
                const history = await eventsApi.ingestion(values.hours)
                breakpoint()
                actions.loaded(history)
            } catch (error) {
                breakpoint()
                actions.failed(error as Error)
            }
        },
    })),
    actionToUrl(({ values }) => ({
        setHours: () => [urls.ingestion(), values.hours === 1 ? {} : { hours: values.hours }, {}, { replace: true }],
    })),
    urlToAction(({ actions, values }) => ({
        [urls.ingestion()]: (_, params) => {
            const hours = readHours(params)
            if (hours !== values.hours) {
                actions.setHours(hours)
            }
        },
    })),
    afterMount(({ actions, values, cache }) => {
        if (readHours(router.values.searchParams) === values.hours) {
            actions.load()
        }
        cache.timer = setInterval(() => !document.hidden && actions.load(), EVERY_MS)
    }),
    beforeUnmount(({ cache }) => clearInterval(cache.timer)),
])
