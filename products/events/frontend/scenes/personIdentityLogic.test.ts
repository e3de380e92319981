import { waitFor } from '@testing-library/react'
import { router } from 'kea-router'
import { expect, it } from 'vitest'
import { mockApi, refuse } from '~/testing/mockApi'
import { personIdentityLogic, toGroups } from './personIdentityLogic'

const ID = '0190163e-d694-7a52-8d5e-1ba8a8a8a8a8'
const PERSON = { id: ID, name: 'Ada', distinct_ids: ['a', 'b'], properties: { plan: 'free' }, is_identified: true }
const TYPE = {
    group_type: 'company',
    group_type_index: 1,
    name_singular: '',
    name_plural: '',
    default_columns: [],
    created_at: '',
}
const SERVER = {
    [`GET persons/${ID}/`]: PERSON,
    [`GET persons/${ID}/history/`]: { distinct_ids: [], merges: [] },
    [`GET persons/${ID}/property_history/`]: [],
    'GET groups_types/': [],
    'POST query/': { columns: [], types: [], results: [] },
}

it('shows a changed property at once, as the server answers it', async () => {
    const server = mockApi({
        ...SERVER,
        [`POST persons/${ID}/update_property/`]: { ...PERSON, properties: { plan: 'pro' } },
    })
    const logic = personIdentityLogic({ id: ID })
    logic.mount()
    await waitFor(() => expect(logic.values.history).not.toBeNull())
    logic.actions.setProperty('plan', 'pro')
    await waitFor(() => expect(logic.values.person?.properties).toEqual({ plan: 'pro' }))
    expect(server.to(`POST persons/${ID}/update_property/`)[0]?.body).toEqual({
        key: 'plan',
        value: 'pro',
    })
})

it('keeps the person as they were when a change is refused', async () => {
    mockApi({ ...SERVER, [`POST persons/${ID}/delete_property/`]: refuse(400, 'No.') })
    const logic = personIdentityLogic({ id: ID })
    logic.mount()
    await waitFor(() => expect(logic.values.history).not.toBeNull())
    logic.actions.unsetProperty('plan')
    await waitFor(() => expect(logic.values.busy).toBe(false))
    expect(logic.values.person?.properties).toEqual({ plan: 'free' })
})

it('leads to the receipt after deleting, and says whether events go too', async () => {
    const server = mockApi({ ...SERVER, [`DELETE persons/${ID}/`]: { id: 'receipt' } })
    const logic = personIdentityLogic({ id: ID })
    logic.mount()
    await waitFor(() => expect(logic.values.history).not.toBeNull())
    logic.actions.erase(true)
    await waitFor(() => expect(router.values.location.pathname).toContain('/data/erasures'))
    expect(server.to(`DELETE persons/${ID}/`)[0]?.params.get('delete_events')).toBe('true')
})

it('finds each group once, in the columns that have a type', () => {
    const rows = [
        [null, 'acme', null, null, null, 9],
        ['ignored', 'acme', null, null, null, 2],
        [null, 'other', null, null, null, 1],
        [null, '', null, null, null, 1],
    ]
    expect(toGroups(rows, [TYPE]).map((one) => one.key)).toEqual(['acme', 'other'])
})
