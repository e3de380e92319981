/** The questions pages ask, as the query endpoint takes them, and the answers it gives. */
import type { Json } from './types'

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

export interface PropertyFilter {
    type: 'event' | 'person'
    key: string
    operator: PropertyOperator
    value?: Json
}

export type Interval = 'minute' | 'hour' | 'day' | 'week' | 'month'

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
    properties?: PropertyFilter[]
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
    properties?: PropertyFilter[]
    breakdownFilter?: { breakdowns: Breakdown[]; breakdown_limit?: number }
    compareFilter?: { compare: boolean; compare_to?: string | null }
    trendsFilter?: { display?: TrendsDisplay; formula?: string }
}

export interface TrendsResult {
    data: number[]
    labels: string[]
    days: string[]
    count: number
    label: string
    action?: { order?: number; name?: string | null; custom_name?: string | null; math?: string | null } | null
    aggregated_value?: number | null
    compare?: boolean
    compare_label?: 'current' | 'previous' | null
    breakdown_value?: string | number | string[] | null
}

export interface QueryMeta {
    is_cached?: boolean
    last_refresh?: string | null
    timezone?: string
}

export interface TrendsResponse extends QueryMeta {
    results: TrendsResult[]
    hasMore?: boolean
    resolved_date_range?: { date_from: string; date_to: string } | null
}

export interface EventsQuery {
    kind: 'EventsQuery'
    select: string[]
    event?: string | null
    properties?: PropertyFilter[]
    personId?: string
    after?: string
    before?: string
    orderBy?: string[]
    limit?: number
    /** `nextCursor` of the page before, for the rows exactly after it. */
    cursor?: string
}

export interface EventsResponse extends QueryMeta {
    columns: string[]
    types: [string, string][]
    results: Json[][]
    hasMore?: boolean
    nextCursor?: string | null
}

export interface HogQLQuery {
    kind: 'HogQLQuery'
    query: string
}

/** Checks HogQL without running it. */
export interface HogQLMetadata {
    kind: 'HogQLMetadata'
    query: string
}

export interface HogQLNotice {
    message: string
    /** Offset of the first character, if it is known. */
    start: number | null
    end: number | null
}

export interface HogQLMetadataResponse {
    isValid: boolean
    errors: HogQLNotice[]
    warnings: HogQLNotice[]
    notices: HogQLNotice[]
}

export interface DatabaseSchemaQuery {
    kind: 'DatabaseSchemaQuery'
}

export interface SchemaField {
    name: string
    type: string
    /** How to write it in a query. */
    hogql_value: string
}

export interface SchemaTable {
    name: string
    fields: Record<string, SchemaField>
}

export interface DatabaseSchemaResponse {
    tables: Record<string, SchemaTable>
}

export interface HogQLResponse extends QueryMeta {
    columns: string[]
    types: [string, string][]
    results: Json[][]
    clickhouse?: string
    hogql?: string
    hasMore?: boolean
    limit?: number
    timings?: { k: string; t: number }[]
}

export type RefreshMode = 'blocking' | 'force_blocking' | 'async' | 'force_cache'

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
