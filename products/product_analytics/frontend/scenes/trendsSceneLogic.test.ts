import { waitFor } from '@testing-library/react'
import { router } from 'kea-router'
import { describe, expect, it } from 'vitest'
import type { TrendsQuery } from '~/lib/queries'
import { type MockApi, mockApi, refuse } from '~/testing/mockApi'
import { NEW_TRENDS_QUERY, withDisplay } from '../lib/trendsQuery'
import { NEW, trendsSceneLogic } from './trendsSceneLogic'

const days = ['2026-03-03', '2026-03-04']
const answer = (data: number[] = [3, 4]) => ({
    results: [
        { data, labels: [], days, count: data.reduce((a, b) => a + b, 0), label: '$pageview', action: { order: 0 } },
    ],
    last_refresh: '2026-03-04T10:00:00Z',
})
const saved = (query: TrendsQuery = NEW_TRENDS_QUERY) => ({
    id: 5,
    short_id: 'abcd1234',
    name: 'Visits',
    query: { kind: 'InsightVizNode', source: query },
})
const page = (results: unknown[]) => ({ count: results.length, next: null, previous: null, results })

function open(shortId = NEW): ReturnType<typeof trendsSceneLogic.build> {
    const logic = trendsSceneLogic({ shortId })
    logic.mount()
    return logic
}
const asked = (server: MockApi): TrendsQuery[] => server.to('POST query/').map((request) => request.body.query)

describe('a new insight', () => {
    it('asks at once and keeps the question in the address', async () => {
        const server = mockApi({ 'POST query/': answer() })
        const { values } = open()
        await waitFor(() => expect(values.status).toBe('ready'))
        expect(asked(server)).toEqual([NEW_TRENDS_QUERY])
        expect(router.values.location.pathname).toBe('/project/7/insights/new')
        expect(router.values.hashParams.q).toEqual(NEW_TRENDS_QUERY)
    })

    it('shows what a link asks', async () => {
        const linked = withDisplay({ ...NEW_TRENDS_QUERY, interval: 'week' }, 'ActionsBar')
        router.actions.push('/insights/new', {}, { q: linked })
        const server = mockApi({ 'POST query/': answer() })
        const { values } = open()
        await waitFor(() => expect(values.status).toBe('ready'))
        expect(asked(server)).toEqual([linked])
    })

    it('makes one question of several quick changes', async () => {
        const server = mockApi({ 'POST query/': answer() })
        const { actions, values } = open()
        actions.setQuery(withDisplay(values.query, 'ActionsBar'))
        actions.setQuery({ ...values.query, interval: 'week' })
        await waitFor(() => expect(values.status).toBe('ready'))
        expect(asked(server)).toHaveLength(1)
        expect(asked(server)[0]).toMatchObject({ interval: 'week', trendsFilter: { display: 'ActionsBar' } })
    })

    it('does not ask half a question', async () => {
        const server = mockApi({ 'POST query/': answer() })
        const { actions, values } = open()
        await waitFor(() => expect(values.status).toBe('ready'))
        actions.setQuery({ ...values.query, series: [{ kind: 'EventsNode', event: 'paid', math: 'sum' }] })
        await new Promise((resolve) => setTimeout(resolve, 200))
        expect(values.missing).toMatch(/Choose the property/)
        expect(asked(server)).toHaveLength(1)
        expect(values.answer?.query).toEqual(NEW_TRENDS_QUERY)
        expect(values.answerLoading).toBe(false)
    })

    it('ignores an answer that comes after its question was changed', async () => {
        let release: (value: unknown) => void = () => undefined
        const slow = new Promise((resolve) => {
            release = resolve
        })
        const server = mockApi({ 'POST query/': () => slow })
        const { actions, values } = open()
        await waitFor(() => expect(asked(server)).toHaveLength(1))
        server.answer({ 'POST query/': answer([9, 9]) })
        actions.setQuery({ ...values.query, interval: 'week' })
        await waitFor(() => expect(values.status).toBe('ready'))
        release(answer([1, 1]))
        await new Promise((resolve) => setTimeout(resolve, 20))
        expect(values.series[0]?.data).toEqual([9, 9])
    })
})

