/** One person: who they are and what they did. Keyed by uuid or distinct id, whichever the address has. */
import { actions, afterMount, kea, key, listeners, type MakeLogicType, path, props, reducers, selectors } from 'kea'
import { api } from '~/lib/api'
import { ApiError } from '~/lib/http'
import { currentProjectId } from '~/lib/navigation'
import type { EventRow, Person, PersonId } from '~/lib/types'
import { type EventsPage, eventsQuery, mergeRows, toEventsPage } from '../lib/eventRows'

const PAGE_SIZE = 50
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

interface Props {
    id: string
}
interface Values {
    person: Person | null
    personError: Error | null
    events: EventRow[]
    eventsLoaded: boolean
    cursor: string | null
    loadingMore: boolean
    eventsError: Error | null
    openEvent: EventRow | null
    eventsStatus: 'failed' | 'loading' | 'empty' | 'ready'
}
interface Actions {
    load: () => { value: true }
    loaded: (person: Person) => { person: Person }
    failed: (error: Error) => { error: Error }
    loadEvents: () => { value: true }
    loadMore: () => { value: true }
    eventsArrived: (page: EventsPage) => { page: EventsPage }
    eventsFailed: (error: Error) => { error: Error }
    openEventPanel: (event: EventRow | null) => { event: EventRow | null }
}

/** By uuid where the address has one; a link from an event without a person has a distinct id. */
async function findPerson(id: string): Promise<Person> {
    if (UUID.test(id)) {
        try {
            return await api.persons.get(currentProjectId(), id as PersonId)
        } catch (error) {
            // A distinct id may look like a uuid; SDKs make them so.
            if (!(error instanceof ApiError && error.status === 404)) {
                throw error
            }
        }
    }
    const person = await api.persons.findByDistinctId(currentProjectId(), id)
    if (!person) {
        throw new ApiError(
            404,
            'not_found',
            'Nobody in this project has that id. They may have been deleted or merged.'
        )
    }
    return person
}

export const personSceneLogic = kea<MakeLogicType<Values, Actions, Props>>([
    props({} as Props),
    key(({ id }) => id),
    path((id) => ['products', 'events', 'personSceneLogic', id]),
    actions({
        load: true,
        loaded: (person) => ({ person }),
        failed: (error) => ({ error }),
        loadEvents: true,
        loadMore: true,
        eventsArrived: (page) => ({ page }),
        eventsFailed: (error) => ({ error }),
        openEventPanel: (event) => ({ event }),
    }),
    reducers({
        person: [null as Person | null, { loaded: (_: Person | null, { person }: { person: Person }) => person }],
        personError: [
            null as Error | null,
            { load: () => null, failed: (_: Error | null, { error }: { error: Error }) => error },
        ],
        events: [
            [] as EventRow[],
            {
                eventsArrived: (rows: EventRow[], { page }: { page: EventsPage }) =>
                    mergeRows(rows, page.rows, Number.POSITIVE_INFINITY),
            },
        ],
        eventsLoaded: [false, { eventsArrived: () => true }],
        cursor: [
            null as string | null,
            { eventsArrived: (_: string | null, { page }: { page: EventsPage }) => page.cursor },
        ],
        loadingMore: [false, { loadMore: () => true, eventsArrived: () => false, eventsFailed: () => false }],
        eventsError: [
            null as Error | null,
            {
                loadEvents: () => null,
                loadMore: () => null,
                eventsFailed: (_: Error | null, { error }: { error: Error }) => error,
            },
        ],
        openEvent: [
            null as EventRow | null,
            { openEventPanel: (_: EventRow | null, { event }: { event: EventRow | null }) => event },
        ],
    }),
    selectors({
        eventsStatus: [
            (s) => [s.eventsError, s.eventsLoaded, s.events],
            (error: Error | null, loaded: boolean, events: EventRow[]): Values['eventsStatus'] =>
                error && !events.length ? 'failed' : !loaded ? 'loading' : events.length ? 'ready' : 'empty',
        ],
    }),
    listeners(({ actions, values, props: { id } }) => {
        const fetchEvents = async (cursor: string | null): Promise<void> => {
            if (!values.person) {
                return
            }
            try {
                const query = eventsQuery({
                    event: null,
                    properties: [],
                    personId: values.person.id,
                    after: 'all',
                    cursor,
                    limit: PAGE_SIZE,
                })
                const response = await api.query(currentProjectId(), query, { refresh: 'force_blocking' })
                actions.eventsArrived(toEventsPage(response))
            } catch (error) {
                actions.eventsFailed(error as Error)
            }
        }
        return {
            load: async () => {
                try {
                    actions.loaded(await findPerson(id))
                } catch (error) {
                    actions.failed(error as Error)
                }
            },
            loaded: () => actions.loadEvents(),
            loadEvents: () => fetchEvents(null),
            loadMore: () => fetchEvents(values.cursor),
        }
    }),
    afterMount(({ actions }) => actions.load()),
])
