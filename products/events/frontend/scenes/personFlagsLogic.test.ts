import { waitFor } from '@testing-library/react'
import { expect, it } from 'vitest'
import { mockApi } from '~/testing/mockApi'
import { personFlagsLogic } from './personFlagsLogic'

it('lists what is on first, with the reason', async () => {
    const server = mockApi({
        'GET feature_flags/evaluation_reasons/': {
            b: { value: false, evaluation: { reason: 'no_condition_match', condition_index: null, description: '' } },
            a: { value: 'blue', evaluation: { reason: 'condition_match', condition_index: 0, description: 'Set 1' } },
            c: { value: true, evaluation: { reason: 'condition_match', condition_index: 0, description: 'Set 2' } },
        },
    })
    const logic = personFlagsLogic({ distinctId: 'x@y' })
    logic.mount()
    await waitFor(() => expect(logic.values.flags).toHaveLength(3))
    expect(server.requests[0]?.params.get('distinct_id')).toBe('x@y')
    expect(logic.values.flags).toEqual([
        { key: 'a', value: 'blue', why: 'Set 1' },
        { key: 'c', value: true, why: 'Set 2' },
        { key: 'b', value: false, why: 'no condition match' },
    ])
})
