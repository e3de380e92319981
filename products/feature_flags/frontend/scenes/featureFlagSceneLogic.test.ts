import { waitFor } from '@testing-library/react'
import { router } from 'kea-router'
import { expect, it } from 'vitest'
import { mockApi, refuse, type SeenRequest } from '~/testing/mockApi'
import { NEW_DRAFT } from '../lib/flags'
import { countable, featureFlagSceneLogic, problemOf, reachName } from './featureFlagSceneLogic'

const FLAG = {
    ...NEW_DRAFT,
    id: 5,
    key: 'beta',
    version: 3,
    deleted: false,
    archived: false,
    status: 'active',
    status_reason: 'The flag is new.',
}
const AROUND = {
    'GET groups_types/': [],
    'GET feature_flags/': { count: 1, next: null, previous: null, results: [{ ...FLAG, id: 9, key: 'other' }, FLAG] },
    'GET feature_flags/5/': FLAG,
    'GET feature_flags/5/dependent_flags/': [],
}

it('sends only what was changed, with the version it was changed from', async () => {
    const server = mockApi({
        ...AROUND,
        'PATCH feature_flags/5/': (request: SeenRequest) => ({ ...FLAG, ...request.body, version: 4 }),
    })
    const logic = featureFlagSceneLogic({ id: '5' })
    logic.mount()
    await waitFor(() => expect(logic.values.status).toBe('ready'))
    expect(logic.values.isChanged).toBe(false)
    logic.actions.change({ name: 'New checkout' })
    expect(logic.values.isChanged).toBe(true)
    logic.actions.save()
    await waitFor(() => expect(logic.values.flag?.version).toBe(4))
    expect(server.to('PATCH feature_flags/5/')[0]?.body).toEqual({ name: 'New checkout', version: 3 })
    expect(logic.values.isChanged).toBe(false)
    await waitFor(() => expect(logic.values.others.map((flag) => flag.key)).toEqual(['other']))
})

it('keeps the draft when somebody else was faster, and says so', async () => {
    mockApi({
        ...AROUND,
        'PATCH feature_flags/5/': refuse(409, 'Bob changed name.', { code: 'conflict', attr: 'version' }),
    })
    const logic = featureFlagSceneLogic({ id: '5' })
    logic.mount()
    await waitFor(() => expect(logic.values.status).toBe('ready'))
    logic.actions.change({ name: 'Mine' })
    logic.actions.save()
    await waitFor(() => expect(logic.values.saveError?.isConflict).toBe(true))
    expect(logic.values.draft.name).toBe('Mine')
    logic.actions.load()
    await waitFor(() => expect(logic.values.saveError).toBe(null))
    expect(logic.values.draft.name).toBe('')
})

it('keeps an unsaved draft while the flag is switched, and the version it was made from', async () => {
    // A colleague changed the description in between.
    const theirs = { ...FLAG, name: 'Theirs', version: 5 }
    const server = mockApi({
        ...AROUND,
        'PATCH feature_flags/5/': (request: SeenRequest) => ({ ...theirs, ...request.body }),
    })
    const logic = featureFlagSceneLogic({ id: '5' })
    logic.mount()
    await waitFor(() => expect(logic.values.status).toBe('ready'))
    logic.actions.change({ name: 'Mine' })
    logic.actions.switchFlag(false)
    await waitFor(() => expect(logic.values.flag?.active).toBe(false))
    expect([logic.values.draft.name, logic.values.isChanged, logic.values.saving]).toEqual(['Mine', true, false])
    logic.actions.save()
    await waitFor(() => expect(server.to('PATCH feature_flags/5/')).toHaveLength(2))
    expect(server.to('PATCH feature_flags/5/')[1]?.body).toEqual({ name: 'Mine', version: 3 })
})

it('puts a refusal beside the condition it is about', async () => {
    mockApi({
        ...AROUND,
        'PATCH feature_flags/5/': refuse(400, 'Not RE2.', { attr: 'filters__groups__1__properties__0__value' }),
    })
    const logic = featureFlagSceneLogic({ id: '5' })
    logic.mount()
    await waitFor(() => expect(logic.values.status).toBe('ready'))
    logic.actions.change({ name: 'x' })
    logic.actions.save()
    await waitFor(() => expect(logic.values.saveError).toMatchObject({ condition: 1, message: 'Not RE2.' }))
})

it('makes a flag and moves on to its page', async () => {
    const server = mockApi({ ...AROUND, 'POST feature_flags/': FLAG })
    router.actions.push('/feature-flags/new')
    const logic = featureFlagSceneLogic({ id: 'new' })
    logic.mount()
    expect(logic.values.problem).toBe('Give the flag a key.')
    logic.actions.change({ key: 'beta' })
    expect(logic.values.problem).toBe(null)
    logic.actions.save()
    await waitFor(() => expect(router.values.location.pathname).toContain('/feature-flags/5'))
    expect(server.to('POST feature_flags/')[0]?.body).toMatchObject({ key: 'beta', filters: NEW_DRAFT.filters })
})

it('counts a condition once, whatever its share', async () => {
    const server = mockApi({ ...AROUND, 'POST feature_flags/user_blast_radius/': { affected: 2, total: 4 } })
    const logic = featureFlagSceneLogic({ id: '5' })
    logic.mount()
    const condition = { properties: [], rollout_percentage: 50 }
    logic.actions.count(condition, null)
    logic.actions.count(condition, null)
    const name = reachName({ ...condition, rollout_percentage: 10 }, null)
    await waitFor(() => expect(logic.values.reach[name]).toEqual({ affected: 2, total: 4 }))
    expect(server.to('POST feature_flags/user_blast_radius/')).toHaveLength(1)
})

it.each([
    [{ key: '' }, 'Give the flag a key.'],
    [{ filters: { groups: [], multivariate: { variants: [{ key: 'a', rollout_percentage: 99 }] } } }, '99%'],
    [{ filters: { groups: [], payloads: { true: '{' } } }, 'not JSON'],
    [{}, null],
])('knows what the server would refuse: %j', (changes, words) => {
    const problem = problemOf({ ...NEW_DRAFT, key: 'beta', ...changes })
    expect(words === null ? problem : problem?.includes(words)).toBe(words === null ? null : true)
})

it('counts a condition without the flags it asks for', () => {
    const plan = { type: 'person' as const, key: 'plan', operator: 'exact' as const, value: ['pro'] }
    const other = { type: 'flag' as const, key: '9', operator: 'flag_evaluates_to', value: true }
    const condition = { properties: [plan, other], rollout_percentage: 20 }
    expect(countable(condition)).toEqual({ properties: [plan] })
    expect(reachName(condition, null)).toBe(reachName({ properties: [plan] }, null))
})
