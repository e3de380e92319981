import { waitFor } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { mockApi, refuse } from '~/testing/mockApi'
import type { Annotation } from '../lib/annotations'
import { annotationsLogic } from './annotationsLogic'

const RANGE = { from: '2026-03-01T00:00:00Z', to: '2026-03-07T23:59:59Z' }
const LAUNCH = {
    id: 4,
    content: 'Launch',
    date_marker: '2026-03-04T10:00:00Z',
    scope: 'project',
    deleted: false,
    hidden_in_user_interface: false,
} as Annotation

describe('annotations of a chart', () => {
    it('asks for those of its range', async () => {
        const server = mockApi({ 'GET annotations/': { count: 1, results: [LAUNCH] } })
        annotationsLogic.mount()
        annotationsLogic.actions.show(RANGE)
        await waitFor(() => expect(annotationsLogic.values.annotations).toEqual([LAUNCH]))
        const asked = server.to('GET annotations/')[0]?.params
        expect([asked?.get('date_from'), asked?.get('date_to')]).toEqual([RANGE.from, RANGE.to])
    })

    it('writes one where the chart was pointed at', async () => {
        const server = mockApi({ 'POST annotations/': ({ body }: { body: object }) => ({ ...LAUNCH, ...body, id: 9 }) })
        annotationsLogic.mount()
        annotationsLogic.actions.write('2026-03-05')
        annotationsLogic.actions.save()
        expect(annotationsLogic.values.errors.fields).toHaveProperty('content')
        expect(server.requests).toEqual([])
        annotationsLogic.actions.change({ content: 'Prices changed' })
        annotationsLogic.actions.save()
        await waitFor(() => expect(annotationsLogic.values.editing).toBeNull())
        expect(server.to('POST annotations/')[0]?.body).toEqual({
            content: 'Prices changed',
            scope: 'project',
            date_marker: '2026-03-05T00:00:00.000Z',
        })
        expect(annotationsLogic.values.annotations.map((one) => one.id)).toEqual([9])
    })

    it('takes one away and brings it back', async () => {
        const server = mockApi({
            'PATCH annotations/4/': ({ body }: { body: object }) => ({ ...LAUNCH, ...body }),
        })
        annotationsLogic.mount()
        annotationsLogic.actions.remove(LAUNCH)
        await waitFor(() => expect(annotationsLogic.values.annotations).toMatchObject([{ deleted: true }]))
        annotationsLogic.actions.restore(LAUNCH)
        await waitFor(() => expect(annotationsLogic.values.annotations).toMatchObject([{ deleted: false }]))
        expect(server.requests.map((one) => one.body)).toEqual([{ deleted: true }, { deleted: false }])
    })

    it('keeps what was typed when the server refuses', async () => {
        mockApi({ 'PATCH annotations/4/': refuse(400, 'Too long.', { attr: 'content' }) })
        annotationsLogic.mount()
        annotationsLogic.actions.edit(LAUNCH)
        annotationsLogic.actions.change({ content: 'Launched' })
        annotationsLogic.actions.save()
        await waitFor(() => expect(annotationsLogic.values.errors.fields).toEqual({ content: 'Too long.' }))
        expect(annotationsLogic.values.editing?.form.content).toBe('Launched')
    })
})
