/** What a series can count or compute, in words. */
import type { EventsNode, MathKind } from '~/lib/queries'

export interface MathInfo {
    value: MathKind
    label: string
    hint?: string
    group: 'Count' | 'Of a property' | 'Per person'
    needsProperty?: boolean
}

export const MATH: MathInfo[] = [
    { value: 'total', label: 'Total count', group: 'Count', hint: 'How often it happened' },
    { value: 'dau', label: 'Unique persons', group: 'Count', hint: 'How many did it in each interval' },
    { value: 'weekly_active', label: 'Weekly active', group: 'Count', hint: 'How many did it in the 7 days before' },
    { value: 'monthly_active', label: 'Monthly active', group: 'Count', hint: 'How many did it in the 30 days before' },
    { value: 'unique_session', label: 'Unique sessions', group: 'Count' },
    {
        value: 'first_time_for_user',
        label: 'First time ever',
        group: 'Count',
        hint: 'How many did it for the first time',
    },
    { value: 'sum', label: 'Sum', group: 'Of a property', needsProperty: true },
    { value: 'avg', label: 'Average', group: 'Of a property', needsProperty: true },
    { value: 'min', label: 'Minimum', group: 'Of a property', needsProperty: true },
    { value: 'max', label: 'Maximum', group: 'Of a property', needsProperty: true },
    { value: 'median', label: 'Median', group: 'Of a property', needsProperty: true },
    { value: 'p75', label: '75th percentile', group: 'Of a property', needsProperty: true },
    { value: 'p90', label: '90th percentile', group: 'Of a property', needsProperty: true },
    { value: 'p95', label: '95th percentile', group: 'Of a property', needsProperty: true },
    { value: 'p99', label: '99th percentile', group: 'Of a property', needsProperty: true },
    { value: 'avg_count_per_actor', label: 'Average per person', group: 'Per person' },
    { value: 'median_count_per_actor', label: 'Median per person', group: 'Per person' },
    { value: 'max_count_per_actor', label: 'Maximum per person', group: 'Per person' },
    { value: 'p90_count_per_actor', label: '90th percentile per person', group: 'Per person' },
]

const BY_VALUE = new Map(MATH.map((math) => [math.value, math]))

export function mathInfo(math: MathKind | undefined): MathInfo {
    return BY_VALUE.get(math ?? 'total') ?? { value: math ?? 'total', label: math ?? 'total', group: 'Count' }
}

/** The series with another math: a property is kept only where it means something. */
export function withMath(series: EventsNode, math: MathKind): EventsNode {
    const { math_property, math_property_type, ...rest } = series
    return mathInfo(math).needsProperty && math_property
        ? { ...rest, math, math_property, math_property_type }
        : { ...rest, math }
}

/** Whether adding up the points of a series means anything: visits do, averages and unique people do not. */
export function isAdditive(math: MathKind | undefined): boolean {
    return math === undefined || math === 'total' || math === 'sum' || math === 'first_time_for_user'
}