describe('an address that changes while the page is open', () => {
    const weekly: TrendsQuery = { ...NEW_TRENDS_QUERY, interval: 'week' }

    it('changes the question, and going back and forward does', async () => {
        const server = mockApi({ 'POST query/': answer() })
        const { values } = open()
        await waitFor(() => expect(values.status).toBe('ready'))
        router.actions.push('/insights/new', {}, { q: weekly })
        await waitFor(() => expect(values.answer?.query).toEqual(weekly))
        window.history.back()
        await waitFor(() => expect(values.answer?.query).toEqual(NEW_TRENDS_QUERY))
        window.history.forward()
        await waitFor(() => expect(values.answer?.query).toEqual(weekly))
        expect(asked(server).map((query) => query.interval)).toEqual(['day', 'week', 'day', 'week'])
    })

    it('begins anew where it asks for nothing, or for something that is no question', async () => {
        mockApi({ 'POST query/': answer() })
        const { values } = open()
        router.actions.push('/insights/new', {}, { q: weekly })
        expect(values.query).toEqual(weekly)
        router.actions.push('/insights/new', {}, { q: 'nothing' })
        expect(values.query).toEqual(NEW_TRENDS_QUERY)
        expect(router.values.hashParams.q).toEqual(NEW_TRENDS_QUERY)
    })

    it('goes back to what was saved where a saved insight asks for nothing else', async () => {
        mockApi({ 'GET insights/': page([saved()]), 'POST query/': answer() })
        const { values } = open('abcd1234')
        await waitFor(() => expect(values.status).toBe('ready'))
        router.actions.push('/insights/abcd1234', {}, { q: weekly })
        expect([values.query, values.isDirty]).toEqual([weekly, true])
        router.actions.push('/insights/another0', {}, { q: NEW_TRENDS_QUERY })
        expect(values.query).toEqual(weekly)
        router.actions.push('/insights/abcd1234')
        expect([values.query, values.isDirty]).toEqual([NEW_TRENDS_QUERY, false])
    })

    it('asks no second time for what was changed here', async () => {
        const server = mockApi({ 'POST query/': answer() })
        const { actions, values } = open()
        await waitFor(() => expect(values.status).toBe('ready'))
        actions.setQuery({ ...weekly, properties: undefined })
        await waitFor(() => expect(values.answer?.query.interval).toBe('week'))
        expect([asked(server).length, values.query]).toEqual([2, { ...weekly, properties: undefined }])
    })
})

describe('failed, empty and ready are different', () => {
    it('shows the reason, then recovers', async () => {
        const server = mockApi({ 'POST query/': refuse(503, 'ClickHouse is down.') })
        const { actions, values } = open()
        await waitFor(() => expect(values.status).toBe('failed'))
        expect(values.answerError?.message).toBe('ClickHouse is down.')
        server.answer({ 'POST query/': answer() })
        actions.ask(true)
        await waitFor(() => expect(values.status).toBe('ready'))
        expect(server.to('POST query/').at(-1)?.body.refresh).toBe('force_blocking')
    })

    it('says empty when every number is zero', async () => {
        mockApi({ 'POST query/': answer([0, 0]) })
        const { values } = open()
        await waitFor(() => expect(values.status).toBe('empty'))
    })
})

describe('a saved insight', () => {
    it('opens as it was saved, with nothing in the address', async () => {
        mockApi({ 'GET insights/': page([saved()]), 'POST query/': answer() })
        const { values } = open('abcd1234')
        await waitFor(() => expect(values.status).toBe('ready'))
        expect([values.insight?.name, values.isDirty, router.values.hashParams]).toEqual(['Visits', false, {}])
    })

    it('is not shown as something else when it asks for what the editor does not know', async () => {
        const query = { kind: 'TrendsQuery', series: [{ kind: 'ActionsNode', id: 3 }] }
        const server = mockApi({ 'GET insights/': page([{ ...saved(), query }]) })
        const { values } = open('abcd1234')
        await waitFor(() => expect(values.insightError?.message).toContain('The API answers it.'))
        expect(server.to('POST query/')).toEqual([])
    })

    it('keeps changes in the address until they are saved', async () => {
        const server = mockApi({ 'GET insights/': page([saved()]), 'POST query/': answer() })
        const { actions, values } = open('abcd1234')
        await waitFor(() => expect(values.status).toBe('ready'))
        const changed = withDisplay(values.query, 'ActionsBar')
        actions.setQuery(changed)
        expect([values.isDirty, router.values.hashParams.q]).toEqual([true, changed])
        server.answer({ 'PATCH insights/5/': saved(changed) })
        actions.save()
        await waitFor(() => expect(values.isDirty).toBe(false))
        expect(server.to('PATCH insights/5/')[0]?.body).toEqual({ query: { kind: 'InsightVizNode', source: changed } })
        expect(router.values.hashParams).toEqual({})
    })

    it('goes back to what was saved', async () => {
        mockApi({ 'GET insights/': page([saved()]), 'POST query/': answer() })
        const { actions, values } = open('abcd1234')
        await waitFor(() => expect(values.status).toBe('ready'))
        actions.setQuery(withDisplay(values.query, 'ActionsBar'))
        actions.discardChanges()
        expect([values.query, values.isDirty]).toEqual([NEW_TRENDS_QUERY, false])
    })

    it('that is gone says so', async () => {
        mockApi({ 'GET insights/': page([]) })
        const { values } = open('gone0000')
        await waitFor(() => expect(values.insightError?.message).toMatch(/no insight at this address/))
    })
})

it('saves under a name and moves to the address of what was saved', async () => {
    const server = mockApi({ 'POST query/': answer(), 'POST insights/': saved() })
    const { actions, values } = open()
    await waitFor(() => expect(values.status).toBe('ready'))
    actions.saveAs('Visits')
    await waitFor(() => expect(router.values.location.pathname).toBe('/project/7/insights/abcd1234'))
    expect(server.to('POST insights/')[0]?.body).toMatchObject({
        name: 'Visits',
        query: { kind: 'InsightVizNode', source: NEW_TRENDS_QUERY },
    })
})

it('hides a line without forgetting it', async () => {
    mockApi({ 'POST query/': answer() })
    const { actions, values } = open()
    await waitFor(() => expect(values.status).toBe('ready'))
    const [line] = values.series
    actions.toggleSeries(line?.key ?? '')
    expect([values.series.length, values.visibleSeries.length]).toEqual([1, 0])
    actions.toggleSeries(line?.key ?? '')
    expect(values.visibleSeries).toHaveLength(1)
})
