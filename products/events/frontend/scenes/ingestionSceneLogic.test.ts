import { waitFor } from '@testing-library/react'
import { router } from 'kea-router'
import { describe, expect, it } from 'vitest'
import { mockApi, refuse } from '~/testing/mockApi'
import type { IngestionHistory } from '../lib/eventsApi'
import { ingestionSceneLogic, readHours, summarize } from './ingestionSceneLogic'

const HISTORY: IngestionHistory = {
    bucket_seconds: 60,
    starts: ['2026-03-04T10:00:00Z', '2026-03-04T10:01:00Z', '2026-03-04T10:02:00Z'],
    events: [60, 180, 5],
    lag_p50_ms: [100, 200, null],
    lag_p99_ms: [300, 700, null],
    warnings: [
        { type: 'invalid_event', counts: [1, 0, 2] },
        { type: 'group_key_too_long', counts: [0, 4, 0] },
    ],
    refusals: [
        {
            reason: 'origin_not_allowed',
            counts: [0, 2, 1],
            last_at: '2026-03-04T10:02:30Z',
            last_detail: 'Pages of https://shop.example.com may not send events to this project.',
            last_origin: 'https://shop.example.com',
        },
    ],
    queue: { requests: [0, 9, null], oldest_ms: [0, 50, null] },
}

describe('the numbers above the plots', () => {
    it('leave the current bucket out of the rate, and take what was known last', () => {
        expect(summarize(HISTORY)).toEqual({
            events: 245,
            perSecond: 2,
            lagMs: 700,
            waiting: 9,
            warnings: 7,
            refused: 3,
        })
    })

    it('are honest about knowing nothing', () => {
        const nothing = { ...HISTORY, events: [0, 0, 0], lag_p99_ms: [null, null, null], warnings: [], refusals: [] }
        expect(summarize({ ...nothing, queue: { requests: [null], oldest_ms: [null] } })).toEqual({
            events: 0,
            perSecond: 0,
            lagMs: null,
            waiting: null,
            warnings: 0,
            refused: 0,
        })
    })
})

describe('the page', () => {
    it('looks as far back as its address says', async () => {
        router.actions.push('/ingestion', { hours: 24 })
        const server = mockApi({ 'GET ingestion/': HISTORY })
        ingestionSceneLogic.mount()
        await waitFor(() => expect(ingestionSceneLogic.values.history).toEqual(HISTORY))
        expect(server.requests.map((one) => one.params.get('hours'))).toEqual(['24'])
        ingestionSceneLogic.actions.setHours(6)
        expect(router.values.searchParams).toEqual({ hours: 6 })
    })

    it('keeps the plots when a later look fails', async () => {
        router.actions.push('/ingestion')
        const server = mockApi({ 'GET ingestion/': HISTORY })
        ingestionSceneLogic.mount()
        await waitFor(() => expect(ingestionSceneLogic.values.history).not.toBeNull())
        server.answer({ 'GET ingestion/': refuse(503, 'Down.') })
        ingestionSceneLogic.actions.load()
        await waitFor(() => expect(ingestionSceneLogic.values.error?.message).toBe('Down.'))
        expect(ingestionSceneLogic.values.history).toEqual(HISTORY)
    })

    it('takes no nonsense from links', () => {
        expect([readHours({ hours: 'x' }), readHours({ hours: '6' }), readHours({})]).toEqual([1, 6, 1])
    })
})
