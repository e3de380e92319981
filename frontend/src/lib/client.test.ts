import { expect, it } from 'vitest'
import { mockApi } from '~/testing/mockApi'
import { call } from './client'

it('fills the address, and cannot be led out of it by what is filled in', async () => {
    const server = mockApi({ 'GET persons/..%2F..%2Fusers/': {}, 'GET /api/projects/@current/': {} })
    await call('get', '/api/projects/{project_id}/persons/{person_id}/', {
        path: { project_id: '7', person_id: '../../users' },
    })
    await call('get', '/api/projects/{id}/', { path: { id: '@current' } })
    expect(server.requests.map((request) => request.path)).toEqual([
        '/api/projects/7/persons/..%2F..%2Fusers/',
        '/api/projects/@current/',
    ])
})

it('sends parameters and bodies where each belongs', async () => {
    const server = mockApi({ 'GET persons/': { results: [] }, 'DELETE personal_api_keys/k/': undefined })
    await call('get', '/api/projects/{project_id}/persons/', {
        path: { project_id: '7' },
        query: { search: 'a', limit: 5 },
    })
    await call('delete', '/api/personal_api_keys/{id}/', { path: { id: 'k' } })
    expect(server.requests.map(({ method, params, body }) => [method, params.toString(), body])).toEqual([
        ['GET', 'search=a&limit=5', undefined],
        ['DELETE', '', undefined],
    ])
})
