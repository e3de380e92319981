/** Flags as pages work with them, and what can be done to a definition without asking the server. */
import type { Schema } from '~/lib/client'
import type { PropertyFilter } from '~/lib/queries'
import type { Json, Timestamp } from '~/lib/types'

/** A condition on something other than a property of the person. */
export interface OtherFilter {
    type: 'group' | 'cohort' | 'flag'
    key: string
    operator: string
    value?: Json
    group_type_index?: number
}
export type ConditionFilter = PropertyFilter | OtherFilter

export interface Condition {
    properties: ConditionFilter[]
    rollout_percentage?: number | null
    variant?: string | null
    description?: string
    sort_key?: string
    /** Set by scripts: another kind of groups than the flag's. */
    aggregation_group_type_index?: number | null
}

export interface Variant {
    key: string
    name?: string
    rollout_percentage: number
}

/** Who is kept from a flag: a share of people, per cent. Flags with the same `id` give them the same variant. */
export interface Holdout {
    id: number
    exclusion_percentage: number
}

export interface Filters {
    groups: Condition[]
    multivariate?: { variants: Variant[] } | null
    payloads?: Record<string, string>
    aggregation_group_type_index?: number | null
    feature_enrollment?: boolean
    early_exit?: boolean
    holdout?: Holdout
}

export type FlagState = 'active' | 'stale' | 'disabled' | 'archived' | 'deleted'

export type Flag = Omit<
    Schema<'FeatureFlag'>,
    'filters' | 'created_at' | 'updated_at' | 'last_called_at' | 'status'
> & {
    filters: Filters
    created_at: Timestamp
    updated_at: Timestamp
    last_called_at: Timestamp | null
    status: FlagState
}

/** What the editor holds: everything of a flag that a person can change. */
export interface Draft {
    key: string
    name: string
    active: boolean
    filters: Filters
    tags: string[]
    evaluation_contexts: string[]
    evaluation_runtime: 'all' | 'client' | 'server'
    bucketing_identifier: 'distinct_id' | 'device_id'
    ensure_experience_continuity: boolean
    is_remote_configuration: boolean
    has_encrypted_payloads: boolean
}

export type FlagKind = 'boolean' | 'multivariant' | 'remote_config'

export const NEW_DRAFT: Draft = {
    key: '',
    name: '',
    active: true,
    filters: { groups: [{ properties: [], rollout_percentage: 100 }], payloads: {} },
    tags: [],
    evaluation_contexts: [],
    evaluation_runtime: 'all',
    bucketing_identifier: 'distinct_id',
    ensure_experience_continuity: false,
    is_remote_configuration: false,
    has_encrypted_payloads: false,
}

export function draftOf(flag: Flag): Draft {
    return {
        key: flag.key,
        name: flag.name,
        active: flag.active,
        filters: { ...flag.filters, groups: flag.filters.groups ?? [] },
        tags: flag.tags,
        evaluation_contexts: flag.evaluation_contexts,
        evaluation_runtime: flag.evaluation_runtime as Draft['evaluation_runtime'],
        bucketing_identifier: flag.bucketing_identifier as Draft['bucketing_identifier'],
        ensure_experience_continuity: flag.ensure_experience_continuity,
        is_remote_configuration: flag.is_remote_configuration,
        has_encrypted_payloads: flag.has_encrypted_payloads,
    }
}

/** The fields in which a draft differs from what is stored: only they are sent, so that other people's edits stay. */
export function changesOf(draft: Draft, stored: Draft): Partial<Draft> {
    const names = Object.keys(draft) as (keyof Draft)[]
    return Object.fromEntries(
        names
            .filter((name) => JSON.stringify(draft[name]) !== JSON.stringify(stored[name]))
            .map((name) => [name, draft[name]])
    )
}

export function kindOf(draft: Pick<Draft, 'filters' | 'is_remote_configuration'>): FlagKind {
    if (draft.is_remote_configuration) {
        return 'remote_config'
    }
    return draft.filters.multivariate?.variants.length ? 'multivariant' : 'boolean'
}

