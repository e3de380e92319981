import { waitFor } from '@testing-library/react'
import { router } from 'kea-router'
import { expect, it } from 'vitest'
import { mockApi } from '~/testing/mockApi'
import { cohortsSceneLogic } from './cohortsSceneLogic'

const page = (names: string[], count = names.length) => ({
    count,
    next: null,
    previous: null,
    results: names.map((name, index) => ({ id: index + 1, name, count: 3, is_calculating: false })),
})

it('opens the page and search of its address, and keeps them there', async () => {
    router.actions.push('/cohorts', { search: 'power', page: 2 })
    const server = mockApi({ 'GET cohorts/': page(['Power users'], 120) })
    cohortsSceneLogic.mount()
    await waitFor(() => expect(cohortsSceneLogic.values.status).toBe('ready'))
    const { params } = server.requests[0] ?? {}
    expect([params?.get('search'), params?.get('offset')]).toEqual(['power', '50'])

    cohortsSceneLogic.actions.ask({ page: 3 })
    await waitFor(() => expect(server.requests.at(-1)?.params.get('offset')).toBe('100'))
    expect(router.values.searchParams).toEqual({ search: 'power', page: 3 })
})

it('is empty when the server knows none', async () => {
    router.actions.push('/cohorts')
    mockApi({ 'GET cohorts/': page([]) })
    cohortsSceneLogic.mount()
    await waitFor(() => expect(cohortsSceneLogic.values.status).toBe('empty'))
})
