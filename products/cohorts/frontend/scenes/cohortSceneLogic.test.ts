import { waitFor } from '@testing-library/react'
import { router } from 'kea-router'
import { beforeEach, expect, it, vi } from 'vitest'
import type { Cohort } from '~/lib/types'
import { type MockApi, mockApi, refuse } from '~/testing/mockApi'
import { cohortSceneLogic, isConflict } from './cohortSceneLogic'

const FRIENDS = {
    id: 4,
    name: 'Friends',
    description: '',
    is_static: true,
    is_calculating: false,
    errors_calculating: 0,
    definition_version: 3,
    version: 1,
    count: 2,
    filters: null,
}
const page = (...results: unknown[]) => ({ count: results.length, next: null, previous: null, results })
const AROUND = {
    'GET cohorts/4/': FRIENDS,
    'GET cohorts/4/persons/': page({ id: 'p', name: 'Ada' }),
    'GET cohorts/4/calculation_history/': page(),
    'GET cohorts/4/used_by/': [
        { kind: 'feature_flag', id: '9', name: 'for-friends', active: true, blocks_deletion: true },
    ],
}
const confirm = vi.fn((_: string) => false)
let server: MockApi

beforeEach(() => {
    confirm.mockClear()
    vi.stubGlobal('confirm', confirm)
    server = mockApi(AROUND)
})

it('keeps what is not saved while people are added, and asks before it is lost', async () => {
    router.actions.push('/cohorts/4')
    server.answer({
        'PATCH cohorts/4/add_persons_to_static_cohort/': {
            rows: 1,
            added: 1,
            already: 0,
            rejected_count: 0,
            rejected: [],
            column: '',
        },
    })
    const logic = cohortSceneLogic({ id: '4' })
    logic.mount()
    await waitFor(() => expect(logic.values.usedBy.map((user) => user.name)).toEqual(['for-friends']))
    logic.actions.setForm({ name: 'Good friends' })
    logic.actions.addPeople(['ada'])
    await waitFor(() => expect(server.to('GET cohorts/4/')).toHaveLength(2))
    await waitFor(() => expect(logic.values.uploading).toBe(false))
    expect([logic.values.form.name, logic.values.isDirty]).toEqual(['Good friends', true])
    router.actions.push('/cohorts')
    expect(confirm).toHaveBeenCalledTimes(1)
    expect(router.values.location.pathname).toBe('/project/7/cohorts/4')
})

it('saves what was made from the version it was loaded with, whatever came meanwhile', async () => {
    router.actions.push('/cohorts/4')
    server.answer({
        'PATCH cohorts/4/': refuse(409, 'Somebody changed it.', { attr: 'definition_version', code: 'conflict' }),
    })
    const logic = cohortSceneLogic({ id: '4' })
    logic.mount()
    await waitFor(() => expect(logic.values.cohort?.name).toBe('Friends'))
    logic.actions.setForm({ name: 'Good friends' })
    logic.actions.refreshed({ ...logic.values.cohort, definition_version: 4 } as Cohort)
    logic.actions.save()
    await waitFor(() => expect(logic.values.saveError).not.toBe(null))
    expect(server.to('PATCH cohorts/4/')[0]?.body).toMatchObject({ name: 'Good friends', definition_version: 3 })
    logic.actions.setForm({ description: 'Very' })
    expect([logic.values.form.name, isConflict(logic.values.saveError)]).toEqual(['Good friends', true])
    logic.actions.load()
    await waitFor(() => expect(logic.values.form.name).toBe('Friends'))
    expect(logic.values.saveError).toBe(null)
})

it('moves on from a new cohort to its page without asking', async () => {
    router.actions.push('/cohorts/new')
    server.answer({ 'POST cohorts/': { ...FRIENDS, id: 8 } })
    const logic = cohortSceneLogic({ id: 'new' })
    logic.mount()
    logic.actions.setForm({ name: 'Friends', isStatic: true })
    logic.actions.save()
    await waitFor(() => expect(router.values.location.pathname).toBe('/project/7/cohorts/8'))
    expect(confirm).not.toHaveBeenCalled()
})

it('follows a calculation that was asked for until it is there, and only then loads what came of it', async () => {
    const counted = { ...FRIENDS, is_static: false, filters: { properties: { type: 'OR', values: [] } } }
    const before = { ...counted, last_calculation: '2026-01-01T00:00:00Z' }
    server.answer({
        'GET cohorts/4/': before,
        'POST cohorts/4/recalculate/': before,
        'POST cohorts/estimate/': { count: 2 },
    })
    const logic = cohortSceneLogic({ id: '4' })
    logic.mount()
    await waitFor(() => expect(server.to('GET cohorts/4/calculation_history/')).toHaveLength(1))
    expect(logic.values.isWorking).toBe(false)
    logic.actions.recalculate()
    // No worker has begun: the answer says the same as before.
    await waitFor(() => expect(logic.values.isWorking).toBe(true))
    expect(server.to('GET cohorts/4/calculation_history/')).toHaveLength(1)
    server.answer({ 'GET cohorts/4/': { ...before, last_calculation: '2026-01-01T01:00:00Z' } })
    await waitFor(() => expect(server.to('GET cohorts/4/calculation_history/')).toHaveLength(2), { timeout: 5_000 })
    expect(logic.values.isWorking).toBe(false)
})

it('waits for a list whose people are still being gathered', async () => {
    server.answer({ 'GET cohorts/4/': { ...FRIENDS, version: null, count: null, is_calculating: true } })
    const logic = cohortSceneLogic({ id: '4' })
    logic.mount()
    await waitFor(() => expect(logic.values.isWorking).toBe(true))
    logic.actions.refreshed({ ...FRIENDS, is_calculating: true } as unknown as Cohort)
    expect(logic.values.isWorking).toBe(false)
})
