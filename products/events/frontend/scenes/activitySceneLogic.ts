/**
 * The newest events: filtered, paged backwards, and kept up to date while "live" is on.
 *
 * Filters stand in the address, and so does the open event, so both survive a reload and a link.
 */

import equal from 'fast-deep-equal'
import { actions, afterMount, beforeUnmount, kea, listeners, type MakeLogicType, path, reducers, selectors } from 'kea'
import { actionToUrl, router, urlToAction } from 'kea-router'
import { api } from '~/lib/api'
import { currentProjectId } from '~/lib/navigation'
import type { QueryFilter, TrendsQuery } from '~/lib/queries'
import type { EventRow } from '~/lib/types'
import { type EventsPage, eventsQuery, mergeRows, toEventsPage } from '../lib/eventRows'
import { urls } from '../lib/urls'

export const PAGE_SIZE = 50
const LIVE_EVERY_MS = 3000
/** The counts are over minutes, so they need not be asked for with every look. */
const RATE_EVERY_MS = 10_000
export const RATE_MINUTES = 30
/** Events may arrive late; what happened longer ago than this before the newest is left to a reload. */
const LATE_MS = 2 * 60_000
/** Further down than this somebody is reading, and rows must not move under their eyes. */
const READING_BELOW_PX = 160
/** Rows kept while live; older ones are a "load more" away. */
const LIVE_LIMIT = 500

export interface ActivityFilters {
    event: string | null
    properties: QueryFilter[]
}

interface Values {
    filters: ActivityFilters
    live: boolean
    rows: EventRow[]
    cursor: string | null
    loaded: boolean
    loading: boolean
    loadingMore: boolean
    error: Error | null
    liveError: Error | null
    /** Which rows arrived with the last look, to light them up. */
    fresh: Record<string, true>
    /** New rows that wait until whoever is reading further down asks for them. */
    held: EventRow[]
    /** Events in each of the last minutes, the current one last; null until known. */
    minutes: number[] | null
    perMinute: number
    openUuid: string | null
    openEvent: EventRow | null
    openError: Error | null
    status: 'failed' | 'loading' | 'empty' | 'ready'
}
interface Actions {
    setFilters: (filters: ActivityFilters) => { filters: ActivityFilters }
    setLive: (live: boolean) => { live: boolean }
    load: () => { value: true }
    pageLoaded: (page: EventsPage) => { page: EventsPage }
    loadFailed: (error: Error) => { error: Error }
    loadMore: () => { value: true }
    moreLoaded: (page: EventsPage) => { page: EventsPage }
    look: () => { value: true }
    looked: (newer: EventRow[], hold?: boolean) => { newer: EventRow[]; hold: boolean }
    showHeld: () => { value: true }
    countRate: () => { value: true }
    rateCounted: (minutes: number[]) => { minutes: number[] }
    addFilter: (filter: QueryFilter) => { filter: QueryFilter }
    lookFailed: (error: Error) => { error: Error }
    openEventPanel: (uuid: string | null) => { uuid: string | null }
    eventFetched: (event: EventRow) => { event: EventRow }
    fetchFailed: (error: Error) => { error: Error }
}

const NO_FILTERS: ActivityFilters = { event: null, properties: [] }

/** Links are written by strangers too; what does not fit is left out. */
export function readFilters(params: Record<string, unknown>): ActivityFilters {
    const properties = Array.isArray(params.properties) ? params.properties : []
    return {
        event: typeof params.event === 'string' ? params.event : null,
        properties: properties.filter(
            (one): one is QueryFilter =>
                typeof one === 'object' && one !== null && 'key' in one && 'operator' in one && 'type' in one
        ),
    }
}

/** Where a look begins: a little before the newest row there is, and never in the future of a sender's wrong clock. */
export function lookAfter(newest: EventRow | undefined, now: number = Date.now()): string {
    const from = newest ? Math.min(Date.parse(newest.timestamp), now) : now
    return new Date(from - LATE_MS).toISOString()
}

function rateQuery({ event, properties }: ActivityFilters): TrendsQuery {
    return {
        kind: 'TrendsQuery',
        series: [{ kind: 'EventsNode', event, math: 'total' }],
        interval: 'minute',
        dateRange: { date_from: `-${RATE_MINUTES - 1}M`, date_to: null },
        properties,
    }
}

