/** Scheduled changes as a form holds them, as the server takes them, and in words. */
import type { Schema } from '~/lib/client'
import { formatDateTime, fromWallClock, shownTimeZone, toWallClock } from '~/lib/format'
import { type Condition, type ConditionFilter, type Flag, type Variant, variantsOf } from './flags'

export type ScheduledChange = Schema<'ScheduledChange'>
export type ScheduleBody = Omit<Schema<'ScheduleChangeRequest'>, 'record_id'>

export type ScheduleKind = 'on' | 'off' | 'release' | 'shares'
export type Rhythm = 'never' | 'daily' | 'weekly' | 'monthly' | 'yearly' | 'cron'

export interface ScheduleForm {
    /** The change being edited; null for a new one. */
    id: number | null
    kind: ScheduleKind
    /** Whom a new condition is about, what share of them, and which variant they get; undefined: by the variants' shares. */
    properties: ConditionFilter[]
    share: number
    variant: string | undefined
    /** The shares of the variants from then on, in the flag's order. */
    variants: Variant[]
    /** When, as clocks of the project show it. */
    at: string
    rhythm: Rhythm
    cron: string
    /** Empty: for ever. */
    end: string
}

const HOUR_MS = 3_600_000

export function newForm(flag: Flag, now: Date = new Date()): ScheduleForm {
    return {
        id: null,
        kind: flag.active ? 'off' : 'on',
        properties: [],
        share: 10,
        variant: undefined,
        variants: variantsOf(flag.filters),
        // The next full hour but one: soon, and not over before the form is filled in.
        at: toWallClock(new Date(Math.ceil(now.getTime() / HOUR_MS + 0.5) * HOUR_MS)),
        rhythm: 'never',
        cron: '0 9 * * 1-5',
        end: '',
    }
}

/** The form for a change that waits; null for one that a script made and the form cannot show whole. */
export function formOf(change: ScheduledChange, flag: Flag): ScheduleForm | null {
    const form: ScheduleForm = {
        ...newForm(flag),
        id: change.id,
        at: toWallClock(change.scheduled_at),
        rhythm: change.cron_expression ? 'cron' : (change.recurrence_interval ?? 'never'),
        cron: change.cron_expression || '0 9 * * 1-5',
        end: change.end_date ? toWallClock(change.end_date) : '',
    }
    const { operation, value } = change.payload
    if (operation === 'update_status') {
        return { ...form, kind: value === true ? 'on' : 'off' }
    }
    if (operation === 'update_variants') {
        const { variants, payloads } = value as { variants: Variant[]; payloads?: unknown }
        return payloads === undefined ? { ...form, kind: 'shares', variants } : null
    }
    const [condition, ...more] = conditionsOf(value)
    // The form's condition decides as the flag does.
    const isPlain =
        condition &&
        !more.length &&
        (condition.aggregation_group_type_index ?? groupIndexOf(flag)) === groupIndexOf(flag)
    return isPlain
        ? {
              ...form,
              kind: 'release',
              properties: condition.properties,
              share: condition.rollout_percentage ?? 100,
              variant: condition.variant ?? undefined,
          }
        : null
}

/** The kind of groups that a flag decides per; null for people. */
export function groupIndexOf(flag: Pick<Flag, 'filters'>): number | null {
    return flag.filters.aggregation_group_type_index ?? null
}

/** The conditions as they were given: scripts may leave out what is empty. */
function conditionsOf(value: unknown): Condition[] {
    const { groups } = value as { groups: (Omit<Condition, 'properties'> & Partial<Condition>)[] }
    return groups.map((condition) => ({ ...condition, properties: condition.properties ?? [] }))
}

function payloadOf(form: ScheduleForm): ScheduleBody['payload'] {
    switch (form.kind) {
        case 'on':
        case 'off':
            return { operation: 'update_status', value: form.kind === 'on' }
        case 'release': {
            const { properties, share, variant } = form
            const condition = { properties, rollout_percentage: share, ...(variant ? { variant } : {}) }
            return { operation: 'add_release_condition', value: { groups: [condition] } }
        }
        case 'shares':
            return { operation: 'update_variants', value: { variants: form.variants } }
    }
}

/** What the server takes; null while a time is missing. */
export function bodyOf(form: ScheduleForm): ScheduleBody | null {
    const at = fromWallClock(form.at)
    const recurs = form.rhythm !== 'never'
    const end = recurs && form.end ? fromWallClock(form.end) : null
    if (at === null) {
        return null
    }
    return {
        payload: payloadOf(form),
        scheduled_at: at,
        timezone: shownTimeZone(),
        is_recurring: recurs,
        recurrence_interval: form.rhythm === 'never' || form.rhythm === 'cron' ? null : form.rhythm,
        cron_expression: form.rhythm === 'cron' ? form.cron.trim() : '',
        end_date: end,
    }
}

const EVERY: Record<NonNullable<ScheduledChange['recurrence_interval']>, string> = {
    daily: 'every day',
    weekly: 'every week',
    monthly: 'every month',
    yearly: 'every year',
}

/** What will be done: "Switch on", "Release to 10% of everybody", "Release control to 5% of those in a cohort". */
export function describeChange({ payload: { operation, value } }: Pick<ScheduledChange, 'payload'>): string {
    if (operation === 'update_status') {
        return value === true ? 'Switch on' : 'Switch off'
    }
    if (operation === 'update_variants') {
        const { variants } = value as { variants: Variant[] }
        return `Set shares to ${variants.map((one) => `${one.key} ${one.rollout_percentage}%`).join(', ')}`
    }
    return conditionsOf(value)
        .map(({ properties, rollout_percentage, variant }) => {
            const whom = properties.length ? `those ${properties.map(describeFilter).join(' and ')}` : 'everybody'
            return `Release ${variant ? `${variant} ` : ''}to ${rollout_percentage ?? 100}% of ${whom}`
        })
        .join(', ')
}

function describeFilter({ type, key, operator }: ConditionFilter): string {
    switch (type) {
        case 'cohort':
            return operator === 'not_in' ? 'outside a cohort' : 'in a cohort'
        case 'flag':
            return 'of another flag'
        default:
            return `with ${key}`
    }
}

type RhythmFields = Partial<Pick<ScheduledChange, 'cron_expression' | 'recurrence_interval' | 'end_date'>>

/** How often it comes again, or nothing: "every week until Mar 4, 2026, 14:05:00". */
export function describeRhythm(change: RhythmFields): string {
    const rhythm = change.cron_expression
        ? `by the rhythm ${change.cron_expression}`
        : change.recurrence_interval
          ? EVERY[change.recurrence_interval]
          : ''
    return rhythm && change.end_date ? `${rhythm} until ${formatDateTime(change.end_date)}` : rhythm
}

/** A planned change as the log keeps it: what is empty is left out. */
export type Plan = ScheduledChange['payload'] & RhythmFields & Pick<ScheduledChange, 'scheduled_at' | 'timezone'>

/** What was planned, in one line: "Switch on, Mar 4, 2026, 14:05:00, every week". */
export function describePlan(plan: Plan): string {
    const { operation, value } = plan
    const zone = plan.timezone === shownTimeZone() ? '' : `in the time zone ${plan.timezone}`
    return [
        describeChange({ payload: { operation, value } }),
        formatDateTime(plan.scheduled_at),
        describeRhythm(plan),
        zone,
    ]
        .filter(Boolean)
        .join(', ')
}
