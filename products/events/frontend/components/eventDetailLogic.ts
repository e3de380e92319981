/** What an event's panel shows beyond its row: the clicked elements, and the rest of its session. Keyed by the event. */
import { actions, afterMount, kea, key, listeners, type MakeLogicType, path, props, reducers, selectors } from 'kea'
import { api } from '~/lib/api'
import { currentProjectId } from '~/lib/navigation'
import type { EventRow } from '~/lib/types'
import { type EventsPage, eventsQuery, toEventsPage } from '../lib/eventRows'
import { eventsApi } from '../lib/eventsApi'

/** Sessions end after a day at the latest. */
const REACH_MS = 24 * 3600 * 1000
const MOST = 200

interface Props {
    event: EventRow
}
interface Values {
    chain: string | null
    chainError: Error | null
    session: EventRow[] | null
    sessionIsCut: boolean
    sessionError: Error | null
    sessionId: string | null
}
interface Actions {
    loadChain: () => { value: true }
    chainLoaded: (chain: string) => { chain: string }
    chainFailed: (error: Error) => { error: Error }
    loadSession: () => { value: true }
    sessionLoaded: (page: EventsPage) => { page: EventsPage }
    sessionFailed: (error: Error) => { error: Error }
}

type Failed = { error: Error }

export function sessionIdOf(event: EventRow): string | null {
    const id = event.properties.$session_id
    return typeof id === 'string' && id ? id : null
}

const shifted = (event: EventRow, by: number): string => new Date(Date.parse(event.timestamp) + by).toISOString()

export const eventDetailLogic = kea<MakeLogicType<Values, Actions, Props>>([
    props({} as Props),
    key(({ event }) => event.uuid),
    path((id) => ['products', 'events', 'eventDetailLogic', id]),
    actions({
        loadChain: true,
        chainLoaded: (chain) => ({ chain }),
        chainFailed: (error) => ({ error }),
        loadSession: true,
        sessionLoaded: (page) => ({ page }),
        sessionFailed: (error) => ({ error }),
    }),
    reducers({
        chain: [null as string | null, { chainLoaded: (_: string | null, { chain }: { chain: string }) => chain }],
        chainError: [
            null as Error | null,
            { loadChain: () => null, chainFailed: (_: Error | null, { error }: Failed) => error },
        ],
        session: [
            null as EventRow[] | null,
            { sessionLoaded: (_: EventRow[] | null, { page }: { page: EventsPage }) => [...page.rows].reverse() },
        ],
        sessionIsCut: [false, { sessionLoaded: (_: boolean, { page }: { page: EventsPage }) => page.cursor !== null }],
        sessionError: [
            null as Error | null,
            { loadSession: () => null, sessionFailed: (_: Error | null, { error }: Failed) => error },
        ],
    }),
    selectors(({ props: { event } }) => ({ sessionId: [() => [], () => sessionIdOf(event)] })),
    listeners(({ actions, props: { event } }) => ({
        loadChain: async () => {
            try {
                actions.chainLoaded((await eventsApi.event(event.uuid)).elements_chain)
            } catch (error) {
                actions.chainFailed(error as Error)
            }
        },
        loadSession: async () => {
            const id = sessionIdOf(event)
            if (!id) {
                return
            }
            const query = eventsQuery({
                event: null,
                properties: [{ type: 'event', key: '$session_id', operator: 'exact', value: [id] }],
                after: shifted(event, -REACH_MS),
                before: shifted(event, REACH_MS),
                limit: MOST,
            })
            try {
                actions.sessionLoaded(toEventsPage(await api.query(currentProjectId(), query)))
            } catch (error) {
                actions.sessionFailed(error as Error)
            }
        },
    })),
    afterMount(({ actions, props: { event } }) => {
        if (hasElements(event)) {
            actions.loadChain()
        }
    }),
])

/** Only clicks and their like carry elements; asking for every event would be a request for nothing. */
export function hasElements(event: EventRow): boolean {
    return ['$autocapture', '$rageclick', '$dead_click', '$copy_autocapture'].includes(event.event)
}
