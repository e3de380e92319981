import { waitFor } from '@testing-library/react'
import { router } from 'kea-router'
import { expect, it } from 'vitest'
import { mockApi } from '~/testing/mockApi'
import { personsSceneLogic } from './personsSceneLogic'

const page = (names: string[], count = names.length) => ({
    count,
    next: null,
    previous: null,
    results: names.map((name) => ({ id: name, name, distinct_ids: [name], properties: {} })),
})

it('opens the page and search of its address, and keeps them there', async () => {
    router.actions.push('/persons', { search: 'ada', page: 2 })
    const server = mockApi({ 'GET persons/': page(['ada51'], 120) })
    personsSceneLogic.mount()
    await waitFor(() => expect(personsSceneLogic.values.status).toBe('ready'))
    const { params } = server.requests[0] ?? {}
    expect([params?.get('search'), params?.get('offset')]).toEqual(['ada', '50'])

    personsSceneLogic.actions.ask({ page: 3 })
    await waitFor(() => expect(server.requests.at(-1)?.params.get('offset')).toBe('100'))
    expect(router.values.searchParams).toEqual({ search: 'ada', page: 3 })

    personsSceneLogic.actions.ask({ search: '' })
    await waitFor(() => expect(server.requests.at(-1)?.params.get('search')).toBeNull())
    expect(router.values.searchParams).toEqual({})
})

it('follows the back button', async () => {
    const server = mockApi({ 'GET persons/': page(['ada']) })
    router.actions.push('/persons', { search: 'ada' })
    personsSceneLogic.mount()
    await waitFor(() => expect(server.requests).toHaveLength(1))
    router.actions.push('/persons', { search: 'grace' })
    await waitFor(() => expect(server.requests.at(-1)?.params.get('search')).toBe('grace'))
    expect(personsSceneLogic.values.asked.search).toBe('grace')
})
