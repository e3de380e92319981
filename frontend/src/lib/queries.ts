/**
 * The questions pages ask and the answers they read: the parts of the API's own nodes that pages use. `api.query` passes
 * them where the API's types are expected, so a node that the server would refuse is a type error.
 */
import type { Schema } from './client'
import type { Json, PropertySource } from './types'

export type PropertyOperator =
    | 'exact'
    | 'is_not'
    | 'icontains'
    | 'not_icontains'
    | 'starts_with'
    | 'not_starts_with'
    | 'ends_with'
    | 'not_ends_with'
    | 'regex'
    | 'not_regex'
    | 'gt'
    | 'gte'
    | 'lt'
    | 'lte'
    | 'between'
    | 'not_between'
    | 'is_set'
    | 'is_not_set'
    | 'is_date_exact'
    | 'is_date_before'
    | 'is_date_after'

interface FilterOn<Source extends PropertySource> {
    type: Source
    key: string
    operator: PropertyOperator
    value?: FilterValue
}
export type FilterValue = Schema<'EventPropertyFilter'>['value']
export type PropertyFilter = FilterOn<'event'> | FilterOn<'person'>

/** Whether the person is in a cohort now. */
export interface CohortFilter {
    type: 'cohort'
    key: 'id'
    operator: 'in' | 'not_in'
    value: number
}
/** What insights and lists of events can be filtered by. */
export type QueryFilter = PropertyFilter | CohortFilter

export type Interval = Schema<'Interval'>

export interface DateRange {
    date_from: string | null
    date_to?: string | null
}

export type MathKind =
    | 'total'
    | 'dau'
    | 'weekly_active'
    | 'monthly_active'
    | 'unique_session'
    | 'first_time_for_user'
    | 'avg'
    | 'sum'
    | 'min'
    | 'max'
    | 'median'
    | 'p75'
    | 'p90'
    | 'p95'
    | 'p99'
    | 'avg_count_per_actor'
    | 'min_count_per_actor'
    | 'max_count_per_actor'
    | 'median_count_per_actor'
    | 'p90_count_per_actor'

export interface EventsNode {
    kind: 'EventsNode'
    /** null stands for every event. */
    event: string | null
    custom_name?: string
    math?: MathKind
    math_property?: string
    math_property_type?: 'event_properties' | 'person_properties'
    properties?: QueryFilter[]
}

export type TrendsDisplay =
    | 'ActionsLineGraph'
    | 'ActionsLineGraphCumulative'
    | 'ActionsAreaGraph'
    | 'ActionsBar'
    | 'ActionsUnstackedBar'
    | 'ActionsBarValue'
    | 'ActionsPie'
    | 'ActionsTable'
    | 'BoldNumber'

export interface Breakdown {
    property: string
    type: 'event' | 'person'
}

export interface TrendsQuery {
    kind: 'TrendsQuery'
    series: EventsNode[]
    interval?: Interval
    dateRange?: DateRange
    properties?: QueryFilter[]
    breakdownFilter?: { breakdowns: Breakdown[]; breakdown_limit?: number }
    compareFilter?: { compare: boolean; compare_to?: string | null }
    trendsFilter?: { display?: TrendsDisplay; formula?: string }
}

export type TrendsResult = Pick<
    Schema<'TrendsResult'>,
    'data' | 'days' | 'count' | 'label' | 'aggregated_value' | 'breakdown_value' | 'compare_label'
> & { action: Pick<Schema<'SeriesAction'>, 'order'> | null }

export type TrendsResponse = Pick<Schema<'TrendsQueryResponse'>, 'last_refresh' | 'resolved_date_range' | 'hasMore'> & {
    results: TrendsResult[]
}

export interface EventsQuery {
    kind: 'EventsQuery'
    select: string[]
    event?: string | null
    properties?: QueryFilter[]
    personId?: string
    after?: string
    before?: string
    orderBy?: string[]
    limit?: number
    /** `nextCursor` of the page before, for the rows exactly after it. */
    cursor?: string
}

type Rows = { results: Json[][] }

export type EventsResponse = Pick<Schema<'EventsQueryResponse'>, 'columns' | 'hasMore' | 'nextCursor'> & Rows

export interface HogQLQuery {
    kind: 'HogQLQuery'
    query: string
    /** What stands for `{name}` in the query: the way for values that come from anywhere but the code. */
    values?: Record<string, Json>
}

/** Checks HogQL without running it. */
export interface HogQLMetadata {
    kind: 'HogQLMetadata'
    query: string
}

export type HogQLNotice = Schema<'HogQLNotice'>
export type HogQLMetadataResponse = Pick<Schema<'HogQLMetadataResponse'>, 'isValid' | 'errors' | 'warnings'>

export interface DatabaseSchemaQuery {
    kind: 'DatabaseSchemaQuery'
}

export type SchemaField = Schema<'SchemaField'>
export type SchemaTable = Schema<'SchemaTable'>
export type DatabaseSchemaResponse = Pick<Schema<'DatabaseSchemaResponse'>, 'tables'>

/** `types` holds pairs of column and ClickHouse type. */
export type HogQLResponse = Pick<Schema<'HogQLQueryResponse'>, 'columns' | 'types' | 'hasMore'> & Rows

export type RefreshMode = Schema<'RefreshMode'>

/** Which answer belongs to which question. */
export interface AnswerByKind {
    TrendsQuery: TrendsResponse
    EventsQuery: EventsResponse
    HogQLQuery: HogQLResponse
    HogQLMetadata: HogQLMetadataResponse
    DatabaseSchemaQuery: DatabaseSchemaResponse
}
export type AnyQuery = TrendsQuery | EventsQuery | HogQLQuery | HogQLMetadata | DatabaseSchemaQuery
export type AnswerTo<Q extends AnyQuery> = AnswerByKind[Q['kind']]