/** The same draft as another kind; what the kind cannot have is dropped. */
export function withKind(draft: Draft, kind: FlagKind): Draft {
    const groups = draft.filters.groups.map(({ variant: _, ...condition }) => condition)
    const base = { ...draft, is_remote_configuration: kind === 'remote_config' }
    if (kind === 'multivariant') {
        const variants = [
            { key: 'control', rollout_percentage: 50 },
            { key: 'test', rollout_percentage: 50 },
        ]
        return {
            ...base,
            has_encrypted_payloads: false,
            filters: { ...draft.filters, groups, multivariate: { variants }, payloads: {} },
        }
    }
    const payload = draft.filters.payloads?.true
    return {
        ...base,
        has_encrypted_payloads: kind === 'remote_config' && draft.has_encrypted_payloads,
        filters: {
            ...draft.filters,
            groups,
            multivariate: null,
            payloads: payload === undefined ? {} : { true: payload },
        },
    }
}

export function variantsOf(filters: Filters): Variant[] {
    return filters.multivariate?.variants ?? []
}

/** Shares that are as equal as two decimals allow and add up to exactly 100; the first ones get what is left over. */
export function evenShares(count: number): number[] {
    const hundredths = 10000
    const each = Math.floor(hundredths / count)
    const left = hundredths - each * count
    return Array.from({ length: count }, (_, index) => (each + (index < left ? 1 : 0)) / 100)
}

/** The sum as people see it: without the dust of binary fractions. */
export function sumOfShares(variants: readonly Variant[]): number {
    return Math.round(variants.reduce((sum, one) => sum + one.rollout_percentage, 0) * 1e6) / 1e6
}

/** Renames a variant, also where conditions and payloads name it. */
export function renameVariant(filters: Filters, index: number, key: string): Filters {
    const before = variantsOf(filters)[index]?.key
    const payloads = Object.fromEntries(
        Object.entries(filters.payloads ?? {}).map(([name, payload]) => [name === before ? key : name, payload])
    )
    return {
        ...filters,
        payloads,
        groups: filters.groups.map((one) => (one.variant && one.variant === before ? { ...one, variant: key } : one)),
        multivariate: {
            variants: variantsOf(filters).map((one, at) => (at === index ? { ...one, key } : one)),
        },
    }
}

/** Takes a variant out, with its payload and the conditions' choice of it; the others share its part evenly. */
export function removeVariant(filters: Filters, index: number): Filters {
    const gone = variantsOf(filters)[index]?.key
    const rest = variantsOf(filters).filter((_, at) => at !== index)
    const shares = evenShares(rest.length)
    const { [gone ?? '']: _, ...payloads } = filters.payloads ?? {}
    return {
        ...filters,
        payloads,
        groups: filters.groups.map(({ variant, ...one }) => (variant === gone ? one : { ...one, variant })),
        multivariate: { variants: rest.map((one, at) => ({ ...one, rollout_percentage: shares[at] ?? 0 })) },
    }
}

/** A holdout to begin with: the one that other flags have, so that they have one in common. */
export function newHoldout(others: readonly Filters[]): Holdout {
    return others.find((filters) => filters.holdout)?.holdout ?? { id: 1, exclusion_percentage: 10 }
}

/** Another flag that holds out another share under the same number, if there is one. */
export function otherShareOf(holdout: Holdout, others: readonly Flag[]): { key: string; share: number } | null {
    const other = others.find(
        ({ filters }) =>
            filters.holdout?.id === holdout.id && filters.holdout.exclusion_percentage !== holdout.exclusion_percentage
    )
    return other?.filters.holdout ? { key: other.key, share: other.filters.holdout.exclusion_percentage } : null
}

