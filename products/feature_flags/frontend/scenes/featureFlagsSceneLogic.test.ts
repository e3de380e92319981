import { describe, expect, it, vi } from 'vitest'
import { mockApi, refuse } from '~/testing/mockApi'
import { featureFlagsSceneLogic } from './featureFlagsSceneLogic'

const LIST = 'GET feature_flags/'

describe('featureFlagsSceneLogic', () => {
    it('shows the flags of the open project', async () => {
        const flag = { id: 1, key: 'beta', active: true }
        mockApi({ [LIST]: { count: 1, next: null, previous: null, results: [flag] } })
        const logic = featureFlagsSceneLogic.build()
        logic.mount()
        await vi.waitFor(() => expect(logic.values.flags).toEqual([flag]))
    })

    it('says what the server said when the flags cannot be read', async () => {
        mockApi({ [LIST]: refuse(503, 'Try again in a moment.') })
        const logic = featureFlagsSceneLogic.build()
        logic.mount()
        await vi.waitFor(() => expect(logic.values.loadError?.message).toBe('Try again in a moment.'))
        expect(logic.values.flags).toBe(null)
    })
})
