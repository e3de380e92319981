import { fireEvent, render, screen, waitFor } from '@testing-library/react'
import { expect, it } from 'vitest'
import { mockApi, refuse, type SeenRequest } from '~/testing/mockApi'
import type { Feature } from '../lib/earlyAccess'
import { Scene } from './EarlyAccessFeatureScene'

const FEATURE: Feature = {
    id: 'f1',
    name: 'Chat',
    description: 'Talk to us',
    stage: 'beta',
    documentation_url: '',
    payload: {},
    feature_flag: { id: 4, key: 'chat', name: '', active: true },
    version: 1,
    created_at: '2026-01-01T00:00:00Z',
}
const THEIRS = { ...FEATURE, description: 'Talk to our team', version: 2 }
const GET = 'GET early_access_feature/f1/'
const PATCH = 'PATCH early_access_feature/f1/'

const description = (): HTMLTextAreaElement => screen.getByLabelText('Description')
const press = (name: string): boolean => fireEvent.click(screen.getByRole('button', { name }))
const write = (value: string): boolean => fireEvent.change(description(), { target: { value } })

it('keeps what was written when somebody else saved first, and goes on from their version', async () => {
    const server = mockApi({
        [GET]: FEATURE,
        'GET persons/': { count: 0, next: null, previous: null, results: [] },
        [PATCH]: refuse(409, 'Somebody changed this after version 1.', { code: 'conflict', attr: 'version' }),
    })
    render(<Scene id="f1" />)
    await screen.findByLabelText('Description')
    write('Ask us')
    press('Save')
    await screen.findByText('Somebody changed this after version 1.')
    expect(description().value).toBe('Ask us')

    server.answer({
        [GET]: THEIRS,
        [PATCH]: ({ body }: SeenRequest) => ({ ...THEIRS, description: body.description, version: 3 }),
    })
    press('Load their version')
    await waitFor(() => expect(description().value).toBe('Talk to our team'))
    expect(screen.queryByText('Somebody changed this after version 1.')).toBe(null)
    expect(screen.queryByRole('button', { name: 'Save' })).toBe(null)

    write('Talk to our team, any time')
    press('Save')
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Save' })).toBe(null))
    expect(server.to(PATCH).map(({ body }) => [body.version, body.description])).toEqual([
        [1, 'Ask us'],
        [2, 'Talk to our team, any time'],
    ])
    expect(description().value).toBe('Talk to our team, any time')
})
