import { waitFor } from '@testing-library/react'
import { router } from 'kea-router'
import { describe, expect, it } from 'vitest'
import { mockApi, refuse } from '~/testing/mockApi'
import { actionSceneLogic } from './actionSceneLogic'

const STEP = { event: 'paid', url: null, url_matching: null, selector: null, selector_regex: '', properties: [] }
const STORED = { id: 5, name: 'Paid', description: '', tags: [], steps: [STEP], pinned_at: null, deleted: false }

describe('a new action', () => {
    it('shows what its steps match while they are written, without those that say nothing', async () => {
        const server = mockApi({ 'POST actions/preview/': [{ uuid: 'a', event: 'paid' }] })
        const logic = actionSceneLogic({ id: 'new' })
        logic.mount()
        logic.actions.addStep()
        logic.actions.changeStep(0, { event: 'paid' })
        await waitFor(() => expect(logic.values.matches?.map((one) => one.uuid)).toEqual(['a']))
        expect(server.requests[0]?.body.steps).toHaveLength(1)
    })

    it('says what is missing before it can be saved', () => {
        const logic = actionSceneLogic({ id: 'new' })
        logic.mount()
        expect(logic.values.problem).toBe('Give the action a name.')
        logic.actions.change({ name: 'Paid' })
        expect(logic.values.problem).toBe('Say in a step what it matches.')
        mockApi({ 'POST actions/preview/': [] })
        logic.actions.changeStep(0, { url: '/done' })
        expect(logic.values.problem).toBeNull()
    })

    it('keeps what was written when it is refused', async () => {
        mockApi({ 'POST actions/preview/': [], 'POST actions/': refuse(400, 'Another action is called ‘Paid’.') })
        const logic = actionSceneLogic({ id: 'new' })
        logic.mount()
        logic.actions.change({ name: 'Paid' })
        logic.actions.changeStep(0, { event: 'paid' })
        logic.actions.save()
        await waitFor(() => expect(logic.values.saveError?.message).toBe('Another action is called ‘Paid’.'))
        expect([logic.values.draft?.name, logic.values.saving]).toEqual(['Paid', false])
    })
})

it('opens what is stored, changes it and goes back to the list', async () => {
    const server = mockApi({ 'GET actions/5/': STORED, 'POST actions/preview/': [], 'PATCH actions/5/': STORED })
    const logic = actionSceneLogic({ id: '5' })
    logic.mount()
    await waitFor(() => expect(logic.values.draft?.steps[0]?.event).toBe('paid'))
    logic.actions.change({ name: 'Paid twice' })
    logic.actions.save()
    await waitFor(() => expect(router.values.location.pathname).toContain('/data/actions'))
    expect(server.to('PATCH actions/5/')[0]?.body.name).toBe('Paid twice')
})
