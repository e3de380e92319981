import { describe, expect, it } from 'vitest'
import {
    type Condition,
    changesOf,
    conditionOfError,
    decidesPer,
    describeReach,
    evenShares,
    type Filters,
    type Flag,
    kindOf,
    NEW_DRAFT,
    newHoldout,
    otherShareOf,
    payloadProblem,
    removeVariant,
    renameVariant,
    sumOfShares,
    withDecidesPer,
    withKind,
} from './flags'

const SPLIT: Filters = {
    groups: [{ properties: [], variant: 'b' }, { properties: [] }],
    multivariate: {
        variants: [
            { key: 'a', rollout_percentage: 50 },
            { key: 'b', rollout_percentage: 30 },
            { key: 'c', rollout_percentage: 20 },
        ],
    },
    payloads: { a: '1', b: '2' },
}

describe('shares', () => {
    it.each([1, 2, 3, 6, 7, 9, 11, 97])('of %i variants add up to 100 and differ by a hundredth at most', (count) => {
        const shares = evenShares(count)
        expect(sumOfShares(shares.map((share) => ({ key: '', rollout_percentage: share })))).toBe(100)
        expect(Math.max(...shares) - Math.min(...shares)).toBeLessThan(0.011)
    })
})

describe('variants', () => {
    it('are renamed where conditions and payloads name them', () => {
        const renamed = renameVariant(SPLIT, 1, 'blue')
        expect(renamed.groups[0]?.variant).toBe('blue')
        expect(renamed.payloads).toEqual({ a: '1', blue: '2' })
        expect(renamed.multivariate?.variants.map((one) => one.key)).toEqual(['a', 'blue', 'c'])
    })

    it('leave nothing behind when they go', () => {
        const rest = removeVariant(SPLIT, 1)
        expect(rest.groups[0]).toEqual({ properties: [] })
        expect(rest.payloads).toEqual({ a: '1' })
        expect(rest.multivariate?.variants).toEqual([
            { key: 'a', rollout_percentage: 50 },
            { key: 'c', rollout_percentage: 50 },
        ])
    })
})

it('knows and changes the kind of a flag, dropping what the kind cannot have', () => {
    const split = withKind(NEW_DRAFT, 'multivariant')
    expect(kindOf(split)).toBe('multivariant')
    const config = withKind({ ...split, filters: { ...split.filters, payloads: { control: '1' } } }, 'remote_config')
    expect([kindOf(config), config.filters.multivariate, config.filters.payloads]).toEqual(['remote_config', null, {}])
})

it('sends only what differs', () => {
    expect(changesOf({ ...NEW_DRAFT, name: 'x', tags: [] }, NEW_DRAFT)).toEqual({ name: 'x' })
})

it.each([
    ['{"a": 1}', true],
    ['"red"', true],
    ['red', false],
    ['', false],
])('takes %s for JSON: %s', (text, fine) => {
    expect(payloadProblem(text) === null).toBe(fine)
})

it.each([
    ['filters__groups__2__properties__0__value', 2],
    ['filters__groups__0', 0],
    ['filters__groups', null],
    ['key', null],
    [null, null],
])('finds the condition of %s', (attr, index) => {
    expect(conditionOfError(attr)).toBe(index)
})

const pro = [{ type: 'person', key: 'plan', operator: 'exact', value: 'pro' }] as Condition['properties']
const open = (share?: number, more: Partial<Condition> = {}): Condition => ({
    properties: [],
    rollout_percentage: share,
    ...more,
})
const filtered = (share?: number): Condition => ({ properties: pro, rollout_percentage: share })
const HELD = { holdout: { id: 1, exclusion_percentage: 5 } }
const ALL_HELD = { holdout: { id: 1, exclusion_percentage: 100 } }

it.each<[Condition[], Partial<Filters>, string]>([
    [[open()], {}, 'Everybody'],
    [[open(20)], {}, '20% of everybody'],
    [[], {}, 'Nobody'],
    [[open(0), filtered(0)], {}, 'Nobody'],
    [[filtered(50)], {}, '1 condition, 50%'],
    [[filtered(), filtered()], {}, '2 conditions'],
    // A narrow share is in a wide one, whichever comes first.
    [[open(20), open(50)], {}, '50% of everybody'],
    [[open(20), filtered()], {}, '20% of everybody, 1 more'],
    [[filtered(10), open(100)], {}, 'Everybody'],
    [[open()], HELD, 'Everybody, 5% held out'],
    [[open(20), filtered()], HELD, '20% of everybody, 1 more, 5% held out'],
    [[open()], { holdout: { id: 1, exclusion_percentage: 0 } }, 'Everybody'],
    [[open()], ALL_HELD, 'Nobody, 100% held out'],
    [[], HELD, 'Nobody'],
    // An early exit stops whom a share leaves out.
    [[open(20), open(50)], { early_exit: true }, '20% of everybody'],
    [[open(0), open()], { early_exit: true }, 'Nobody'],
    [[filtered(10), open()], { early_exit: true }, 'Everybody, unless stopped before'],
    [[filtered(100), open()], { early_exit: true }, 'Everybody'],
    [[open(20)], { aggregation_group_type_index: 0 }, '20% of all groups'],
    [[open(100, { aggregation_group_type_index: 1 })], {}, 'All groups'],
    [[open(100, { aggregation_group_type_index: 1 }), filtered()], {}, 'All groups, 1 more'],
    [[], { feature_enrollment: true }, 'Who opts in'],
    [[open(5)], { feature_enrollment: true }, 'Who opts in, and others'],
    [[open(5)], { feature_enrollment: true, ...HELD }, 'Who opts in, and others, 5% held out'],
    [[open(5)], { feature_enrollment: true, ...ALL_HELD }, 'Who opts in'],
])('says whom %j with %j reaches: %s', (groups, more, words) => {
    expect(describeReach({ filters: { groups, ...more }, is_remote_configuration: false })).toBe(words)
})

it('says that a remote config needs no conditions', () => {
    expect(describeReach({ filters: { groups: [] }, is_remote_configuration: true })).toBe('Remote config')
})

it('knows what a condition decides per, which may be its own', () => {
    const own = {
        properties: [{ type: 'group', key: 'size' }],
        aggregation_group_type_index: 1,
    } as unknown as Condition
    const filters = { groups: [own, { properties: [], rollout_percentage: 5 }] }
    expect(filters.groups.map((one) => decidesPer(filters, one))).toEqual([1, null])
    const perTeam = withDecidesPer(filters, 0)
    expect(perTeam.groups).toEqual([{ properties: [] }, { properties: [], rollout_percentage: 5 }])
    expect(perTeam.groups.map((one) => decidesPer(perTeam, one))).toEqual([0, 0])
})

it('begins with the holdout that other flags have, and tells when they disagree', () => {
    const held = { id: 3, exclusion_percentage: 5 }
    expect(newHoldout([{ groups: [] }])).toEqual({ id: 1, exclusion_percentage: 10 })
    expect(newHoldout([{ groups: [] }, { groups: [], holdout: held }])).toEqual(held)
    const others = [{ key: 'a', filters: { groups: [], holdout: held } }] as unknown as Flag[]
    expect(otherShareOf(held, others)).toBe(null)
    expect(otherShareOf({ id: 4, exclusion_percentage: 9 }, others)).toBe(null)
    expect(otherShareOf({ id: 3, exclusion_percentage: 9 }, others)).toEqual({ key: 'a', share: 5 })
})
