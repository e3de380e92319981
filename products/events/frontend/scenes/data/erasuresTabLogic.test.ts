import { waitFor } from '@testing-library/react'
import { expect, it } from 'vitest'
import { mockApi } from '~/testing/mockApi'
import { erasuresTabLogic } from './erasuresTabLogic'

const PERSON = { id: 'p', person_uuid: 'u' }
const GROUP = { id: 'g', group_type_index: 0, group_key: 'acme' }
const TYPE = { group_type: 'company', group_type_index: 0 }
const SERVER = {
    'GET erasures/': { count: 1, results: [PERSON] },
    'GET group_erasures/': { count: 1, results: [GROUP] },
    'GET groups_types/': [TYPE],
    'POST erasures/p/verify/': { erasure_id: 'p', is_clean: true },
    'POST group_erasures/g/verify/': { erasure_id: 'g', is_clean: false },
}

it('keeps the receipts of people and of groups apart, and checks each where it belongs', async () => {
    const server = mockApi(SERVER)
    const people = erasuresTabLogic({ of: 'people' })
    const groups = erasuresTabLogic({ of: 'groups' })
    people.mount()
    groups.mount()
    await waitFor(() => expect(people.values.answer?.results).toEqual([PERSON]))
    await waitFor(() => expect(groups.values.answer?.results).toEqual([GROUP]))
    await waitFor(() => expect(groups.values.groupTypes).toEqual([TYPE]))
    people.actions.check('p')
    groups.actions.check('g')
    await waitFor(() => expect(people.values.checks.p?.is_clean).toBe(true))
    await waitFor(() => expect(groups.values.checks.g?.is_clean).toBe(false))
    expect(server.to('GET groups_types/')).toHaveLength(1)
})
