import { expect, it } from 'vitest'
import { enrollmentProperty, enrollmentSnippet, type Feature, formOfFeature, objectProblem } from './earlyAccess'

it.each([
    ['{}', null],
    ['{"image": "x"}', null],
    ['[]', 'Write an object'],
    ['null', 'Write an object'],
    ['{', 'not JSON'],
])('takes only objects as payload: %s', (text, problem) => {
    const found = objectProblem(text)
    expect(problem === null ? found : found?.includes(problem)).toBe(problem === null ? null : true)
})

it('asks SDKs for the stage when it is not the usual one', () => {
    expect(enrollmentSnippet('chat', 'beta')).toContain('}, true)')
    expect(enrollmentSnippet('chat', 'alpha')).toContain("}, true, ['alpha'])")
    expect(enrollmentSnippet('chat', 'beta')).toContain("updateEarlyAccessFeatureEnrollment('chat', true)")
    expect(enrollmentProperty('chat')).toBe('$feature_enrollment/chat')
})

it('holds a feature as a form', () => {
    const feature = {
        id: 'f',
        name: 'Chat',
        description: '',
        stage: 'beta',
        documentation_url: '',
        payload: { a: 1 },
        feature_flag: { id: 4, key: 'chat', name: '', active: true },
        version: 1,
        created_at: '2026-01-01T00:00:00Z',
    } satisfies Feature
    expect(formOfFeature(feature)).toEqual({
        name: 'Chat',
        description: '',
        stage: 'beta',
        documentation_url: '',
        payload: '{\n  "a": 1\n}',
        flagId: 4,
    })
})
