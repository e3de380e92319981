import { waitFor } from '@testing-library/react'
import { router } from 'kea-router'
import { describe, expect, it } from 'vitest'
import { mockApi, refuse } from '~/testing/mockApi'
import { insightKind } from '../lib/insightKind'
import { insightsLogic } from '../logics/insightsLogic'
import { insightsSceneLogic } from './insightsSceneLogic'

const INSIGHTS = [
    { id: 1, short_id: 'a', name: 'Visits' },
    { id: 2, short_id: 'b', name: 'Sales' },
]
const page = (results: unknown[], count = results.length) => ({ count, next: null, previous: null, results })

describe('the list', () => {
    it('searches once typing pauses, keeps the search in the address, and begins at the first page', async () => {
        router.actions.push('/insights', { page: 3 })
        const server = mockApi({ 'GET insights/': page(INSIGHTS, 90) })
        insightsSceneLogic.mount()
        const { actions, values } = insightsSceneLogic
        await waitFor(() => expect(values.status).toBe('ready'))
        expect(server.requests[0]?.params.get('offset')).toBe('60')
        actions.ask({ search: 'v' })
        actions.ask({ search: 'vi' })
        await waitFor(() => expect(server.requests).toHaveLength(2))
        expect([server.requests[1]?.params.get('search'), server.requests[1]?.params.get('offset')]).toEqual([
            'vi',
            '0',
        ])
        expect(router.values.searchParams).toEqual({ search: 'vi' })
    })

    it('follows the back button', async () => {
        router.actions.push('/insights', { search: 'vis' })
        const server = mockApi({ 'GET insights/': page(INSIGHTS) })
        insightsSceneLogic.mount()
        await waitFor(() => expect(server.requests).toHaveLength(1))
        router.actions.push('/insights', { search: 'sal' })
        await waitFor(() => expect(server.requests.at(-1)?.params.get('search')).toBe('sal'))
        window.history.back()
        await waitFor(() => expect(server.requests.at(-1)?.params.get('search')).toBe('vis'))
    })

    it('leaves out what was deleted, and only once the server agreed', async () => {
        const server = mockApi({ 'GET insights/': page(INSIGHTS), 'PATCH insights/1/': refuse(403, 'Not yours.') })
        insightsSceneLogic.mount()
        const { values } = insightsSceneLogic
        await waitFor(() => expect(values.status).toBe('ready'))
        insightsLogic.actions.askDeletion(values.rows[0] ?? null)
        insightsLogic.actions.deleteInsight()
        await waitFor(() => expect(insightsLogic.values.busy).toBe(false))
        expect(values.rows).toHaveLength(2)
        server.answer({ 'PATCH insights/1/': {} })
        insightsLogic.actions.deleteInsight()
        await waitFor(() => expect(values.rows.map((one) => one.name)).toEqual(['Sales']))
        expect(server.to('PATCH insights/1/').at(-1)?.body).toEqual({ deleted: true })
    })

    it('fails visibly', async () => {
        mockApi({ 'GET insights/': refuse(503, 'Down.') })
        insightsSceneLogic.mount()
        await waitFor(() => expect(insightsSceneLogic.values.status).toBe('failed'))
    })
})

it('knows which page opens an insight', () => {
    expect(insightKind({ query: { kind: 'InsightVizNode', source: { kind: 'TrendsQuery' } } })).toBe('trends')
    expect(insightKind({ query: { kind: 'DataVisualizationNode', source: { kind: 'HogQLQuery' } } })).toBe('sql')
    expect(insightKind({ query: { kind: 'FunnelsQuery' } })).toBe('other')
    expect(insightKind({ query: null })).toBe('other')
})
