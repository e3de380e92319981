import { expect, it } from 'vitest'
import { type ActivityLine, nounOf, whatWasDone, whoDid } from './sentences'

const change = (field: string, before: unknown, after: unknown) => ({
    type: 'FeatureFlag',
    action: 'changed' as const,
    field,
    before,
    after,
})
const line = (changes: ReturnType<typeof change>[], rest: Partial<ActivityLine> = {}): ActivityLine =>
    ({
        activity: 'updated',
        scope: 'FeatureFlag',
        user: null,
        is_system: false,
        ...rest,
        detail: { name: 'beta', changes, trigger: null, ...rest.detail },
    }) as ActivityLine
const KIND = { noun: 'feature flag', words: { name: 'description' } }

it.each<[ActivityLine, string]>([
    [line([], { activity: 'created' }), 'created'],
    [line([change('active', true, false), change('version', 1, 2)]), 'switched off'],
    [line([change('archived', false, true), change('active', true, false)]), 'archived'],
    [line([change('name', 'a', 'b')]), 'changed the description of'],
    [line([change('name', 'a', 'b'), change('tags', [], ['x'])]), 'changed the description and tags of'],
    [line(['a', 'b', 'c', 'd', 'e'].map((field) => change(field, 1, 2))), 'changed the a, b, c and 2 more of'],
    [line([change('properties.last_seen', 1, 2)]), 'changed the property last_seen of'],
    [line([change('scheduled_change', null, { value: false })]), 'planned a change of'],
    [line([change('scheduled_change', { value: false }, { value: true })]), 'changed a planned change of'],
    [line([change('scheduled_change', { value: true }, null)]), 'cancelled a planned change of'],
    [line([change('version', 1, 2)]), 'changed something that is not shown in'],
])('says what %j did', (given, words) => {
    expect(whatWasDone(given, KIND)).toBe(words)
})

it('says who did it', () => {
    const user = { id: 1, uuid: 'u', distinct_id: 'd', first_name: '', last_name: '', email: 'ada@example.com' }
    expect(whoDid(line([], { user }))).toBe('ada@example.com')
    expect(whoDid(line([], { is_system: true }))).toBe('The system')
    expect(whoDid(line([]))).toBe('Somebody who left')
    const trigger = { job_type: 'scheduled_change', job_id: '4' }
    expect(whoDid(line([], { is_system: true, detail: { trigger } as ActivityLine['detail'] }))).toBe(
        'A scheduled change'
    )
    expect(whoDid(line([], { user, detail: { trigger } as ActivityLine['detail'] }))).toBe(
        'A change that ada@example.com planned'
    )
})

it('names kinds that nobody described', () => {
    expect([nounOf('EarlyAccessFeature'), nounOf('Cohort'), nounOf('FeatureFlag', KIND)]).toEqual([
        'early access feature',
        'cohort',
        'feature flag',
    ])
})
