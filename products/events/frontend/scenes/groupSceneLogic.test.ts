import { waitFor } from '@testing-library/react'
import { expect, it } from 'vitest'
import { mockApi, refuse, type SeenRequest } from '~/testing/mockApi'
import { DAYS, groupSceneLogic, toDays, toMembers } from './groupSceneLogic'

const TYPE = {
    group_type: 'company',
    group_type_index: 2,
    name_singular: '',
    name_plural: '',
    default_columns: [],
    created_at: '',
}
const GROUP = { group_type_index: 2, group_key: "a'b", group_properties: {}, created_at: '2026-01-01T00:00:00Z' }

it('asks for the group by its key as a value, in the column of its type', async () => {
    const server = mockApi({
        'GET groups/find/': GROUP,
        'GET groups_types/': [TYPE],
        'POST query/': { columns: [], types: [], results: [] },
    })
    const logic = groupSceneLogic({ type: 2, groupKey: "a'b" })
    logic.mount()
    await waitFor(() => expect(logic.values.members).toEqual([]))
    const asked = server.to('POST query/').map((one: SeenRequest) => one.body.query)
    expect(asked).toHaveLength(3)
    for (const query of asked) {
        expect(query.query).toContain('$group_2 = {key}')
        expect(query.query).not.toContain("a'b")
        expect(query.values).toEqual({ key: "a'b" })
    }
})

it('changes a property and shows what came of it', async () => {
    const group = { group_type_index: 2, group_key: "a'b", group_properties: { plan: 'free' }, created_at: 't' }
    const server = mockApi({
        'GET groups/find/': group,
        'GET groups_types/': [TYPE],
        'POST query/': { columns: [], types: [], results: [] },
        'POST groups/update_property/': { ...group, group_properties: { plan: 'team' } },
        'POST groups/delete_property/': { ...group, group_properties: {} },
    })
    const logic = groupSceneLogic({ type: 2, groupKey: "a'b" })
    logic.mount()
    await waitFor(() => expect(logic.values.group).toEqual(group))
    logic.actions.setProperty('plan', 'team')
    await waitFor(() => expect(logic.values.group?.group_properties).toEqual({ plan: 'team' }))
    logic.actions.unsetProperty('plan')
    await waitFor(() => expect(logic.values.group?.group_properties).toEqual({}))
    const [set] = server.to('POST groups/update_property/')
    expect([set?.params.get('group_type_index'), set?.params.get('group_key'), set?.body]).toEqual([
        '2',
        "a'b",
        { key: 'plan', value: 'team' },
    ])
    expect(server.to('POST groups/delete_property/')[0]?.body).toEqual({ $unset: 'plan' })
})

it('says that a group is not there', async () => {
    mockApi({ 'GET groups/find/': refuse(404, 'No group.'), 'GET groups_types/': [TYPE] })
    const logic = groupSceneLogic({ type: 2, groupKey: 'gone' })
    logic.mount()
    await waitFor(() => expect(logic.values.error?.message).toBe('No group.'))
})

it('reads rows', () => {
    expect(toMembers([['p', 'd', '{"email":"a@b.c"}', 3, 't']])[0]).toMatchObject({
        properties: { email: 'a@b.c' },
        events: 3,
    })
    expect(toMembers([['p', 'd', 'not json', 3, 't']])[0]?.properties).toEqual({})
    expect(
        toDays([
            [0, 5],
            [DAYS - 1, 7],
            [DAYS, 9],
        ]).filter(Boolean)
    ).toEqual([7, 5])
})
