/** Addresses of the server that only this product's pages use. */
import { call, type Schema } from '~/lib/client'
import { http } from '~/lib/http'
import { currentProjectId } from '~/lib/navigation'
import type { Json, Page, Person } from '~/lib/types'

const here = (): { project_id: string } => ({ project_id: String(currentProjectId()) })

export type Hours = 1 | 6 | 24
export type IngestionHistory = Schema<'IngestionHistory'>
export type IngestionWarnings = Schema<'IngestionWarnings'>

export type Action = Schema<'Action'>
export type GroupType = Schema<'GroupType'>

export type Group = Schema<'Group'>
/** Which group: its kind's column, and its key. */
export type WhichGroup = Pick<Group, 'group_type_index' | 'group_key'>
export type PersonHistory = Schema<'PersonHistory'>
export type PropertyChange = Schema<'PropertyChange'>
export type GroupPropertyChange = Schema<'GroupPropertyChange'>
export type Erasure = Schema<'Erasure'>
export type GroupErasure = Schema<'GroupErasure'>
export type ErasureCheck = Schema<'ErasureCheck'>
export type EventsSettings = Schema<'EventsSettings'>
export type MonthRows = Schema<'MonthRows'>
export type RetentionRun = Schema<'RetentionRun'>
export type CaptureProtection = Schema<'CaptureProtection'>

export interface FlagReason {
    value: unknown
    evaluation: { reason: string; description: string | null }
}

export type ListName = 'activity' | 'persons' | 'groups'

export interface DefinitionsAsked {
    search?: string
    ordering?: 'name' | '-name' | 'last_seen_at' | '-last_seen_at'
    event_type?: 'event' | 'event_custom' | 'event_posthog'
    limit: number
    offset: number
}

export interface PropertiesAsked {
    search?: string
    type: 'event' | 'person' | 'group'
    group_type_index?: number
    /** A JSON list of names. */
    event_names?: string
    filter_by_event_names?: boolean
    limit: number
    offset: number
}

/** Lists that are shown whole. */
const MANY = 200

