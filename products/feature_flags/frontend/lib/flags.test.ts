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

it.each([
    [[{ properties: [] }], 'Everybody'],
    [[{ properties: [], rollout_percentage: 20 }], '20% of everybody'],
    [[], 'Nobody'],
])('says whom a flag reaches', (groups, words) => {
    expect(describeReach({ filters: { groups }, is_remote_configuration: false, active: true })).toBe(words)
})

it('says that a flag decides per group', () => {
    const filters = { groups: [{ properties: [], rollout_percentage: 20 }], aggregation_group_type_index: 0 }
    expect(describeReach({ filters, is_remote_configuration: false, active: true })).toBe('20% of all groups')
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

it('says that people opt in', () => {
    const flag = { is_remote_configuration: false, active: true }
    expect(describeReach({ ...flag, filters: { groups: [], feature_enrollment: true } })).toBe('Who opts in')
    const groups = [{ properties: [], rollout_percentage: 5 }]
    expect(describeReach({ ...flag, filters: { groups, feature_enrollment: true } })).toBe('Who opts in, and others')
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
