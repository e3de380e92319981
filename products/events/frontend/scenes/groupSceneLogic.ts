/** One group: what is known of it, who acts for it, and how much. Keyed by type and key. */
import { actions, afterMount, kea, key, listeners, type MakeLogicType, path, props, reducers } from 'kea'
import { toast } from '~/design/toastLogic'
import { api } from '~/lib/api'
import { messageOf } from '~/lib/http'
import { currentProjectId } from '~/lib/navigation'
import type { EventRow, Json, PersonId, Properties, Timestamp } from '~/lib/types'
import { type EventsPage, toEventsPage } from '../lib/eventRows'
import { eventsApi, type Group, type GroupType, type WhichGroup } from '../lib/eventsApi'

export const DAYS = 30
const MOST_PERSONS = 50
const MOST_EVENTS = 50

export interface GroupMember {
    personId: PersonId
    distinctId: string
    properties: Properties
    events: number
    lastSeen: Timestamp
}

export interface GroupProps {
    type: number
    groupKey: string
}
interface Values {
    group: Group | null
    groupType: GroupType | null
    error: Error | null
    members: GroupMember[] | null
    days: number[] | null
    events: EventRow[] | null
    detailError: Error | null
    openEvent: EventRow | null
}
interface Actions {
    load: () => { value: true }
    loaded: (group: Group, groupType: GroupType | null) => { group: Group; groupType: GroupType | null }
    failed: (error: Error) => { error: Error }
    detailsLoaded: (
        members: GroupMember[],
        days: number[],
        page: EventsPage
    ) => { members: GroupMember[]; days: number[]; page: EventsPage }
    detailsFailed: (error: Error) => { error: Error }
    openEventPanel: (event: EventRow | null) => { event: EventRow | null }
    setProperty: (name: string, value: Json) => { name: string; value: Json }
    unsetProperty: (name: string) => { name: string }
    changed: (group: Group) => { group: Group }
}

export const keyOf = ({ type, groupKey }: GroupProps): string => `${type}:${groupKey}`

export const whichOf = ({ type, groupKey }: GroupProps): WhichGroup => ({ group_type_index: type, group_key: groupKey })

function asProperties(text: Json | undefined): Properties {
    try {
        const value: unknown = JSON.parse(String(text ?? ''))
        return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Properties) : {}
    } catch {
        return {}
    }
}

export function toMembers(rows: readonly Json[][]): GroupMember[] {
    return rows.map(([person, distinctId, properties, events, lastSeen]) => ({
        personId: String(person) as PersonId,
        distinctId: String(distinctId),
        properties: asProperties(properties),
        events: Number(events),
        lastSeen: String(lastSeen) as Timestamp,
    }))
}

export function toDays(rows: readonly Json[][]): number[] {
    const days = Array(DAYS).fill(0) as number[]
    for (const [age, times] of rows) {
        const at = DAYS - 1 - Number(age)
        if (at >= 0 && at < DAYS) {
            days[at] = Number(times)
        }
    }
    return days
}

export const groupSceneLogic = kea<MakeLogicType<Values, Actions, GroupProps>>([
    props({} as GroupProps),
    key(keyOf),
    path((id) => ['products', 'events', 'groupSceneLogic', id]),
    actions({
        load: true,
        loaded: (group, groupType) => ({ group, groupType }),
        failed: (error) => ({ error }),
        detailsLoaded: (members, days, page) => ({ members, days, page }),
        detailsFailed: (error) => ({ error }),
        openEventPanel: (event) => ({ event }),
        setProperty: (name, value) => ({ name, value }),
        unsetProperty: (name) => ({ name }),
        changed: (group) => ({ group }),
    }),
    reducers({
        group: [
            null as Group | null,
            {
                loaded: (_: Group | null, { group }: { group: Group }) => group,
                changed: (_: Group | null, { group }: { group: Group }) => group,
            },
        ],
        groupType: [
            null as GroupType | null,
            { loaded: (_: GroupType | null, { groupType }: { groupType: GroupType | null }) => groupType },
        ],
        error: [
            null as Error | null,
            { load: () => null, failed: (_: Error | null, { error }: { error: Error }) => error },
        ],
        members: [
            null as GroupMember[] | null,
            { detailsLoaded: (_: GroupMember[] | null, { members }: { members: GroupMember[] }) => members },
        ],
        days: [null as number[] | null, { detailsLoaded: (_: number[] | null, { days }: { days: number[] }) => days }],
        events: [
            null as EventRow[] | null,
            { detailsLoaded: (_: EventRow[] | null, { page }: { page: EventsPage }) => page.rows },
        ],
        detailError: [
            null as Error | null,
            { load: () => null, detailsFailed: (_: Error | null, { error }: { error: Error }) => error },
        ],
        openEvent: [
            null as EventRow | null,
            { openEventPanel: (_: EventRow | null, { event }: { event: EventRow | null }) => event },
        ],
    }),
    listeners(({ actions, props }) => ({
        load: async () => {
            try {
                const [group, types] = await Promise.all([eventsApi.group(whichOf(props)), eventsApi.groupTypes()])
                actions.loaded(group, types.find((one) => one.group_type_index === props.type) ?? null)
            } catch (error) {
                actions.failed(error as Error)
            }
        },
        setProperty: async ({ name, value }) => {
            try {
                actions.changed(await eventsApi.setGroupProperty(whichOf(props), name, value))
                toast.success(`“${name}” is saved.`)
            } catch (error) {
                toast.error(messageOf(error))
            }
        },
        unsetProperty: async ({ name }) => {
            try {
                actions.changed(await eventsApi.unsetGroupProperty(whichOf(props), name))
                toast.success(`“${name}” is removed.`)
            } catch (error) {
                toast.error(messageOf(error))
            }
        },
        loaded: async () => {
            // The column comes from a number between 0 and 4; the key goes as a value.
            const column = `$group_${props.type}`
            const ask = (query: string) =>
                api.query(currentProjectId(), { kind: 'HogQLQuery', query, values: { key: props.groupKey } })
            try {
                const [members, days, events] = await Promise.all([
                    ask(
                        'SELECT person_id, any(distinct_id), argMax(toString(person.properties), timestamp), count() AS times, ' +
                            `max(timestamp) FROM events WHERE ${column} = {key} GROUP BY person_id ORDER BY times DESC ` +
                            `LIMIT ${MOST_PERSONS}`
                    ),
                    ask(
                        "SELECT dateDiff('day', toDate(timestamp), today()) AS age, count() FROM events " +
                            `WHERE timestamp > now() - INTERVAL ${DAYS} DAY AND ${column} = {key} GROUP BY age`
                    ),
                    ask(
                        'SELECT uuid, event, timestamp, distinct_id, person_id, properties, person.properties FROM events ' +
                            `WHERE ${column} = {key} ORDER BY timestamp DESC, uuid DESC LIMIT ${MOST_EVENTS}`
                    ),
                ])
                const page = toEventsPage({ columns: [], hasMore: false, nextCursor: null, results: events.results })
                actions.detailsLoaded(toMembers(members.results), toDays(days.results), page)
            } catch (error) {
                actions.detailsFailed(error as Error)
            }
        },
    })),
    afterMount(({ actions }) => actions.load()),
])
