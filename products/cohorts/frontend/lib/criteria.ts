/**
 * The criteria of a cohort as the builder edits them: groups of criteria, two levels deep. What the API takes is the
 * same objects, so reading and writing only check and complete.
 */
import { isComplete } from '~/filters/propertyOperators'
import type { PropertyFilter } from '~/lib/queries'
import type { Json } from '~/lib/types'

export type Joint = 'AND' | 'OR'
export type Interval = 'hour' | 'day' | 'week' | 'month' | 'year'
export type Count = 'gte' | 'lte' | 'eq' | 'gt' | 'lt'
export type BehaviorKind =
    | 'performed_event'
    | 'performed_event_multiple'
    | 'performed_event_first_time'
    | 'performed_event_regularly'
    | 'performed_event_sequence'
    | 'stopped_performing_event'
    | 'restarted_performing_event'

export interface PersonCriterion {
    type: 'person'
    filter: PropertyFilter | null
    negation: boolean
}
export interface CohortCriterion {
    type: 'cohort'
    value: number | null
    negation: boolean
}
export interface BehaviorCriterion {
    type: 'behavioral'
    value: BehaviorKind
    /** null stands for any event, undefined for one that is still to be chosen. */
    key: string | null | undefined
    event_type: 'events' | 'actions'
    event_filters: PropertyFilter[]
    time_value: number
    time_interval: Interval
    operator: Count
    operator_value: number
    seq_event: string | null | undefined
    seq_time_value: number
    seq_time_interval: Interval
    min_periods: number
    total_periods: number
    /** What only the API can say, such as explicit dates; kept as it is. */
    kept: Record<string, Json>
    negation: boolean
}
export type Criterion = PersonCriterion | CohortCriterion | BehaviorCriterion

export interface CriteriaGroup {
    type: Joint
    values: Criterion[]
}
export interface Criteria {
    type: Joint
    groups: CriteriaGroup[]
}

/** What the API takes and gives. */
export type Filters = { [key: string]: Json }

export const KINDS: { value: BehaviorKind; label: string }[] = [
    { value: 'performed_event', label: 'did' },
    { value: 'performed_event_multiple', label: 'did a number of times' },
    { value: 'performed_event_first_time', label: 'did for the first time' },
    { value: 'performed_event_regularly', label: 'did regularly' },
    { value: 'performed_event_sequence', label: 'did one after the other' },
    { value: 'stopped_performing_event', label: 'stopped doing' },
    { value: 'restarted_performing_event', label: 'started again' },
]

export const COUNTS: { value: Count; label: string }[] = [
    { value: 'gte', label: 'at least' },
    { value: 'eq', label: 'exactly' },
    { value: 'lte', label: 'at most' },
    { value: 'gt', label: 'more than' },
    { value: 'lt', label: 'fewer than' },
]

export const newPerson = (): PersonCriterion => ({ type: 'person', filter: null, negation: false })
export const newCohortCriterion = (): CohortCriterion => ({ type: 'cohort', value: null, negation: false })
export const newBehavior = (value: BehaviorKind = 'performed_event'): BehaviorCriterion => ({
    type: 'behavioral',
    value,
    key: undefined,
    event_type: 'events',
    event_filters: [],
    time_value: 30,
    time_interval: 'day',
    operator: 'gte',
    operator_value: 3,
    seq_event: undefined,
    seq_time_value: 7,
    seq_time_interval: 'day',
    min_periods: 3,
    total_periods: 4,
    kept: {},
    negation: false,
})

/** The same criterion asking for another kind of behaviour; a period is a week, a window a month. */
export function asKind(criterion: BehaviorCriterion, value: BehaviorKind): BehaviorCriterion {
    const isPeriod = value === 'performed_event_regularly'
    const wasPeriod = criterion.value === 'performed_event_regularly'
    if (isPeriod === wasPeriod) {
        return { ...criterion, value }
    }
    return isPeriod
        ? { ...criterion, value, time_value: 1, time_interval: 'week', operator: 'gte', operator_value: 1 }
        : { ...criterion, value, time_value: 30, time_interval: 'day' }
}

export const NEW_CRITERIA: Criteria = { type: 'OR', groups: [{ type: 'AND', values: [newBehavior()] }] }

type Wire = Record<string, Json>
const COUNTED: BehaviorKind[] = ['performed_event_multiple', 'performed_event_regularly']
const RECENT: BehaviorKind[] = ['performed_event_sequence', 'stopped_performing_event', 'restarted_performing_event']
const KEPT = ['explicit_datetime', 'explicit_datetime_to', 'seq_event_type']