export const eventsApi = {
    /** The columns this person chose for a list, null where they did not. */
    columns: async (list: ListName): Promise<string[] | null> =>
        (
            await call('get', '/api/projects/{project_id}/list_columns/{list_name}/', {
                path: { ...here(), list_name: list },
            })
        ).columns,
    chooseColumns: async (list: ListName, columns: string[] | null): Promise<string[] | null> =>
        (
            await call('patch', '/api/projects/{project_id}/list_columns/{list_name}/', {
                path: { ...here(), list_name: list },
                body: { columns },
            })
        ).columns,
    event: (uuid: string): Promise<Schema<'Event'>> =>
        call('get', '/api/projects/{project_id}/events/{event_uuid}/', { path: { ...here(), event_uuid: uuid } }),
    ingestion: (hours: Hours): Promise<IngestionHistory> =>
        call('get', '/api/projects/{project_id}/ingestion/', { path: here(), query: { hours } }),
    warnings: async (): Promise<IngestionWarnings[]> =>
        (
            await call('get', '/api/projects/{project_id}/ingestion_warnings/', {
                path: here(),
                query: { limit: MANY },
            })
        ).results,
    eventDefinitions: (query: DefinitionsAsked): Promise<{ count: number; results: Schema<'EventDefinition'>[] }> =>
        call('get', '/api/projects/{project_id}/event_definitions/', { path: here(), query }),
    describeEvent: (id: string, changes: Schema<'PatchedChangeEventRequest'>): Promise<Schema<'EventDefinition'>> =>
        call('patch', '/api/projects/{project_id}/event_definitions/{definition_id}/', {
            path: { ...here(), definition_id: id },
            body: changes,
        }),
    propertyDefinitions: (
        query: PropertiesAsked
    ): Promise<{ count: number; results: Schema<'PropertyDefinition'>[] }> =>
        call('get', '/api/projects/{project_id}/property_definitions/', {
            path: here(),
            // A list there, which travels as JSON.
            query: { ...query, event_names: query.event_names as unknown as string[] | undefined },
        }),
    describeProperty: (
        id: string,
        changes: Schema<'PatchedDescribePropertyRequest'>
    ): Promise<Schema<'PropertyDefinition'>> =>
        call('patch', '/api/projects/{project_id}/property_definitions/{definition_id}/', {
            path: { ...here(), definition_id: id },
            body: changes,
        }),
    groupTypes: (): Promise<GroupType[]> => call('get', '/api/projects/{project_id}/groups_types/', { path: here() }),
    actions: (query: {
        search?: string
        limit: number
        offset: number
    }): Promise<{ count: number; results: Action[] }> =>
        call('get', '/api/projects/{project_id}/actions/', { path: here(), query }),
    action: (id: number): Promise<Action> =>
        call('get', '/api/projects/{project_id}/actions/{action_id}/', { path: { ...here(), action_id: id } }),
    createAction: (form: Schema<'ActionFormRequest'>): Promise<Action> =>
        call('post', '/api/projects/{project_id}/actions/', { path: here(), body: form }),
    changeAction: (id: number, changes: Schema<'PatchedChangeActionRequest'>): Promise<Action> =>
        call('patch', '/api/projects/{project_id}/actions/{action_id}/', {
            path: { ...here(), action_id: id },
            body: changes,
        }),
    previewAction: (steps: Schema<'ActionStepRequest'>[]): Promise<Schema<'Event'>[]> =>
        call('post', '/api/projects/{project_id}/actions/preview/', { path: here(), body: { steps, limit: 20 } }),
    personHistory: (id: string): Promise<PersonHistory> =>
        call('get', '/api/projects/{project_id}/persons/{person_id}/history/', { path: { ...here(), person_id: id } }),
    propertyHistory: (id: string): Promise<PropertyChange[]> =>
        call('get', '/api/projects/{project_id}/persons/{person_id}/property_history/', {
            path: { ...here(), person_id: id },
            query: { limit: MANY },
        }),
    setPersonProperty: async (id: string, key: string, value: Json): Promise<Person> =>
        (await call('post', '/api/projects/{project_id}/persons/{person_id}/update_property/', {
            path: { ...here(), person_id: id },
            body: { key, value },
        })) as Person,
    unsetPersonProperty: async (id: string, key: string): Promise<Person> =>
        (await call('post', '/api/projects/{project_id}/persons/{person_id}/delete_property/', {
            path: { ...here(), person_id: id },
            body: { $unset: key },
        })) as Person,
    splitPerson: async (id: string, mainDistinctId: string): Promise<Person> =>
        (await call('post', '/api/projects/{project_id}/persons/{person_id}/split/', {
            path: { ...here(), person_id: id },
            body: { main_distinct_id: mainDistinctId },
        })) as Person,
    deletePerson: (id: string, withEvents: boolean) =>
        call('delete', '/api/projects/{project_id}/persons/{person_id}/', {
            path: { ...here(), person_id: id },
            query: { delete_events: withEvents },
        }),
    erasures: (query: { limit: number; offset: number }): Promise<{ count: number; results: Erasure[] }> =>
        call('get', '/api/projects/{project_id}/erasures/', { path: here(), query }),
    verifyErasure: (id: string): Promise<ErasureCheck> =>
        call('post', '/api/projects/{project_id}/erasures/{erasure_id}/verify/', {
            path: { ...here(), erasure_id: id },
        }),
    settings: (): Promise<EventsSettings> =>
        call('get', '/api/projects/{project_id}/events_settings/current/', { path: here() }),
    changeSettings: (changes: Schema<'PatchedEventsSettingsRequest'>): Promise<EventsSettings> =>
        call('patch', '/api/projects/{project_id}/events_settings/current/', { path: here(), body: changes }),
    /** How many events of which months would go now, were they kept for so many days. */
    previewRetention: (days: number): Promise<MonthRows[]> =>
        call('get', '/api/projects/{project_id}/retention/preview/', { path: here(), query: { days } }),
    retentionRuns: (query: { limit: number; offset: number }): Promise<{ count: number; results: RetentionRun[] }> =>
        call('get', '/api/projects/{project_id}/retention/', { path: here(), query }),
    protection: (): Promise<CaptureProtection> =>
        call('get', '/api/projects/{project_id}/capture_protection/', { path: here() }),
    changeProtection: (changes: Schema<'PatchedCaptureProtectionRequest'>): Promise<CaptureProtection> =>
        call('patch', '/api/projects/{project_id}/capture_protection/', { path: here(), body: changes }),
    /** The secret is in this answer only. */
    rotateIdentitySecret: (): Promise<Schema<'IdentitySecret'>> =>
        call('post', '/api/projects/{project_id}/capture_protection/rotate_secret/', { path: here() }),
    groups: (query: {
        group_type_index: number
        search?: string
        limit: number
        offset: number
    }): Promise<{ count: number; results: Group[] }> =>
        call('get', '/api/projects/{project_id}/groups/', { path: here(), query }),
    group: (query: WhichGroup): Promise<Group> =>
        call('get', '/api/projects/{project_id}/groups/find/', { path: here(), query }),
    setGroupProperty: (query: WhichGroup, key: string, value: Json): Promise<Group> =>
        call('post', '/api/projects/{project_id}/groups/update_property/', {
            path: here(),
            query,
            body: { key, value },
        }),
    unsetGroupProperty: (query: WhichGroup, key: string): Promise<Group> =>
        call('post', '/api/projects/{project_id}/groups/delete_property/', {
            path: here(),
            query,
            body: { $unset: key },
        }),
    groupPropertyHistory: (query: WhichGroup): Promise<GroupPropertyChange[]> =>
        call('get', '/api/projects/{project_id}/groups/property_history/', {
            path: here(),
            query: { ...query, limit: MANY },
        }),
    /** Who made, changed or deleted the group by hand, the newest first. */
    groupActivity: async (query: WhichGroup & { limit: number; offset: number }): Promise<Page<Schema<'Activity'>>> => {
        const page = await call('get', '/api/projects/{project_id}/groups/activity/', { path: here(), query })
        return { count: page.count, results: page.results }
    },
    deleteGroup: (query: WhichGroup) =>
        call('delete', '/api/projects/{project_id}/groups/find/', { path: here(), query }),
    groupErasures: (query: { limit: number; offset: number }): Promise<Page<GroupErasure>> =>
        call('get', '/api/projects/{project_id}/group_erasures/', { path: here(), query }),
    verifyGroupErasure: (id: string): Promise<ErasureCheck> =>
        call('post', '/api/projects/{project_id}/group_erasures/{erasure_id}/verify/', {
            path: { ...here(), erasure_id: id },
        }),
    /** What each flag answers for a person, by its key, and why. Its answer is described as an object of anything. */
    flagReasons: (distinctId: string): Promise<Record<string, FlagReason>> =>
        http.get(`/api/projects/${currentProjectId()}/feature_flags/evaluation_reasons/`, {
            params: { distinct_id: distinctId },
        }),
}
