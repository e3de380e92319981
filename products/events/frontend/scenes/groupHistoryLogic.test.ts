import { waitFor } from '@testing-library/react'
import { router } from 'kea-router'
import { expect, it } from 'vitest'
import { mockApi, refuse } from '~/testing/mockApi'
import { groupHistoryLogic, LINES_SHOWN } from './groupHistoryLogic'
import { groupSceneLogic } from './groupSceneLogic'

const PROPS = { type: 1, groupKey: 'a/b' }
const GROUP = { group_type_index: 1, group_key: 'a/b', group_properties: { plan: 'free' }, created_at: 't' }
const CHANGE = {
    property: 'plan',
    before: null,
    after: 'free',
    was_set: true,
    changed_at: 't',
    event_uuid: null,
    distinct_id: '',
    changed_by: 'ada@example.com',
}
const SERVER = {
    'GET groups/find/': GROUP,
    'GET groups_types/': [],
    'POST query/': { columns: [], types: [], results: [] },
    'GET groups/property_history/': [CHANGE],
    'GET groups/activity/': { count: 60, results: [] },
    'POST groups/update_property/': { ...GROUP, group_properties: { plan: 'team' } },
}

function mounted(): ReturnType<typeof groupHistoryLogic> {
    const logic = groupHistoryLogic(PROPS)
    logic.mount()
    return logic
}

it('asks for the history and the log of this group, page by page', async () => {
    const server = mockApi(SERVER)
    const logic = mounted()
    await waitFor(() => expect(logic.values.changes).toEqual([CHANGE]))
    await waitFor(() => expect(logic.values.activity?.count).toBe(60))
    const [history] = server.to('GET groups/property_history/')
    expect([history?.params.get('group_type_index'), history?.params.get('group_key')]).toEqual(['1', 'a/b'])
    logic.actions.setActivityPage(2)
    await waitFor(() => expect(server.to('GET groups/activity/')).toHaveLength(2))
    const asked = server.to('GET groups/activity/')[1]?.params
    expect([asked?.get('group_key'), asked?.get('offset')]).toEqual(['a/b', String(LINES_SHOWN)])
})

it('asks at once where the group is there already, as on its page', async () => {
    const server = mockApi(SERVER)
    const scene = groupSceneLogic(PROPS)
    scene.mount()
    await waitFor(() => expect(scene.values.group).not.toBeNull())
    expect(server.to('GET groups/property_history/')).toHaveLength(0)
    const logic = mounted()
    await waitFor(() => expect(logic.values.changes).toEqual([CHANGE]))
    await waitFor(() => expect(logic.values.activity?.count).toBe(60))
})

it('looks again after a change by hand', async () => {
    const server = mockApi(SERVER)
    const logic = mounted()
    await waitFor(() => expect(logic.values.changes).toEqual([CHANGE]))
    server.answer({ 'GET groups/property_history/': [{ ...CHANGE, after: 'team' }, CHANGE] })
    groupSceneLogic(PROPS).actions.setProperty('plan', 'team')
    await waitFor(() => expect(logic.values.changes).toHaveLength(2))
})

it('shows the log when the history cannot be read', async () => {
    mockApi({ ...SERVER, 'GET groups/property_history/': refuse(503, 'ClickHouse does not answer.') })
    const logic = mounted()
    await waitFor(() => expect(logic.values.changesError?.message).toBe('ClickHouse does not answer.'))
    await waitFor(() => expect(logic.values.activity?.count).toBe(60))
    expect(logic.values.activityError).toBeNull()
})

it('leads to the receipt after deleting', async () => {
    const server = mockApi({ ...SERVER, 'DELETE groups/find/': { id: 'receipt' } })
    const logic = mounted()
    await waitFor(() => expect(logic.values.group).not.toBeNull())
    logic.actions.erase()
    await waitFor(() => expect(router.values.location.pathname).toContain('/data/erasures'))
    expect(router.values.searchParams).toEqual({ of: 'groups' })
    expect(server.to('DELETE groups/find/')[0]?.params.get('group_key')).toBe('a/b')
})

it('stays on the page when deleting is refused', async () => {
    mockApi({ ...SERVER, 'DELETE groups/find/': refuse(403, 'Not you.') })
    router.actions.push('/groups/1/a%2Fb')
    const logic = mounted()
    await waitFor(() => expect(logic.values.group).not.toBeNull())
    logic.actions.erase()
    expect(logic.values.busy).toBe(true)
    await waitFor(() => expect(logic.values.busy).toBe(false))
    expect(router.values.location.pathname).toContain('/groups/1/')
})