/** Why a payload cannot be sent, or null. */
export function payloadProblem(text: string): string | null {
    try {
        JSON.parse(text)
        return null
    } catch (error) {
        const reason = error instanceof Error ? error.message : String(error)
        return `This is not JSON. A text needs quotation marks: "${text.slice(0, 12).replaceAll('"', '')}". (${reason})`
    }
}

/** The kind of groups that a condition decides per, its own or the flag's; null for people. */
export function decidesPer(filters: Filters, condition: Condition): number | null {
    return condition.aggregation_group_type_index ?? filters.aggregation_group_type_index ?? null
}

/** A flag whose every condition decides per this. What they asked before is gone: it means nothing for the others. */
export function withDecidesPer(filters: Filters, index: number | null): Filters {
    const groups = filters.groups.map(({ aggregation_group_type_index: _, ...one }) => ({ ...one, properties: [] }))
    return { ...filters, aggregation_group_type_index: index, groups }
}

/** Whom a flag reaches while it is on, in words: "Everybody", "20% of everybody, 1 more, 5% held out", "2 conditions". */
export function describeReach({
    filters,
    is_remote_configuration,
}: Pick<Flag, 'filters' | 'is_remote_configuration'>): string {
    const reaching = reachingConditions(filters)
    if (is_remote_configuration && !filters.groups?.length) {
        return 'Remote config'
    }
    const held = filters.holdout?.exclusion_percentage ?? 0
    if (filters.feature_enrollment) {
        // Who opts in is asked before the holdout, so it keeps only others.
        return reaching.length && held < 100 ? `Who opts in, and others${heldOut(held)}` : 'Who opts in'
    }
    if (!reaching.length) {
        return 'Nobody'
    }
    return held === 100 ? 'Nobody, 100% held out' : describeConditions(filters, reaching) + heldOut(held)
}

function heldOut(share: number): string {
    return share > 0 ? `, ${share}% held out` : ''
}

function shareOf(condition: Condition): number {
    return condition.rollout_percentage ?? 100
}

function isOpen(condition: Condition): boolean {
    return !condition.properties?.length
}

/** The conditions that let somebody in: not those of 0%, nor what is behind one at which an early exit stops everybody. */
function reachingConditions(filters: Filters): Condition[] {
    const groups = filters.groups ?? []
    const own = filters.aggregation_group_type_index ?? null
    const last = filters.early_exit ? groups.findIndex((one) => isOpen(one) && decidesPer(filters, one) === own) : -1
    return (last < 0 ? groups : groups.slice(0, last + 1)).filter((one) => shareOf(one) > 0)
}

function describeConditions(filters: Filters, reaching: Condition[]): string {
    // Everybody has one place in all shares of a flag, so the widest open condition holds the narrower ones.
    const [widest] = reaching.filter(isOpen).sort((a, b) => shareOf(b) - shareOf(a))
    if (!widest) {
        const [first] = reaching
        return reaching.length === 1 && first ? `1 condition, ${shareOf(first)}%` : `${reaching.length} conditions`
    }
    const per = decidesPer(filters, widest)
    const share = shareOf(widest)
    const more = reaching.filter((one) => decidesPer(filters, one) !== per || (share < 100 && !isOpen(one))).length
    const whom = per === null ? 'everybody' : 'all groups'
    const base = share === 100 ? (per === null ? 'Everybody' : 'All groups') : `${share}% of ${whom}`
    const groups = filters.groups ?? []
    const before = groups.slice(0, groups.indexOf(widest))
    const isStopped = filters.early_exit && before.some((one) => !isOpen(one) && shareOf(one) < 100)
    // Of people there are no more than everybody.
    const rest = more && !(per === null && share === 100) ? `, ${more} more` : ''
    return `${base}${rest}${isStopped ? ', unless stopped before' : ''}`
}

/** The condition that an error such as `filters__groups__2__properties__0__value` is about, or null. */
export function conditionOfError(attr: string | null): number | null {
    const match = /^filters__groups__(\d+)(?:__|$)/.exec(attr ?? '')
    return match ? Number(match[1]) : null
}
