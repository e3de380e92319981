import { waitFor } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { mockApi } from '~/testing/mockApi'
import { personalKeySettingsLogic, SCOPE_OBJECTS, scopesOf } from './personalKeySettingsLogic'

describe('scopesOf', () => {
    it('reads and writes only what was chosen', () => {
        expect(
            scopesOf({ label: 'x', preset: 'custom', access: { query: 'read', person: 'write', group: 'none' } })
        ).toEqual(['query:read', 'person:write'])
    })
    it('never grants more than reading with the usual choice', () => {
        const scopes = scopesOf({ label: 'x', preset: 'read', access: { person: 'write' } })
        expect(scopes).toHaveLength(SCOPE_OBJECTS.length)
        expect(scopes.every((scope) => scope.endsWith(':read'))).toBe(true)
    })
    it('is a star for everything', () => {
        expect(scopesOf({ label: 'x', preset: 'all', access: {} })).toEqual(['*'])
    })
})

it('shows a new key once and lists it without its value', async () => {
    const server = mockApi({
        'GET /api/personal_api_keys/': [],
        'POST /api/personal_api_keys/': {
            id: 'k',
            label: 'Report',
            value: 'phx_secret',
            mask_value: 'phx_…',
            scopes: ['*'],
        },
    })
    personalKeySettingsLogic.mount()
    await waitFor(() => expect(personalKeySettingsLogic.values.keys).toEqual([]))
    const { actions } = personalKeySettingsLogic
    actions.startCreating()
    actions.create()
    expect(personalKeySettingsLogic.values.errors.fields.label).toBeTruthy()
    actions.change({ label: ' Report ', preset: 'all' })
    actions.create()
    await waitFor(() => expect(personalKeySettingsLogic.values.fresh?.value).toBe('phx_secret'))
    expect(server.to('POST /api/personal_api_keys/')[0]?.body).toEqual({ label: 'Report', scopes: ['*'] })
    expect(personalKeySettingsLogic.values.keys).toEqual([
        { id: 'k', label: 'Report', mask_value: 'phx_…', scopes: ['*'] },
    ])
    actions.forgetFresh()
    expect(personalKeySettingsLogic.values.fresh).toBeNull()
})

it('refuses a key that may do nothing', () => {
    mockApi({ 'GET /api/personal_api_keys/': [] })
    personalKeySettingsLogic.mount()
    personalKeySettingsLogic.actions.change({ label: 'x', preset: 'custom', access: {} })
    personalKeySettingsLogic.actions.create()
    expect(personalKeySettingsLogic.values.errors.fields.scopes).toMatch(/at least one/)
})