export const activitySceneLogic = kea<MakeLogicType<Values, Actions>>([
    path(['products', 'events', 'activitySceneLogic']),
    actions({
        setFilters: (filters) => ({ filters }),
        setLive: (live) => ({ live }),
        load: true,
        pageLoaded: (page) => ({ page }),
        loadFailed: (error) => ({ error }),
        loadMore: true,
        moreLoaded: (page) => ({ page }),
        look: true,
        looked: (newer, hold = false) => ({ newer, hold }),
        showHeld: true,
        countRate: true,
        rateCounted: (minutes) => ({ minutes }),
        addFilter: (filter) => ({ filter }),
        lookFailed: (error) => ({ error }),
        openEventPanel: (uuid) => ({ uuid }),
        eventFetched: (event) => ({ event }),
        fetchFailed: (error) => ({ error }),
    }),
    reducers({
        filters: [
            NO_FILTERS,
            { setFilters: (_: ActivityFilters, { filters }: { filters: ActivityFilters }) => filters },
        ],
        live: [true, { setLive: (_: boolean, { live }: { live: boolean }) => live, loadMore: () => false }],
        rows: [
            [] as EventRow[],
            {
                setFilters: () => [],
                pageLoaded: (_: EventRow[], { page }: { page: EventsPage }) => page.rows,
                moreLoaded: (rows: EventRow[], { page }: { page: EventsPage }) =>
                    mergeRows(rows, page.rows, Number.POSITIVE_INFINITY),
                looked: (rows: EventRow[], { newer, hold }: { newer: EventRow[]; hold: boolean }) =>
                    newer.length && !hold ? mergeRows(newer, rows, Math.max(LIVE_LIMIT, rows.length)) : rows,
            },
        ],
        cursor: [
            null as string | null,
            {
                setFilters: () => null,
                pageLoaded: (_: string | null, { page }: { page: EventsPage }) => page.cursor,
                moreLoaded: (_: string | null, { page }: { page: EventsPage }) => page.cursor,
            },
        ],
        loaded: [false, { setFilters: () => false, pageLoaded: () => true }],
        loading: [false, { load: () => true, pageLoaded: () => false, loadFailed: () => false }],
        loadingMore: [false, { loadMore: () => true, moreLoaded: () => false, loadFailed: () => false }],
        error: [
            null as Error | null,
            {
                setFilters: () => null,
                load: () => null,
                pageLoaded: () => null,
                loadFailed: (_: Error | null, { error }: { error: Error }) => error,
            },
        ],
        liveError: [
            null as Error | null,
            { looked: () => null, lookFailed: (_: Error | null, { error }: { error: Error }) => error },
        ],
        fresh: [
            {} as Record<string, true>,
            {
                looked: (state: Record<string, true>, { newer, hold }: { newer: EventRow[]; hold: boolean }) =>
                    newer.length && !hold ? Object.fromEntries(newer.map((row) => [row.uuid, true as const])) : state,
                setFilters: () => ({}),
            },
        ],
        held: [
            [] as EventRow[],
            {
                setFilters: () => [],
                pageLoaded: () => [],
                looked: (held: EventRow[], { newer, hold }: { newer: EventRow[]; hold: boolean }) =>
                    hold ? (newer.length ? mergeRows(newer, held, LIVE_LIMIT) : held) : [],
            },
        ],
        minutes: [
            null as number[] | null,
            {
                setFilters: () => null,
                rateCounted: (_: number[] | null, { minutes }: { minutes: number[] }) => minutes,
            },
        ],
        openUuid: [
            null as string | null,
            { openEventPanel: (_: string | null, { uuid }: { uuid: string | null }) => uuid },
        ],
        openEvent: [
            null as EventRow | null,
            {
                openEventPanel: () => null,
                eventFetched: (_: EventRow | null, { event }: { event: EventRow }) => event,
            },
        ],
        openError: [
            null as Error | null,
            {
                openEventPanel: () => null,
                fetchFailed: (_: Error | null, { error }: { error: Error }) => error,
            },
        ],
    }),
    selectors({
        perMinute: [
            (s) => [s.minutes],
            // The current minute has only begun, so the one before says how much a minute brings.
            (minutes: number[] | null) => minutes?.at(-2) ?? 0,
        ],
        status: [
            (s) => [s.error, s.loaded, s.rows],
            (error: Error | null, loaded: boolean, rows: EventRow[]): Values['status'] =>
                error && !rows.length ? 'failed' : !loaded ? 'loading' : rows.length ? 'ready' : 'empty',
        ],
    }),
    listeners(({ actions, values }) => ({
        setFilters: () => {
            actions.load()
            actions.countRate()
        },
        addFilter: ({ filter }) => {
            const { event, properties } = values.filters
            actions.openEventPanel(null)
            if (!properties.some((one) => equal(one, filter))) {
                actions.setFilters({ event, properties: [...properties, filter] })
            }
        },
        setLive: ({ live }) => {
            if (live) {
                actions.look()
            }
        },
        showHeld: () => {
            window.scrollTo({ top: 0 })
            actions.looked(values.held)
        },
        countRate: async (_, breakpoint) => {
            await breakpoint(1)
            try {
                const { results } = await api.query(currentProjectId(), rateQuery(values.filters), {
                    refresh: 'force_blocking',
                })
                breakpoint()
                actions.rateCounted(results[0]?.data.slice(-RATE_MINUTES).map(Number) ?? [])
            } catch {
                breakpoint()
                // The list says what is wrong; a second voice would add nothing.
            }
        },
        load: async (_, breakpoint) => {
            await breakpoint(1)
            try {
                const query = eventsQuery({ ...values.filters, limit: PAGE_SIZE })
                const response = await api.query(currentProjectId(), query, { refresh: 'force_blocking' })
                breakpoint()
                actions.pageLoaded(toEventsPage(response))
            } catch (error) {
                breakpoint()
                actions.loadFailed(error as Error)
            }
        },
        loadMore: async (_, breakpoint) => {
            try {
                const query = eventsQuery({ ...values.filters, cursor: values.cursor, limit: PAGE_SIZE })
                const response = await api.query(currentProjectId(), query, { refresh: 'force_blocking' })
                breakpoint()
                actions.moreLoaded(toEventsPage(response))
            } catch (error) {
                breakpoint()
                actions.loadFailed(error as Error)
            }
        },
        look: async (_, breakpoint) => {
            if (!values.live || !values.loaded || document.hidden) {
                return
            }
            const { filters, rows, held } = values
            try {
                const query = eventsQuery({ ...filters, after: lookAfter(held[0] ?? rows[0]), limit: LIVE_LIMIT })
                const response = await api.query(currentProjectId(), query, { refresh: 'force_blocking' })
                breakpoint()
                if (equal(filters, values.filters)) {
                    const known = new Set([...rows, ...held].map((row) => row.uuid))
                    const newer = toEventsPage(response).rows.filter((row) => !known.has(row.uuid))
                    if (window.scrollY > READING_BELOW_PX) {
                        actions.looked(newer, true)
                    } else {
                        actions.looked(mergeRows(newer, held, LIVE_LIMIT))
                    }
                }
            } catch (error) {
                breakpoint()
                actions.lookFailed(error as Error)
            }
        },
        openEventPanel: async ({ uuid }, breakpoint) => {
            if (!uuid) {
                return
            }
            const known = values.rows.find((row) => row.uuid === uuid)
            if (known) {
                actions.eventFetched(known)
                return
            }
            try {
                const event = await api.events.get(currentProjectId(), uuid)
                breakpoint()
                actions.eventFetched(event)
            } catch (error) {
                breakpoint()
                actions.fetchFailed(error as Error)
            }
        },
    })),
    actionToUrl(({ values }) => {
        const address =
            (replace: boolean) =>
            (): [string, Record<string, unknown>, Record<string, unknown>, { replace: boolean }] => {
                const { event, properties } = values.filters
                const { openUuid } = values
                return [
                    urls.activity(),
                    {
                        ...(event !== null && { event }),
                        ...(properties.length > 0 && { properties }),
                        ...(openUuid !== null && { open: openUuid }),
                    },
                    {},
                    { replace },
                ]
            }
        return { setFilters: address(true), openEventPanel: address(false) }
    }),
    urlToAction(({ actions, values }) => ({
        [urls.activity()]: (_, params) => {
            const filters = readFilters(params)
            if (!equal(filters, values.filters)) {
                actions.setFilters(filters)
            }
            const open = typeof params.open === 'string' ? params.open : null
            if (open !== values.openUuid) {
                actions.openEventPanel(open)
            }
        },
    })),
    afterMount(({ actions, values, cache }) => {
        if (equal(readFilters(router.values.searchParams), values.filters)) {
            actions.load()
            actions.countRate()
        }
        cache.timer = setInterval(() => actions.look(), LIVE_EVERY_MS)
        cache.rateTimer = setInterval(() => {
            if (values.live && !document.hidden) {
                actions.countRate()
            }
        }, RATE_EVERY_MS)
    }),
    beforeUnmount(({ cache }) => {
        clearInterval(cache.timer)
        clearInterval(cache.rateTimer)
    }),
])
