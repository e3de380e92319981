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
import type { PropertyFilter } from '~/lib/queries'
import type { EventRow } from '~/lib/types'
import { type EventsPage, eventsQuery, mergeRows, toEventsPage } from '../lib/eventRows'
import { urls } from '../lib/urls'

export const PAGE_SIZE = 50
const LIVE_EVERY_MS = 3000
/** Rows kept while live; older ones are a "load more" away. */
const LIVE_LIMIT = 500

export interface ActivityFilters {
    event: string | null
    properties: PropertyFilter[]
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
    looked: (newer: EventRow[]) => { newer: EventRow[] }
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
            (one): one is PropertyFilter =>
                typeof one === 'object' && one !== null && 'key' in one && 'operator' in one && 'type' in one
        ),
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
        looked: (newer) => ({ newer }),
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
                looked: (rows: EventRow[], { newer }: { newer: EventRow[] }) =>
                    newer.length ? mergeRows(newer, rows, Math.max(LIVE_LIMIT, rows.length)) : rows,
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
                looked: (state: Record<string, true>, { newer }: { newer: EventRow[] }) =>
                    newer.length ? Object.fromEntries(newer.map((row) => [row.uuid, true as const])) : state,
                setFilters: () => ({}),
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
        status: [
            (s) => [s.error, s.loaded, s.rows],
            (error: Error | null, loaded: boolean, rows: EventRow[]): Values['status'] =>
                error && !rows.length ? 'failed' : !loaded ? 'loading' : rows.length ? 'ready' : 'empty',
        ],
    }),
    listeners(({ actions, values }) => ({
        setFilters: () => actions.load(),
        setLive: ({ live }) => {
            if (live) {
                actions.look()
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
            const { filters, rows } = values
            try {
                const query = eventsQuery({ ...filters, limit: PAGE_SIZE })
                const response = await api.query(currentProjectId(), query, { refresh: 'force_blocking' })
                breakpoint()
                if (equal(filters, values.filters)) {
                    const known = new Set(rows.map((row) => row.uuid))
                    actions.looked(toEventsPage(response).rows.filter((row) => !known.has(row.uuid)))
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
        }
        cache.timer = setInterval(() => actions.look(), LIVE_EVERY_MS)
    }),
    beforeUnmount(({ cache }) => clearInterval(cache.timer)),
])
