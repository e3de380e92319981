/** What can be asked of a property: the operators, the words for them, and which values they take. */
import type { FilterValue, PropertyFilter, PropertyOperator, QueryFilter } from '~/lib/queries'
import type { PropertyType } from '~/lib/types'

/** many: any of several values. one: a text. number, range: one or two numbers. date: a day. none: nothing. */
export type ValueKind = 'many' | 'one' | 'number' | 'range' | 'date' | 'none'

export interface OperatorInfo {
    value: PropertyOperator
    label: string
    /** As it is read in a filter: "Browser is Chrome". */
    verb: string
    takes: ValueKind
}

export const OPERATORS: OperatorInfo[] = [
    { value: 'exact', label: 'equals', verb: '=', takes: 'many' },
    { value: 'is_not', label: 'does not equal', verb: '≠', takes: 'many' },
    { value: 'icontains', label: 'contains', verb: 'contains', takes: 'one' },
    { value: 'not_icontains', label: 'does not contain', verb: 'lacks', takes: 'one' },
    { value: 'starts_with', label: 'starts with', verb: 'starts with', takes: 'one' },
    { value: 'not_starts_with', label: 'does not start with', verb: 'does not start with', takes: 'one' },
    { value: 'ends_with', label: 'ends with', verb: 'ends with', takes: 'one' },
    { value: 'not_ends_with', label: 'does not end with', verb: 'does not end with', takes: 'one' },
    { value: 'regex', label: 'matches regex', verb: '~', takes: 'one' },
    { value: 'not_regex', label: 'does not match regex', verb: '!~', takes: 'one' },
    { value: 'gt', label: 'is greater than', verb: '>', takes: 'number' },
    { value: 'gte', label: 'is at least', verb: '≥', takes: 'number' },
    { value: 'lt', label: 'is less than', verb: '<', takes: 'number' },
    { value: 'lte', label: 'is at most', verb: '≤', takes: 'number' },
    { value: 'between', label: 'is between', verb: 'between', takes: 'range' },
    { value: 'not_between', label: 'is not between', verb: 'not between', takes: 'range' },
    { value: 'is_date_exact', label: 'is on the day', verb: 'on', takes: 'date' },
    { value: 'is_date_before', label: 'is before', verb: 'before', takes: 'date' },
    { value: 'is_date_after', label: 'is after', verb: 'after', takes: 'date' },
    { value: 'is_set', label: 'is set', verb: 'is set', takes: 'none' },
    { value: 'is_not_set', label: 'is not set', verb: 'is not set', takes: 'none' },
]

const BY_VALUE = new Map(OPERATORS.map((operator) => [operator.value, operator]))

const MEANINGFUL: Record<PropertyType | 'unknown', ReadonlySet<ValueKind>> = {
    String: new Set(['many', 'one', 'none']),
    Numeric: new Set(['number', 'range', 'many', 'none']),
    Duration: new Set(['number', 'range', 'many', 'none']),
    Boolean: new Set(['many', 'none']),
    DateTime: new Set(['date', 'many', 'none']),
    unknown: new Set(['many', 'one', 'number', 'range', 'date', 'none']),
}

export function operatorInfo(operator: PropertyOperator): OperatorInfo {
    return BY_VALUE.get(operator) ?? { value: operator, label: operator, verb: operator, takes: 'one' }
}

/** The operators that mean something for a type, the usual one first. */
export function operatorsFor(type: PropertyType | null): OperatorInfo[] {
    const meaningful = MEANINGFUL[type ?? 'unknown']
    const found = OPERATORS.filter((operator) => meaningful.has(operator.takes))
    const first: ValueKind = type === 'DateTime' ? 'date' : 'many'
    return [...found.filter((one) => one.takes === first), ...found.filter((one) => one.takes !== first)]
}

/** The value to begin with when an operator takes another kind than the one before; keeps what can be kept. */
export function convertValue(value: FilterValue, takes: ValueKind): FilterValue {
    const first = Array.isArray(value) ? value[0] : value
    const text = first === undefined || first === null ? '' : String(first)
    switch (takes) {
        case 'none':
            return undefined
        case 'many':
            return Array.isArray(value) ? value : text ? [text] : []
        case 'range': {
            const numbers = (Array.isArray(value) ? value : [first]).map(Number).filter(Number.isFinite)
            return numbers.length === 2 ? numbers : []
        }
        case 'number':
            return text !== '' && Number.isFinite(Number(text)) ? Number(text) : ''
        default:
            return text
    }
}

/** Whether the server would take the filter; it refuses half of one rather than guessing the other half. */
export function isComplete(filter: QueryFilter): boolean {
    if (filter.type === 'cohort') {
        return Number.isInteger(filter.value)
    }
    if (!filter.key) {
        return false
    }
    const { value } = filter
    switch (operatorInfo(filter.operator).takes) {
        case 'none':
            return true
        case 'many':
            return Array.isArray(value) ? value.length > 0 : value !== undefined && value !== null && value !== ''
        case 'range':
            return Array.isArray(value) && value.length === 2 && value.every((one) => typeof one === 'number')
        case 'number':
            return typeof value === 'number' && Number.isFinite(value)
        default:
            return typeof value === 'string' && value.trim() !== ''
    }
}

/** "Chrome or Firefox", "3 and 7", as it stands in a filter's pill. */
export function describeValue(filter: PropertyFilter): string {
    const takes = operatorInfo(filter.operator).takes
    if (takes === 'none' || filter.value === undefined) {
        return ''
    }
    const values = (Array.isArray(filter.value) ? filter.value : [filter.value]).map(String)
    return takes === 'range' ? values.join(' and ') : values.join(' or ')
}
