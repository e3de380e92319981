import { waitFor } from '@testing-library/react'
import { router } from 'kea-router'
import { describe, expect, it } from 'vitest'
import { mockApi, refuse, type SeenRequest } from '~/testing/mockApi'
import type { Feature } from '../lib/earlyAccess'
import { earlyAccessFeatureSceneLogic } from './earlyAccessFeatureSceneLogic'
import { earlyAccessSceneLogic } from './earlyAccessSceneLogic'

const FEATURE: Feature = {
    id: 'f1',
    name: 'Chat',
    description: 'Talk to us',
    stage: 'beta',
    documentation_url: '',
    payload: {},
    feature_flag: { id: 4, key: 'chat', name: '', active: true },
    version: 1,
    created_at: '2026-01-01T00:00:00Z',
}
const LIST = 'GET early_access_feature/'
const page = (...results: unknown[]) => ({ count: results.length, next: null, previous: null, results })
/** Five opted in, two opted out. */
const people = (request: SeenRequest) => {
    const [filter] = JSON.parse(request.params.get('properties') ?? '[]')
    return { ...page(), count: filter.value[0] === 'true' ? 5 : 2 }
}

describe('early access', () => {
    it('lists features and counts who opted in', async () => {
        const server = mockApi({ [LIST]: page(FEATURE), 'GET persons/': people })
        earlyAccessSceneLogic.mount()
        await waitFor(() => expect(earlyAccessSceneLogic.values.counts).toEqual({ f1: 5 }))
        const asked = server.to('GET persons/')[0]?.params.get('properties')
        expect(JSON.parse(asked ?? '')).toEqual([
            { type: 'person', key: '$feature_enrollment/chat', operator: 'exact', value: ['true'] },
        ])
    })

    it('shows the list also when nobody can be counted, and tells empty from failed', async () => {
        const server = mockApi({ [LIST]: page(FEATURE), 'GET persons/': refuse(503, 'No answer.') })
        earlyAccessSceneLogic.mount()
        await waitFor(() => expect(earlyAccessSceneLogic.values.status).toBe('ready'))
        server.answer({ [LIST]: page() })
        earlyAccessSceneLogic.actions.load()
        await waitFor(() => expect(earlyAccessSceneLogic.values.status).toBe('empty'))
        server.answer({ [LIST]: refuse(503, 'No answer.') })
        earlyAccessSceneLogic.actions.load()
        await waitFor(() => expect(earlyAccessSceneLogic.values.status).toBe('failed'))
    })

    it('offers a feature with a flag of its own, and moves on to its page', async () => {
        router.actions.push('/early-access/new')
        const server = mockApi({ 'GET feature_flags/': page(), 'POST early_access_feature/': FEATURE })
        const logic = earlyAccessFeatureSceneLogic({ id: 'new' })
        logic.mount()
        expect(logic.values.problem).toBe('Give the feature a name.')
        logic.actions.change({ name: 'Chat', stage: 'beta', payload: '{"a": 1}' })
        expect(logic.values.problem).toBe(null)
        logic.actions.save()
        await waitFor(() => expect(router.values.location.pathname).toContain('/early-access/f1'))
        expect(server.to('POST early_access_feature/')[0]?.body).toEqual({
            name: 'Chat',
            description: '',
            stage: 'beta',
            documentation_url: '',
            payload: { a: 1 },
            feature_flag_id: null,
        })
    })

    it('keeps what was written when the server refuses it, under its field', async () => {
        mockApi({
            'GET early_access_feature/f1/': FEATURE,
            'GET persons/': people,
            'PATCH early_access_feature/f1/': refuse(400, 'No address.', { attr: 'documentation_url' }),
        })
        const logic = earlyAccessFeatureSceneLogic({ id: 'f1' })
        logic.mount()
        await waitFor(() => expect(logic.values.people?.count).toBe(5))
        expect(logic.values.optedOut).toBe(2)
        logic.actions.change({ documentation_url: 'nowhere' })
        logic.actions.save()
        await waitFor(() => expect(logic.values.errors.fields.documentation_url).toBe('No address.'))
        expect([logic.values.form.documentation_url, logic.values.isChanged]).toEqual(['nowhere', true])
        logic.actions.discard()
        expect([logic.values.form.documentation_url, logic.values.isChanged]).toEqual(['', false])
    })

    it('shows who opted in page by page', async () => {
        const server = mockApi({ 'GET early_access_feature/f1/': FEATURE, 'GET persons/': people })
        const logic = earlyAccessFeatureSceneLogic({ id: 'f1' })
        logic.mount()
        await waitFor(() => expect(logic.values.people?.count).toBe(5))
        logic.actions.setPeoplePage(3)
        await waitFor(() => expect(logic.values.peopleLoading).toBe(false))
        const asked = server.to('GET persons/').map(({ params }) => [params.get('limit'), params.get('offset')])
        expect(asked).toEqual([
            ['10', '0'],
            ['1', '0'],
            ['10', '20'],
            ['1', '0'],
        ])
    })
})
