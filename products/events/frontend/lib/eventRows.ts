/** Events as the query endpoint lists them, turned into values with names. */
import type { EventsQuery, EventsResponse, QueryFilter } from '~/lib/queries'
import type { DistinctId, EventRow, EventUuid, Json, PersonId, Properties, Timestamp } from '~/lib/types'

const COLUMNS = ['uuid', 'event', 'timestamp', 'distinct_id', 'person_id', 'properties', 'person.properties'] as const

export interface EventsPage {
    rows: EventRow[]
    /** Continues after the last row; null at the end. */
    cursor: string | null
}

export interface EventsWanted {
    event: string | null
    properties: QueryFilter[]
    personId?: string
    after?: string
    before?: string
    cursor?: string | null
    limit: number
}

export function eventsQuery({ event, properties, personId, after, before, cursor, limit }: EventsWanted): EventsQuery {
    return {
        kind: 'EventsQuery',
        select: [...COLUMNS],
        orderBy: ['timestamp DESC'],
        limit,
        ...(event !== null && { event }),
        ...(properties.length > 0 && { properties }),
        ...(personId !== undefined && { personId }),
        ...(after !== undefined && { after }),
        ...(before !== undefined && { before }),
        ...(cursor && { cursor }),
    }
}

function asProperties(value: Json | undefined): Properties {
    if (typeof value === 'string') {
        try {
            return asProperties(JSON.parse(value) as Json)
        } catch {
            return {}
        }
    }
    return value !== null && typeof value === 'object' && !Array.isArray(value) ? value : {}
}

export function toEventsPage(response: EventsResponse): EventsPage {
    const rows = response.results.map(
        ([uuid, event, timestamp, distinctId, personId, properties, personProperties]): EventRow => ({
            uuid: String(uuid) as EventUuid,
            event: String(event),
            timestamp: String(timestamp) as Timestamp,
            distinct_id: String(distinctId) as DistinctId,
            person_id: personId ? (String(personId) as PersonId) : null,
            properties: asProperties(properties),
            person_properties: asProperties(personProperties),
        })
    )
    return { rows, cursor: response.hasMore ? (response.nextCursor ?? null) : null }
}

const NAMES = ['email', 'Email', 'name', 'Name', 'username', 'Username'] as const

/** What to call whoever did it, as the list of persons does: by the project's own choice of properties, else the usual. */
export function actorName(
    event: Pick<EventRow, 'distinct_id' | 'person_properties'>,
    chosen: readonly string[] = []
): string {
    for (const key of chosen.length ? chosen : NAMES) {
        const value = event.person_properties[key]
        if ((typeof value === 'string' && value) || typeof value === 'number') {
            return String(value)
        }
    }
    return event.distinct_id
}

/** Where it happened: an address without its host for pages, the screen for apps. */
export function eventPlace(properties: Properties): string {
    const url = properties.$current_url
    if (typeof url === 'string') {
        try {
            const { protocol, host, pathname, search } = new URL(url)
            return /^https?:$/.test(protocol) ? `${host}${pathname}${search}` : url
        } catch {
            return url
        }
    }
    const screen = properties.$screen_name ?? properties.$pathname
    return typeof screen === 'string' ? screen : ''
}

/** Newer rows in front of those there are, none twice, and never more than `limit`. */
export function mergeRows(newer: EventRow[], known: EventRow[], limit: number): EventRow[] {
    const seen = new Set(newer.map((row) => row.uuid))
    return [...newer, ...known.filter((row) => !seen.has(row.uuid))].slice(0, limit)
}
