import { waitFor } from '@testing-library/react'
import { router } from 'kea-router'
import { describe, expect, it } from 'vitest'
import { mockApi, refuse, type SeenRequest } from '~/testing/mockApi'
import { FIRST_QUERY, NEW, sqlSceneLogic } from './sqlSceneLogic'

const SCHEMA = { tables: { events: { id: 'events', name: 'events', fields: {} } } }
const ROWS = { columns: ['n'], types: [['n', 'UInt64']], results: [[1]], hasMore: false }

/** Answers by kind of question, as the server does. */
function server(byKind: Record<string, unknown>) {
    return mockApi({
        'POST query/': (request: SeenRequest) => {
            const answers: Record<string, unknown> = {
                DatabaseSchemaQuery: SCHEMA,
                HogQLMetadata: { errors: [] },
                ...byKind,
            }
            const answer = answers[request.body.query.kind as string]
            return typeof answer === 'function' ? answer(request) : answer
        },
    })
}
function open(shortId = NEW): ReturnType<typeof sqlSceneLogic.build> {
    const logic = sqlSceneLogic({ shortId })
    logic.mount()
    return logic
}

describe('the editor', () => {
    it('begins with a query that can be run, and the schema beside it', async () => {
        server({ HogQLQuery: ROWS })
        const { actions, values } = open()
        expect([values.text, values.status]).toEqual([FIRST_QUERY, 'idle'])
        await waitFor(() => expect(values.tables?.map((table) => table.name)).toEqual(['events']))
        actions.run()
        await waitFor(() => expect(values.status).toBe('ready'))
        expect(values.answer?.response.results).toEqual([[1]])
    })

    it('opens the query of a link and does not run it by itself', () => {
        router.actions.push('/sql', {}, { q: 'SELECT 2' })
        const api = server({})
        const { values } = open()
        expect([values.text, values.status]).toEqual(['SELECT 2', 'idle'])
        expect(api.to('POST query/').map((request) => request.body.query.kind)).toEqual(['DatabaseSchemaQuery'])
    })

    it('writes the text into the address once typing pauses', async () => {
        server({})
        const { actions } = open()
        actions.setText('SELECT 3')
        await waitFor(() => expect(router.values.hashParams.q).toBe('SELECT 3'))
    })
})

describe('an address that changes while the page is open', () => {
    it('changes the text, and going back and forward does', async () => {
        router.actions.push('/sql', {}, { q: 'SELECT 1' })
        server({})
        const { values } = open()
        router.actions.push('/sql', {}, { q: 'SELECT 2' })
        expect(values.text).toBe('SELECT 2')
        window.history.back()
        await waitFor(() => expect(values.text).toBe('SELECT 1'))
        window.history.forward()
        await waitFor(() => expect(values.text).toBe('SELECT 2'))
    })

    it('begins anew where it asks for nothing', () => {
        router.actions.push('/sql', {}, { q: 'SELECT 1' })
        server({})
        const { values } = open()
        router.actions.push('/sql')
        expect(values.text).toBe(FIRST_QUERY)
    })

    it('leaves alone what is being typed, and what was emptied', async () => {
        router.actions.push('/sql', {}, { q: 'SELECT 1' })
        server({})
        const { actions, values } = open()
        actions.setText('SELECT 12')
        router.actions.push('/sql', { unrelated: 1 }, { q: 'SELECT 1' })
        expect(values.text).toBe('SELECT 12')
        actions.setText('')
        await waitFor(() => expect(router.values.hashParams.q).toBe(''))
        expect(values.text).toBe('')
    })

    it('is read as text, whatever it looks like', () => {
        router.actions.push('/sql#q=5')
        server({})
        const { values } = open()
        expect(values.text).toBe('5')
        router.actions.push('/sql#q=true')
        expect(values.text).toBe('true')
    })

    it('is only followed by the query that it names', async () => {
        const insight = { id: 3, short_id: 'one', name: 'Top', query: { kind: 'HogQLQuery', query: 'SELECT 4' } }
        server({ HogQLQuery: ROWS }).answer({ 'GET insights/': { count: 1, results: [insight] } })
        router.actions.push('/sql/one', {}, { q: 'SELECT 5' })
        const { values } = open('one')
        await waitFor(() => expect(values.status).toBe('ready'))
        expect(values.text).toBe('SELECT 5')
        router.actions.push('/sql/another', {}, { q: 'SELECT 6' })
        router.actions.push('/sql', {}, { q: 'SELECT 7' })
        expect(values.text).toBe('SELECT 5')
        router.actions.push('/sql/one')
        expect([values.text, values.isDirty]).toEqual(['SELECT 4', false])
    })
})

describe('mistakes', () => {
    it('stand where they are, and leave when the query runs', async () => {
        const api = server({ HogQLQuery: () => refuse(400, 'Unknown table', { extra: { start: 14, end: 19 } }) })
        const { actions, values } = open()
        actions.setText('SELECT 1 FROM evnts')
        actions.run()
        await waitFor(() => expect(values.status).toBe('failed'))
        expect(values.problem).toEqual({ message: 'Unknown table', start: 14, end: 19 })
        api.answer({ 'POST query/': ROWS })
        actions.run()
        await waitFor(() => expect(values.status).toBe('ready'))
        expect(values.problem).toBeNull()
    })

    it('are found while typing', async () => {
        server({ HogQLMetadata: { errors: [{ message: 'No such column', start: 7, end: 8 }] } })
        const { actions, values } = open()
        actions.setText('SELECT x FROM events')
        await waitFor(() => expect(values.mistakes).toEqual([{ message: 'No such column', start: 7, end: 8 }]))
        actions.setText('SELECT 1')
        expect(values.mistakes).toEqual([])
    })

    it('ask for a query before the server has to', () => {
        server({})
        const { actions, values } = open()
        actions.setText('   ')
        actions.run()
        expect([values.status, values.problem?.message]).toEqual(['failed', 'Write a query first.'])
    })
})

it('stops waiting when asked to', async () => {
    server({ HogQLQuery: () => new Promise(() => undefined) })
    const originalFetch = globalThis.fetch
    // The stand-in for the server knows nothing of signals; the browser does.
    globalThis.fetch = (input, init) =>
        Promise.race([
            originalFetch(input, init),
            new Promise<Response>((_, reject) =>
                init?.signal?.addEventListener('abort', () => reject(new DOMException('stopped', 'AbortError')))
            ),
        ])
    const { actions, values } = open()
    actions.run()
    expect(values.running).toBe(true)
    actions.stop()
    await waitFor(() => expect(values.running).toBe(false))
    expect([values.status, values.problem]).toEqual(['idle', null])
})

it('opens a saved query and runs it', async () => {
    const insight = {
        id: 3,
        short_id: 'sqlquery',
        name: 'Top',
        query: { kind: 'DataVisualizationNode', source: { kind: 'HogQLQuery', query: 'SELECT 4' } },
    }
    const api = server({ HogQLQuery: ROWS })
    api.answer({ 'GET insights/': { count: 1, results: [insight] } })
    const { actions, values } = open('sqlquery')
    await waitFor(() => expect(values.status).toBe('ready'))
    expect([values.text, values.isDirty]).toEqual(['SELECT 4', false])
    actions.setText('SELECT 5')
    expect(values.isDirty).toBe(true)
})
