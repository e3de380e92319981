/** The values pages work with. Ids are branded where two kinds are easily mixed up. */

declare const brand: unique symbol
export type Branded<T, Name extends string> = T & { readonly [brand]: Name }

export type ProjectId = Branded<number, 'ProjectId'>
/** A person's uuid, not one of their distinct ids. */
export type PersonId = Branded<string, 'PersonId'>
export type DistinctId = Branded<string, 'DistinctId'>
export type EventUuid = Branded<string, 'EventUuid'>
/** ISO 8601 with an offset, as the API sends every time. */
export type Timestamp = Branded<string, 'Timestamp'>

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json }
export type Properties = Record<string, Json>

export interface Page<T> {
    count: number
    next: string | null
    previous: string | null
    results: T[]
}

export interface Preflight {
    signed_in: boolean
    can_signup: boolean
    version: string
    /** The address SDKs should send to. */
    site_url: string
}

export type MembershipLevel = 1 | 8 | 15
export type ThemeMode = 'light' | 'dark' | 'system'

export interface ProjectBasic {
    id: ProjectId
    uuid: string
    name: string
    timezone: string
    api_token: string
    ingested_event: boolean
}

export interface Project extends ProjectBasic {
    organization: string
    week_start_day: 0 | 1
    app_urls: string[]
    anonymize_ips: boolean
    is_demo: boolean
    created_at: Timestamp
}

export interface Organization {
    id: string
    name: string
    slug: string
    membership_level: MembershipLevel | null
    members_can_invite: boolean
    teams: ProjectBasic[]
}

export interface UserBasic {
    id: number
    uuid: string
    first_name: string
    last_name: string
    email: string
}

export interface User extends UserBasic {
    distinct_id: string
    theme_mode: ThemeMode | null
    organization: Organization | null
    team: ProjectBasic | null
}

export interface Member {
    id: string
    user: UserBasic
    level: MembershipLevel
    joined_at: Timestamp
    last_login: Timestamp | null
}

export interface Invite {
    id: string
    target_email: string
    first_name: string
    level: MembershipLevel
    is_expired: boolean
    created_at: Timestamp
}

/** What somebody holding an invitation link may know before they accept it. */
export interface InvitePreview {
    target_email: string
    first_name: string
    organization_name: string
}

export interface PersonalApiKey {
    id: string
    label: string
    /** Present in the answer to creation and never again. */
    value?: string | null
    mask_value: string | null
    created_at: Timestamp
    last_used_at: Timestamp | null
    scopes: string[]
}

export interface Person {
    id: PersonId
    name: string
    distinct_ids: DistinctId[]
    properties: Properties
    created_at: Timestamp | null
    is_identified: boolean
}

/** One thing that happened, with all its properties. */
export interface EventRow {
    uuid: EventUuid
    event: string
    timestamp: Timestamp
    distinct_id: DistinctId
    person_id: PersonId | null
    properties: Properties
    person_properties: Properties
}

export interface EventDefinition {
    id: string
    name: string
    description?: string
    last_seen_at: Timestamp | null
    created_at: Timestamp | null
}

export type PropertyType = 'String' | 'Numeric' | 'Boolean' | 'DateTime' | 'Duration'
export type PropertySource = 'event' | 'person'

export interface PropertyDefinition {
    id: string
    name: string
    property_type: PropertyType | null
    is_numerical: boolean
}

export interface SavedInsight {
    id: number
    short_id: string
    name: string
    description: string
    query: Record<string, unknown> | null
    created_at: Timestamp
    created_by: UserBasic | null
    last_modified_at: Timestamp | null
    deleted: boolean
}
