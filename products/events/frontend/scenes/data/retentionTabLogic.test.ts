import { waitFor } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { type MockApi, mockApi, refuse } from '~/testing/mockApi'
import { daysProblem, retentionTabLogic } from './retentionTabLogic'

function serve(retention_days: number | null): MockApi {
    return mockApi({
        'GET events_settings/current/': { cookieless_enabled: false, retention_days },
        'PATCH events_settings/current/': ({ body }: { body: object }) => ({
            cookieless_enabled: false,
            retention_days,
            ...body,
        }),
        'GET retention/': { count: 0, results: [] },
        'GET retention/preview/': ({ params }: { params: URLSearchParams }) =>
            params.get('days') === '30'
                ? [
                      { month: 202601, rows: 7 },
                      { month: 202602, rows: 5 },
                  ]
                : [],
    })
}

async function opened(retention_days: number | null): Promise<MockApi> {
    const server = serve(retention_days)
    retentionTabLogic.mount()
    await waitFor(() => expect(retentionTabLogic.values.settings).not.toBeNull())
    return server
}

describe('a number of days', () => {
    it.each(['', '0', '-3', '1.5', '4001', 'a year'])('is not "%s"', (draft) => {
        expect(daysProblem(draft)).not.toBeNull()
    })

    it.each([null, '1', '30', '4000'])('is %s', (draft) => {
        expect(daysProblem(draft)).toBeNull()
    })
})

describe('retention', () => {
    it('counts what would go before it is asked to delete', async () => {
        const server = await opened(null)
        retentionTabLogic.actions.limit()
        retentionTabLogic.actions.setDraft('3')
        retentionTabLogic.actions.setDraft('30')
        await waitFor(() => expect(retentionTabLogic.values.preview).not.toBeNull())
        expect(retentionTabLogic.values.preview).toMatchObject({ days: 30, rows: 12 })
        expect(server.to('GET retention/preview/').map((one) => one.params.get('days'))).toEqual(['30'])
        expect(server.to('PATCH events_settings/current/')).toEqual([])
    })

    it('asks again only where more would go', async () => {
        await opened(90)
        expect(retentionTabLogic.values).toMatchObject({ draft: '90', isDirty: false, deletesMore: false })
        retentionTabLogic.actions.setDraft('365')
        expect(retentionTabLogic.values).toMatchObject({ isDirty: true, deletesMore: false })
        retentionTabLogic.actions.setDraft('30')
        expect(retentionTabLogic.values).toMatchObject({ isDirty: true, deletesMore: true })
        retentionTabLogic.actions.keepEverything()
        expect(retentionTabLogic.values).toMatchObject({ isDirty: true, deletesMore: false })
        retentionTabLogic.actions.discard()
        expect(retentionTabLogic.values.draft).toBe('90')
    })

    it('sends null for everything', async () => {
        const server = await opened(90)
        retentionTabLogic.actions.keepEverything()
        retentionTabLogic.actions.submit()
        await waitFor(() => expect(retentionTabLogic.values.isDirty).toBe(false))
        expect(server.to('PATCH events_settings/current/')[0]?.body).toEqual({ retention_days: null })
    })

    it('keeps what was chosen when the server refuses', async () => {
        const server = await opened(90)
        server.answer({ 'PATCH events_settings/current/': refuse(403, 'Not yours to change.') })
        retentionTabLogic.actions.setDraft('30')
        retentionTabLogic.actions.submit()
        await waitFor(() => expect(retentionTabLogic.values.saving).toBe(false))
        expect(retentionTabLogic.values).toMatchObject({ draft: '30', isDirty: true })
    })
})
