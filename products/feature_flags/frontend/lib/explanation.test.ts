import { describe, expect, it } from 'vitest'
import { decidedBy, describeActual, describeAnswer, describeAsOf, describeWanted, isOn, standing } from './explanation'
import type { ConditionTrace, Explanation, PropertyTrace } from './flagsApi'

const trace: PropertyTrace = {
    type: 'person',
    key: 'plan',
    operator: 'exact',
    value: ['pro', 'enterprise'],
    actual: 'free',
    is_missing: false,
    matched: false,
}
const condition: ConditionTrace = {
    index: 0,
    description: '',
    has_subject: true,
    properties_match: true,
    rollout_percentage: 50,
    place: 12,
    is_in_rollout: true,
    variant: null,
    properties: [],
}
const found: Explanation = {
    key: 'beta',
    value: 'test',
    is_known: true,
    reason: 'condition_match',
    condition_index: 1,
    description: '',
    payload: null,
    conditions: [],
    as_of: null,
}

describe('the path of an answer', () => {
    it.each<[Partial<PropertyTrace>, string, string]>([
        [{}, 'plan = pro or enterprise', 'it is free'],
        [{ operator: 'is_set', value: null, is_missing: true }, 'plan is set', 'there is no such property'],
        [{ operator: 'gt', key: 'age', value: 3, actual: 2 }, 'age > 3', 'it is 2'],
        [{ actual: '' }, 'plan = pro or enterprise', 'it is empty'],
        [{ actual: { a: 1 } }, 'plan = pro or enterprise', 'it is {"a":1}'],
        [{ matched: null, actual: null }, 'plan = pro or enterprise', 'could not be read'],
        [{ type: 'flag', key: '7', value: true, actual: false }, 'Flag Friends is true', 'it is false'],
        [{ type: 'cohort', operator: 'in', value: 4, actual: true }, 'In cohort Friends', 'they are in it'],
        [
            { type: 'cohort', operator: 'not_in', value: 4, actual: false },
            'Not in cohort Friends',
            'they are not in it',
        ],
    ])('says what %j asks and finds', (changes, wanted, actual) => {
        expect(describeWanted({ ...trace, ...changes }, 'Friends')).toBe(wanted)
        expect(describeActual({ ...trace, ...changes })).toBe(actual)
    })

    it.each<[Partial<ConditionTrace>, string]>([
        [{}, 'matches'],
        [{ is_in_rollout: false }, 'matches, outside its share'],
        [{ properties_match: false }, 'does not match'],
        [{ properties_match: null }, 'unknown'],
        [{ has_subject: false }, 'no group given'],
    ])('knows how far %j came', (changes, word) => {
        expect(standing({ ...condition, ...changes }).word).toBe(word)
    })

    it('names the condition that decided, if one did', () => {
        expect(decidedBy(found)).toBe(1)
        expect(decidedBy({ ...found, reason: 'no_condition_match' })).toBe(null)
        expect([isOn(found), describeAnswer(found)]).toEqual([true, 'test'])
        expect([isOn({ ...found, is_known: false }), describeAnswer({ ...found, is_known: false })]).toEqual([
            false,
            'unknown',
        ])
    })
})

describe('a moment that has passed', () => {
    const asOf = {
        timestamp: '2026-03-04T14:05:00Z',
        flag_version: 3,
        person_known_from: '2026-03-01T08:00:00Z',
        from_now: [],
    }

    it('says what of then and what of now the answer rests on', () => {
        expect(describeAsOf(asOf)).toBe(
            'As of Mar 4, 2026, 14:05:00: version 3 of the flag, and what an event of Mar 1, 2026, 08:00:00 knew of the person.'
        )
        const words = describeAsOf({ ...asOf, person_known_from: null, from_now: ['cohorts', 'kept_ids'] })
        expect(words).toContain('nothing known of the person')
        expect(words).toContain('now, because their past is not kept: the members and criteria of cohorts and the ids')
    })
})
