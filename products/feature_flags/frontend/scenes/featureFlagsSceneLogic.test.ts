import { waitFor } from '@testing-library/react'
import { router } from 'kea-router'
import { describe, expect, it } from 'vitest'
import { toastLogic } from '~/design/toastLogic'
import { mockApi, refuse } from '~/testing/mockApi'
import type { Flag } from '../lib/flags'
import { featureFlagsSceneLogic } from './featureFlagsSceneLogic'

const LIST = 'GET feature_flags/'
const TAGS = { 'GET feature_flags/tags/': { tags: ['web'] } }
const beta = { id: 1, key: 'beta', active: true, filters: { groups: [] } } as unknown as Flag
const page = (...flags: unknown[]) => ({ count: flags.length, next: null, previous: null, results: flags })

describe('featureFlagsSceneLogic', () => {
    it('asks for what its address says and keeps filters there', async () => {
        router.actions.push('/feature-flags', { state: 'STALE', tag: 'web', owner: 3 })
        const server = mockApi({ ...TAGS, [LIST]: page(beta) })
        featureFlagsSceneLogic.mount()
        await waitFor(() => expect(featureFlagsSceneLogic.values.status).toBe('ready'))
        const asked = server.to('GET feature_flags/')[0]?.params
        expect(Object.fromEntries(asked ?? [])).toMatchObject({
            active: 'STALE',
            tags: '["web"]',
            created_by_id: '3',
            archived: 'false',
        })
        featureFlagsSceneLogic.actions.setFilters({ state: 'archived', tag: '', owner: '' })
        await waitFor(() => expect(server.to('GET feature_flags/').at(-1)?.params.get('archived')).toBe('true'))
        expect(router.values.searchParams).toEqual({ state: 'archived' })
    })

    it('shows a switch at once, and takes it back when the server refuses', async () => {
        mockApi({
            ...TAGS,
            [LIST]: page(beta),
            'PATCH feature_flags/1/': refuse(409, "'top' depends on it."),
        })
        toastLogic.mount()
        featureFlagsSceneLogic.mount()
        await waitFor(() => expect(featureFlagsSceneLogic.values.status).toBe('ready'))
        featureFlagsSceneLogic.actions.switchFlag(beta, false)
        expect(featureFlagsSceneLogic.values.switching).toEqual({ 1: false })
        await waitFor(() => expect(featureFlagsSceneLogic.values.switching).toEqual({}))
        expect(featureFlagsSceneLogic.values.flags[0]?.active).toBe(true)
        expect(toastLogic.values.toasts.map((one) => one.text)).toEqual(["'top' depends on it."])
    })

    it('offers to undo a switch', async () => {
        const server = mockApi({
            ...TAGS,
            [LIST]: page(beta),
            'PATCH feature_flags/1/': (request: { body: { active: boolean } }) => ({
                ...beta,
                active: request.body.active,
            }),
        })
        toastLogic.mount()
        featureFlagsSceneLogic.mount()
        await waitFor(() => expect(featureFlagsSceneLogic.values.status).toBe('ready'))
        featureFlagsSceneLogic.actions.switchFlag(beta, false)
        await waitFor(() => expect(featureFlagsSceneLogic.values.flags[0]?.active).toBe(false))
        toastLogic.values.toasts[0]?.action?.run()
        await waitFor(() => expect(featureFlagsSceneLogic.values.flags[0]?.active).toBe(true))
        expect(server.to('PATCH feature_flags/1/').map((request) => request.body)).toEqual([
            { active: false },
            { active: true },
        ])
    })

    it('says what the server said when the flags cannot be read', async () => {
        mockApi({ ...TAGS, [LIST]: refuse(503, 'Try again in a moment.') })
        featureFlagsSceneLogic.mount()
        await waitFor(() => expect(featureFlagsSceneLogic.values.error?.message).toBe('Try again in a moment.'))
        expect(featureFlagsSceneLogic.values.status).toBe('failed')
    })
})
