/** The path of an answer in words. */
import type { Tone } from '~/design/Badge'
import { operatorInfo } from '~/filters/propertyOperators'
import { formatDateTime } from '~/lib/format'
import type { PropertyOperator } from '~/lib/queries'
import type { AsOf, ConditionTrace, Explanation, PropertyTrace } from './flagsApi'

export function isOn({ is_known, value }: Explanation): boolean {
    return is_known && value !== false
}

export function describeAnswer({ is_known, value }: Explanation): string {
    return is_known ? String(value) : 'unknown'
}

const FROM_NOW: Record<AsOf['from_now'][number], string> = {
    cohorts: 'the members and criteria of cohorts',
    kept_ids: 'the ids that people keep across a login',
}

/** What an answer of a moment that has passed rests on, in sentences. */
export function describeAsOf({ timestamp, flag_version, person_known_from, from_now }: AsOf): string {
    const person = person_known_from
        ? `what an event of ${formatDateTime(person_known_from)} knew of the person`
        : 'nothing known of the person, of whom no event had come yet'
    const now = from_now.map((one) => FROM_NOW[one]).join(' and ')
    return [
        `As of ${formatDateTime(timestamp)}: version ${flag_version} of the flag, and ${person}.`,
        ...(now ? [`Taken as of now, because their past is not kept: ${now}.`] : []),
    ].join(' ')
}

/** The condition that made the answer; null when none did, such as when nothing matched. */
export function decidedBy({ reason, condition_index }: Explanation): number | null {
    return reason === 'condition_match' ? condition_index : null
}

/** How far somebody came with one condition. */
export function standing(condition: ConditionTrace): { word: string; tone: Tone } {
    if (!condition.has_subject) {
        return { word: 'no group given', tone: 'neutral' }
    }
    if (condition.properties_match === null) {
        return { word: 'unknown', tone: 'warn' }
    }
    if (!condition.properties_match) {
        return { word: 'does not match', tone: 'neutral' }
    }
    return condition.is_in_rollout
        ? { word: 'matches', tone: 'brand' }
        : { word: 'matches, outside its share', tone: 'warn' }
}

function inWords(value: unknown): string {
    if (Array.isArray(value)) {
        return value.map(inWords).join(' or ')
    }
    return value !== null && typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** What a condition asks for: "plan = pro or enterprise", "In cohort Paying people". `name` is the cohort's or flag's. */
export function describeWanted(trace: PropertyTrace, name?: string): string {
    if (trace.type === 'cohort') {
        const cohort = name ?? `number ${inWords(trace.value)}`
        return `${trace.operator === 'not_in' ? 'Not in' : 'In'} cohort ${cohort}`
    }
    if (trace.type === 'flag') {
        return `Flag ${name ?? `number ${trace.key}`} is ${inWords(trace.value)}`
    }
    const { verb, takes } = operatorInfo(trace.operator as PropertyOperator)
    return takes === 'none' ? `${trace.key} ${verb}` : `${trace.key} ${verb} ${inWords(trace.value)}`
}

/** What there is instead: "it is free", "they have no such property". */
export function describeActual(trace: PropertyTrace): string {
    if (trace.matched === null && trace.actual === null) {
        return 'could not be read'
    }
    if (trace.type === 'cohort') {
        return trace.actual ? 'they are in it' : 'they are not in it'
    }
    if (trace.is_missing) {
        return 'there is no such property'
    }
    return `it is ${trace.actual === '' ? 'empty' : inWords(trace.actual)}`
}
