import { waitFor } from '@testing-library/react'
import { router } from 'kea-router'
import { expect, it } from 'vitest'
import { mockApi, refuse } from '~/testing/mockApi'
import { activityLogLogic } from './activityLogLogic'

const LIST = 'GET activity_log/'
const page = (...results: unknown[]) => ({ count: results.length, total_count: 0, next: null, previous: null, results })

it('asks for one page, and starts again with every other filter', async () => {
    const server = mockApi({ [LIST]: page({ id: 'a' }) })
    activityLogLogic.mount()
    await waitFor(() => expect(activityLogLogic.values.status).toBe('ready'))
    activityLogLogic.actions.setFilters({ page: 3 })
    await waitFor(() => expect(server.to(LIST)).toHaveLength(2))
    activityLogLogic.actions.setFilters({ search: ' beta ', scope: 'FeatureFlag', user: '7' })
    await waitFor(() => expect(server.to(LIST)).toHaveLength(3))
    expect(server.to(LIST).map(({ params }) => Object.fromEntries(params))).toEqual([
        { limit: '50', offset: '0' },
        { limit: '50', offset: '100' },
        { search: 'beta', scope: 'FeatureFlag', user: '7', limit: '50', offset: '0' },
    ])
    expect(activityLogLogic.values.isFiltered).toBe(true)
})

it('tells empty from failed', async () => {
    const server = mockApi({ [LIST]: page() })
    activityLogLogic.mount()
    await waitFor(() => expect(activityLogLogic.values.status).toBe('empty'))
    server.answer({ [LIST]: refuse(503, 'The database does not answer.') })
    activityLogLogic.actions.load()
    await waitFor(() => expect(activityLogLogic.values.status).toBe('failed'))
    expect(activityLogLogic.values.error?.message).toBe('The database does not answer.')
})

it('keeps its filters in the address, and asks for what an address says', async () => {
    router.actions.push('/settings/activity-log', { scope: 'Cohort', user: 'nobody', page: 2 })
    const server = mockApi({ [LIST]: page({ id: 'a' }) })
    activityLogLogic.mount()
    await waitFor(() => expect(activityLogLogic.values.status).toBe('ready'))
    expect(server.to(LIST).map(({ params }) => Object.fromEntries(params))).toEqual([
        { scope: 'Cohort', limit: '50', offset: '50' },
    ])
    activityLogLogic.actions.setFilters({ search: '1.0' })
    expect(router.values.location.search).toBe('?search=1.0&scope=Cohort')
    expect(activityLogLogic.values.filters).toEqual({ search: '1.0', scope: 'Cohort', user: '', page: 1 })
    router.actions.push('/settings/activity-log')
    await waitFor(() => expect(server.to(LIST).at(-1)?.params.has('scope')).toBe(false))
    expect(activityLogLogic.values.isFiltered).toBe(false)
})