function readCriterion(wire: Wire): Criterion {
    const negation = wire.negation === true
    if (wire.type === 'person') {
        const { type, key, operator, value } = wire
        return {
            type: 'person',
            filter: { type, key, operator: operator ?? 'exact', value } as PropertyFilter,
            negation,
        }
    }
    if (wire.type === 'cohort') {
        const isNot = wire.operator === 'not_in' || wire.operator === 'is_not'
        return { type: 'cohort', value: Number(wire.value), negation: negation !== isNot }
    }
    const known = Object.fromEntries(Object.entries(wire).filter(([name, value]) => value !== null && name !== 'type'))
    const kept = Object.fromEntries(Object.entries(known).filter(([name]) => KEPT.includes(name)))
    return {
        ...newBehavior(),
        ...known,
        key: (wire.key as string | null | undefined) ?? null,
        seq_event: (wire.seq_event as string | null | undefined) ?? null,
        kept,
        negation,
        type: 'behavioral',
    } as BehaviorCriterion
}

/** The criteria of stored filters; null when they nest deeper than the builder can show. */
export function readFilters(filters: Filters | null): Criteria | null {
    const top = filters?.properties as Wire | undefined
    if (!top || !Array.isArray(top.values)) {
        return null
    }
    const groups: CriteriaGroup[] = []
    for (const value of top.values as Wire[]) {
        if (!Array.isArray(value.values)) {
            groups.push({ type: 'AND', values: [readCriterion(value)] })
        } else if ((value.values as Wire[]).some((inner) => Array.isArray(inner.values))) {
            return null
        } else {
            groups.push({ type: value.type as Joint, values: (value.values as Wire[]).map(readCriterion) })
        }
    }
    return { type: top.type as Joint, groups }
}

/** What still has to be chosen, as a sentence; null when nothing has. */
export function whatIsMissing(criterion: Criterion): string | null {
    if (criterion.type === 'person') {
        return criterion.filter && isComplete(criterion.filter) ? null : 'Choose a property.'
    }
    if (criterion.type === 'cohort') {
        return criterion.value === null ? 'Choose a cohort.' : null
    }
    if (criterion.key === undefined) {
        return 'Choose an event.'
    }
    if (criterion.value === 'performed_event_sequence' && criterion.seq_event === undefined) {
        return 'Choose the second event.'
    }
    return null
}

function writeCriterion(criterion: Criterion): Wire {
    const negation: Wire = criterion.negation ? { negation: true } : {}
    if (criterion.type === 'person') {
        return { ...(criterion.filter as unknown as Wire), type: 'person', ...negation }
    }
    if (criterion.type === 'cohort') {
        return { type: 'cohort', key: 'id', value: criterion.value, ...negation }
    }
    const { value, key, event_type, event_filters, kept } = criterion
    return {
        type: 'behavioral',
        value,
        key: key ?? null,
        event_type,
        ...(event_filters.length > 0 && { event_filters: event_filters as unknown as Json }),
        ...(!('explicit_datetime' in kept) && {
            time_value: criterion.time_value,
            time_interval: criterion.time_interval,
        }),
        ...(COUNTED.includes(value) && { operator: criterion.operator, operator_value: criterion.operator_value }),
        ...(RECENT.includes(value) && {
            seq_time_value: criterion.seq_time_value,
            seq_time_interval: criterion.seq_time_interval,
        }),
        ...(value === 'performed_event_sequence' && { seq_event: criterion.seq_event ?? null }),
        ...(value === 'performed_event_regularly' && {
            min_periods: criterion.min_periods,
            total_periods: criterion.total_periods,
        }),
        ...kept,
        ...negation,
    }
}

/** What the API takes; null as long as something is missing. */
export function writeFilters(criteria: Criteria): Filters | null {
    const all = criteria.groups.flatMap((group) => group.values)
    if (all.length === 0 || all.some((criterion) => whatIsMissing(criterion) !== null)) {
        return null
    }
    const values = criteria.groups
        .filter((group) => group.values.length > 0)
        .map((group) => ({ type: group.type, values: group.values.map(writeCriterion) }))
    return { properties: { type: criteria.type, values } }
}

/** Which criterion a complaint of the API is about, from the path of the field it names. */
export function placeOf(attr: string | null): { group: number; criterion: number } | null {
    const found = attr?.match(/^filters__properties__values__(\d+)__values__(\d+)/)
    return found ? { group: Number(found[1]), criterion: Number(found[2]) } : null
}
