/**
 * The values pages work with: those of the API, with ids branded where two kinds are easily mixed up, and with the fields
 * that its description leaves open (such as numbers that stand for levels) told exactly. `api.ts` converts at the edge.
 */
import type { Schema } from './client'

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

/** A value of the API in which some fields are known better than its description says. */
type Told<Api, Changes> = Omit<Api, keyof Changes> & Changes

export interface Page<T> {
    count: number
    results: T[]
}

export type Preflight = Schema<'Preflight'>

export type MembershipLevel = 1 | 8 | 15
export type ThemeMode = Schema<'ThemeModeEnum'>

export type ProjectBasic = Told<Schema<'ProjectBasic'>, { id: ProjectId }>
export type Project = Told<
    Required<Schema<'Project'>>,
    {
        id: ProjectId
        created_at: Timestamp
        week_start_day: 0 | 1
        app_urls: string[]
        person_display_name_properties: string[]
    }
>

export type Organization = Told<
    Schema<'Organization'>,
    { membership_level: MembershipLevel | null; teams: ProjectBasic[]; projects: ProjectBasic[] }
>

export type UserBasic = Schema<'UserBasic'>
export type User = Told<
    Schema<'User'>,
    { theme_mode: ThemeMode; organization: Organization | null; team: ProjectBasic | null }
>

export type Member = Told<
    Schema<'Member'>,
    { level: MembershipLevel; joined_at: Timestamp; last_login: Timestamp | null }
>
export type Invite = Told<Schema<'Invite'>, { level: MembershipLevel; created_at: Timestamp }>
/** What somebody holding an invitation link may know before they accept it. */
export type InvitePreview = Schema<'InvitePreview'>

/** The account of a project that is gone. */
export type DeletedProject = Told<
    Schema<'DeletedProject'>,
    { deleted_at: Timestamp; completed_at: Timestamp | null; checked_at: Timestamp | null }
>

export type PersonalApiKey = Schema<'PersonalAPIKey'>
/** As it is answered to its creation, and never again: with the key itself. */
export type NewPersonalApiKey = Schema<'NewPersonalAPIKey'>

export type Person = Told<
    Schema<'Person'>,
    { id: PersonId; distinct_ids: DistinctId[]; properties: Properties; created_at: Timestamp }
>

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

export type EventDefinition = Schema<'EventDefinition'>

export type PropertyType = 'String' | 'Numeric' | 'Boolean' | 'DateTime' | 'Duration'
export type PropertySource = 'event' | 'person'
export type PropertyDefinition = Told<Schema<'PropertyDefinition'>, { property_type: PropertyType | null }>

export type SavedInsight = Schema<'Insight'>

export type Cohort = Told<
    Schema<'Cohort'>,
    { created_at: Timestamp; last_calculation: Timestamp | null; filters: { [key: string]: Json } | null }
>
