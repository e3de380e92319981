import { waitFor } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { mockApi, refuse } from '~/testing/mockApi'
import { personSceneLogic } from './personSceneLogic'

const UUID = '01900000-0000-7000-8000-000000000001'
const PERSON = { id: UUID, name: 'Ada', distinct_ids: ['ada'], properties: {}, is_identified: true }
const page = (results: unknown[], more: object = {}) => ({ columns: [], types: [], results, ...more })
const event = (uuid: string): unknown[] => [uuid, 'paid', '2026-03-04T10:00:00Z', 'ada', UUID, {}, {}]

function open(id: string): ReturnType<typeof personSceneLogic.build> {
    const logic = personSceneLogic({ id })
    logic.mount()
    return logic
}

describe('finding a person', () => {
    it('takes the uuid, and then asks for their events of all time', async () => {
        const server = mockApi({
            [`GET persons/${UUID}/`]: PERSON,
            'POST query/': page([event('a')], { hasMore: true, nextCursor: 'c' }),
        })
        const { values, actions } = open(UUID)
        await waitFor(() => expect(values.eventsStatus).toBe('ready'))
        expect(server.to('POST query/')[0]?.body.query).toMatchObject({ personId: UUID, after: 'all' })
        server.answer({ 'POST query/': page([event('b')]) })
        actions.loadMore()
        await waitFor(() => expect(values.events.map((one) => one.uuid)).toEqual(['a', 'b']))
        expect(values.cursor).toBeNull()
    })

    it('takes a distinct id', async () => {
        const server = mockApi({ 'GET persons/': { count: 1, results: [PERSON] }, 'POST query/': page([]) })
        const { values } = open('ada')
        await waitFor(() => expect(values.eventsStatus).toBe('empty'))
        expect(server.requests[0]?.params.get('distinct_id')).toBe('ada')
    })

    it('takes a distinct id that looks like a uuid', async () => {
        mockApi({
            [`GET persons/${UUID}/`]: refuse(404, 'No.'),
            'GET persons/': { count: 1, results: [PERSON] },
            'POST query/': page([]),
        })
        const { values } = open(UUID)
        await waitFor(() => expect(values.person?.name).toBe('Ada'))
    })

    it('says when there is nobody', async () => {
        mockApi({ 'GET persons/': { count: 0, results: [] } })
        const { values } = open('ghost')
        await waitFor(() => expect(values.personError?.message).toMatch(/Nobody in this project/))
    })

    it('does not take a broken server for an absent person', async () => {
        mockApi({ [`GET persons/${UUID}/`]: refuse(503, 'Down.') })
        const { values } = open(UUID)
        await waitFor(() => expect(values.personError?.message).toBe('Down.'))
    })
})
