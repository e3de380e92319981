import { waitFor } from '@testing-library/react'
import { router } from 'kea-router'
import { expect, it } from 'vitest'
import { setDisplayTimeZone } from '~/lib/format'
import { mockApi, refuse } from '~/testing/mockApi'
import { flagTestLogic, readPretended } from './flagTestLogic'

const ASK = 'POST feature_flags/5/test_evaluation/'
const FOUND = { key: 'beta', value: true, conditions: [] }
const PEOPLE = { 'GET persons/': { count: 0, results: [] } }

it('asks for who is in the address, and again with what is pretended', async () => {
    router.actions.push('/feature-flags/5', { tab: 'why', distinct_id: 'user-1' })
    const server = mockApi({ ...PEOPLE, [ASK]: FOUND })
    const logic = flagTestLogic({ flagId: 5 })
    logic.mount()
    await waitFor(() => expect(logic.values.found).toEqual(FOUND))
    logic.actions.setGroup('company', 'acme')
    logic.actions.setGroup('team', ' ')
    logic.actions.setPretend('{"plan": "pro"}')
    logic.actions.ask()
    await waitFor(() => expect(server.to(ASK)).toHaveLength(2))
    expect(server.to(ASK).map((request) => request.body)).toEqual([
        { distinct_id: 'user-1', groups: {}, person_properties: {} },
        { distinct_id: 'user-1', groups: { company: 'acme' }, person_properties: { plan: 'pro' } },
    ])
})

it('keeps whom it asked for in the address, and says what the server refuses', async () => {
    router.actions.push('/feature-flags/5', { tab: 'why' })
    mockApi({ ...PEOPLE, [ASK]: refuse(404, 'This feature flag is deleted.') })
    const logic = flagTestLogic({ flagId: 5 })
    logic.mount()
    logic.actions.choose('someone@example.com')
    await waitFor(() => expect(logic.values.error?.message).toBe('This feature flag is deleted.'))
    expect(router.values.searchParams).toEqual({ tab: 'why', distinct_id: 'someone@example.com' })
})

it('asks as of a moment of the project’s clocks', async () => {
    setDisplayTimeZone('Asia/Tokyo')
    router.actions.push('/feature-flags/5', { tab: 'why' })
    const server = mockApi({ ...PEOPLE, [ASK]: FOUND })
    const logic = flagTestLogic({ flagId: 5 })
    logic.mount()
    logic.actions.setAsOf('2026-03-04T14:05')
    logic.actions.choose('user-1')
    await waitFor(() => expect(logic.values.found).toEqual(FOUND))
    expect(server.to(ASK)[0]?.body).toEqual({
        distinct_id: 'user-1',
        groups: {},
        person_properties: {},
        timestamp: '2026-03-04T05:05:00.000Z',
    })
    setDisplayTimeZone(undefined)
})

it('sends nothing while what is pretended is no object', () => {
    const server = mockApi({ ...PEOPLE, [ASK]: FOUND })
    router.actions.push('/feature-flags/5', { tab: 'why' })
    const logic = flagTestLogic({ flagId: 5 })
    logic.mount()
    logic.actions.setPretend('[1]')
    logic.actions.ask()
    expect(logic.values.pretendProblem).toContain('Write an object')
    expect(logic.values.asking).toBe(false)
    expect(server.to(ASK)).toHaveLength(0)
    expect(readPretended('  ')).toEqual({})
    expect(readPretended('{')).toContain('not JSON')
})
