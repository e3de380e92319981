/**
 * Columns of lists by their names as they are stored: a word for what every row has, `properties.plan` for a property
 * of the event (or of the person or group that the row is), `person.properties.plan` for one of an event's person.
 */
import { propertyLabel } from '~/filters/propertyNames'
import type { EventRow, Json, Properties } from '~/lib/types'
import type { ListName } from './eventsApi'

export interface FixedColumn {
    id: string
    title: string
}

export interface ListColumnSet {
    fixed: readonly FixedColumn[]
    defaults: readonly string[]
}

export const COLUMN_SETS: Record<ListName, ListColumnSet> = {
    activity: {
        fixed: [
            { id: 'event', title: 'Event' },
            { id: 'person', title: 'Person' },
            { id: 'distinct_id', title: 'Distinct ID' },
            { id: 'place', title: 'Page or screen' },
            { id: 'library', title: 'Sent by' },
            { id: 'time', title: 'When' },
        ],
        defaults: ['event', 'person', 'place', 'library', 'time'],
    },
    persons: {
        fixed: [
            { id: 'person', title: 'Person' },
            { id: 'kind', title: 'Kind' },
            { id: 'distinct_ids', title: 'Distinct IDs' },
            { id: 'created', title: 'First seen' },
        ],
        defaults: ['person', 'kind', 'distinct_ids', 'created'],
    },
    groups: {
        fixed: [
            { id: 'group', title: 'Group' },
            { id: 'key', title: 'Key' },
            { id: 'created', title: 'First seen' },
        ],
        defaults: ['group', 'key', 'created'],
    },
}

const PROPERTY = 'properties.'
const PERSON_PROPERTY = 'person.properties.'

export interface PropertyColumn {
    source: 'row' | 'person'
    name: string
}

/** The property a column shows; null for columns that every row has. */
export function propertyOf(id: string): PropertyColumn | null {
    if (id.startsWith(PERSON_PROPERTY)) {
        return { source: 'person', name: id.slice(PERSON_PROPERTY.length) }
    }
    return id.startsWith(PROPERTY) ? { source: 'row', name: id.slice(PROPERTY.length) } : null
}

export function columnFor(source: 'row' | 'person', name: string): string {
    return `${source === 'person' ? PERSON_PROPERTY : PROPERTY}${name}`
}

export function columnTitle(list: ListName, id: string): string {
    const property = propertyOf(id)
    if (property) {
        return property.source === 'person' ? `Person’s ${propertyLabel(property.name)}` : propertyLabel(property.name)
    }
    return COLUMN_SETS[list].fixed.find((column) => column.id === id)?.title ?? id
}

/** What can be drawn: choices may be older than the list. */
export function knownColumns(list: ListName, chosen: readonly string[] | null): string[] {
    const { fixed, defaults } = COLUMN_SETS[list]
    const known = (chosen ?? []).filter((id) => propertyOf(id) || fixed.some((column) => column.id === id))
    return known.length ? known : [...defaults]
}

/** The list with one entry moved by a place; past its ends nothing moves. */
export function moved<T>(list: readonly T[], from: number, by: -1 | 1): T[] {
    const result = [...list]
    const to = from + by
    const [one, other] = [result[from], result[to]]
    if (one !== undefined && other !== undefined) {
        result[from] = other
        result[to] = one
    }
    return result
}

export function propertyValue(row: Pick<EventRow, 'properties' | 'person_properties'>, column: PropertyColumn): Json {
    const from: Properties = column.source === 'person' ? row.person_properties : row.properties
    return Object.hasOwn(from, column.name) ? (from[column.name] ?? null) : null
}
