import { waitFor } from '@testing-library/react'
import { router } from 'kea-router'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { EventRow } from '~/lib/types'
import { mockApi, refuse, type SeenRequest } from '~/testing/mockApi'
import { activitySceneLogic, lookAfter, readFilters } from './activitySceneLogic'

const event = (uuid: string): unknown[] => [uuid, 'paid', '2026-03-04T10:00:00Z', 'd', 'p', {}, {}]
const page = (uuids: string[], more: object = {}) => ({ columns: [], types: [], results: uuids.map(event), ...more })
const uuids = (): string[] => activitySceneLogic.values.rows.map((row) => row.uuid)

beforeEach(() => {
    router.actions.push('/activity')
})

describe('the list', () => {
    it('goes back in time page by page, which ends the live view', async () => {
        const server = mockApi({
            'POST query/': ({ body }: SeenRequest) =>
                body.query.cursor ? page(['b', 'c']) : page(['a', 'b'], { hasMore: true, nextCursor: 'after-b' }),
        })
        activitySceneLogic.mount()
        await waitFor(() => expect(activitySceneLogic.values.status).toBe('ready'))
        activitySceneLogic.actions.loadMore()
        await waitFor(() => expect(uuids()).toEqual(['a', 'b', 'c']))
        expect(server.requests.at(-1)?.body.query.cursor).toBe('after-b')
        expect([activitySceneLogic.values.cursor, activitySceneLogic.values.live]).toEqual([null, false])
    })

    it('fails, is empty and recovers, each visibly', async () => {
        const server = mockApi({ 'POST query/': refuse(503, 'Down.') })
        activitySceneLogic.mount()
        await waitFor(() => expect(activitySceneLogic.values.status).toBe('failed'))
        server.answer({ 'POST query/': page([]) })
        activitySceneLogic.actions.load()
        await waitFor(() => expect(activitySceneLogic.values.status).toBe('empty'))
        server.answer({ 'POST query/': page(['a']) })
        activitySceneLogic.actions.load()
        await waitFor(() => expect(activitySceneLogic.values.status).toBe('ready'))
    })
})

describe('live', () => {
    it('puts what is new in front and lights it up', async () => {
        const server = mockApi({ 'POST query/': page(['a']) })
        activitySceneLogic.mount()
        await waitFor(() => expect(uuids()).toEqual(['a']))
        server.answer({ 'POST query/': page(['b', 'a']) })
        activitySceneLogic.actions.look()
        await waitFor(() => expect(uuids()).toEqual(['b', 'a']))
        expect(activitySceneLogic.values.fresh).toEqual({ b: true })
    })

    it('keeps what there is when the server is away for a moment', async () => {
        const server = mockApi({ 'POST query/': page(['a']) })
        activitySceneLogic.mount()
        await waitFor(() => expect(uuids()).toEqual(['a']))
        server.answer({ 'POST query/': refuse(503, 'Down.') })
        activitySceneLogic.actions.look()
        await waitFor(() => expect(activitySceneLogic.values.liveError?.message).toBe('Down.'))
        expect([activitySceneLogic.values.status, uuids()]).toEqual(['ready', ['a']])
    })

    it('looks for nothing while paused', async () => {
        const server = mockApi({ 'POST query/': page(['a']) })
        activitySceneLogic.mount()
        await waitFor(() => expect(uuids()).toEqual(['a']))
        activitySceneLogic.actions.setLive(false)
        const asked = server.requests.length
        activitySceneLogic.actions.look()
        expect(server.requests).toHaveLength(asked)
    })

    it('asks for little: only what happened since shortly before the newest row', async () => {
        const server = mockApi({ 'POST query/': page(['a']) })
        activitySceneLogic.mount()
        await waitFor(() => expect(uuids()).toEqual(['a']))
        activitySceneLogic.actions.look()
        await waitFor(() => expect(server.requests.at(-1)?.body.query.after).toBe('2026-03-04T09:58:00.000Z'))
    })

    it('is not led into the future by a clock that is wrong', () => {
        const now = Date.parse('2026-03-04T10:00:00Z')
        const future = { timestamp: '2036-01-01T00:00:00Z' } as EventRow
        expect(lookAfter(future, now)).toBe('2026-03-04T09:58:00.000Z')
        expect(lookAfter(undefined, now)).toBe('2026-03-04T09:58:00.000Z')
    })

    it('holds new rows back from those who read further down, until they ask', async () => {
        const server = mockApi({ 'POST query/': page(['a']) })
        activitySceneLogic.mount()
        await waitFor(() => expect(uuids()).toEqual(['a']))
        vi.stubGlobal('scrollY', 900)
        server.answer({ 'POST query/': page(['b', 'a']) })
        activitySceneLogic.actions.look()
        await waitFor(() => expect(activitySceneLogic.values.held.map((row) => row.uuid)).toEqual(['b']))
        expect(uuids()).toEqual(['a'])
        activitySceneLogic.actions.showHeld()
        expect([uuids(), activitySceneLogic.values.held]).toEqual([['b', 'a'], []])
    })

    it('counts minutes, and says what the last whole one brought', async () => {
        const minutes = { results: [{ data: [...Array(28).fill(0), 12, 3], days: [], label: '', count: 15 }] }
        mockApi({
            'POST query/': ({ body }: SeenRequest) => (body.query.kind === 'TrendsQuery' ? minutes : page(['a'])),
        })
        activitySceneLogic.mount()
        await waitFor(() => expect(activitySceneLogic.values.perMinute).toBe(12))
    })
})

describe('the address', () => {
    it('keeps the filters and the open event', async () => {
        mockApi({ 'POST query/': page(['a']) })
        activitySceneLogic.mount()
        const filter = { type: 'event', key: 'plan', operator: 'exact', value: ['team'] } as const
        activitySceneLogic.actions.setFilters({ event: 'paid', properties: [{ ...filter, value: ['team'] }] })
        await waitFor(() => expect(activitySceneLogic.values.status).toBe('ready'))
        activitySceneLogic.actions.openEventPanel('a')
        expect(router.values.searchParams).toEqual({ event: 'paid', properties: [filter], open: 'a' })
        expect(activitySceneLogic.values.openEvent?.uuid).toBe('a')
    })

    it('narrows the list down to a value that was pointed at, once', async () => {
        mockApi({ 'POST query/': page(['a']) })
        activitySceneLogic.mount()
        const filter = { type: 'event', key: 'plan', operator: 'exact', value: ['team'] } as const
        activitySceneLogic.actions.addFilter({ ...filter, value: ['team'] })
        activitySceneLogic.actions.addFilter({ ...filter, value: ['team'] })
        expect(router.values.searchParams).toEqual({ properties: [filter] })
    })

    it('opens an event that the list does not hold', async () => {
        router.actions.push('/activity', { open: 'old' })
        mockApi({ 'POST query/': page(['a']), 'GET events/old/': { uuid: 'old', event: 'paid', properties: {} } })
        activitySceneLogic.mount()
        await waitFor(() => expect(activitySceneLogic.values.openEvent?.uuid).toBe('old'))
    })

    it('takes no nonsense from links', () => {
        expect(readFilters({ event: 7, properties: 'x' })).toEqual({ event: null, properties: [] })
        expect(readFilters({ properties: [null, 'x', { key: 'a' }] })).toEqual({ event: null, properties: [] })
    })
})
