import { waitFor } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import { appLogic } from '~/app/appLogic'
import { mockApi, refuse } from '~/testing/mockApi'
import { signedIn } from '~/testing/values'
import { deletedProjectsLogic, LOOK_EVERY_MS } from './deletedProjectsLogic'

const ONE = { id: 7, name: 'Old', status: 'pending', removed: [] }

afterEach(() => {
    vi.useRealTimers()
})

it('reads page after page of the own organization', async () => {
    const server = mockApi({ ...signedIn(), 'GET deleted_projects/': { count: 11, results: [ONE] } })
    appLogic.mount()
    await waitFor(() => expect(appLogic.values.user).not.toBeNull())
    deletedProjectsLogic.mount()
    await waitFor(() => expect(deletedProjectsLogic.values.answer?.count).toBe(11))
    deletedProjectsLogic.actions.setPage(2)
    await waitFor(() => expect(server.to('GET deleted_projects/')).toHaveLength(2))
    const [first, second] = server.to('GET deleted_projects/')
    expect(first?.path).toContain(`/organizations/${appLogic.values.user?.organization?.id}/`)
    expect(second?.params.get('offset')).toBe('10')
})

it('looks again while rows are still to go, and keeps what is there when a look fails', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true })
    const server = mockApi({ 'GET deleted_projects/': { count: 1, results: [ONE] } })
    deletedProjectsLogic.mount()
    await waitFor(() => expect(deletedProjectsLogic.values.isUnderWay).toBe(true))
    server.answer({ 'GET deleted_projects/': refuse(503, 'Down.') })
    await vi.advanceTimersByTimeAsync(LOOK_EVERY_MS)
    expect(deletedProjectsLogic.values.answer?.results).toEqual([ONE])
    expect(deletedProjectsLogic.values.error).toBeNull()
    server.answer({ 'GET deleted_projects/': { count: 1, results: [{ ...ONE, status: 'erased' }] } })
    await vi.advanceTimersByTimeAsync(LOOK_EVERY_MS)
    await waitFor(() => expect(deletedProjectsLogic.values.isUnderWay).toBe(false))
    const reads = server.to('GET deleted_projects/').length
    await vi.advanceTimersByTimeAsync(4 * LOOK_EVERY_MS)
    expect(server.to('GET deleted_projects/')).toHaveLength(reads)
})
