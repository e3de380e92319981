import { waitFor } from '@testing-library/react'
import { router } from 'kea-router'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import * as entry from '~/lib/entry'
import { mockApi, refuse } from '~/testing/mockApi'
import { loginSceneLogic } from './loginSceneLogic'

beforeEach(() => {
    loginSceneLogic.mount()
})

describe('logging in', () => {
    it('asks for what is missing before it asks the server', () => {
        const server = mockApi({})
        loginSceneLogic.actions.submit()
        expect(Object.keys(loginSceneLogic.values.errors.fields)).toEqual(['email', 'password'])
        expect([server.requests.length, loginSceneLogic.values.submitting]).toEqual([0, false])
    })

    it('shows a refusal and forgets it with the next keystroke', async () => {
        mockApi({ 'POST /api/login/': refuse(400, 'The e-mail address or the password is wrong.') })
        loginSceneLogic.actions.change({ email: 'ada@example.com', password: 'wrong' })
        loginSceneLogic.actions.submit()
        await waitFor(() =>
            expect(loginSceneLogic.values.errors.form).toBe('The e-mail address or the password is wrong.')
        )
        loginSceneLogic.actions.change({ password: 'right' })
        expect(loginSceneLogic.values.errors.form).toBeNull()
    })

    it('leads where the person was going, if that is on this site', async () => {
        const enter = vi.spyOn(entry, 'enter').mockImplementation(() => undefined)
        const server = mockApi({ 'POST /api/login/': {} })
        router.actions.push('/login', { next: '/project/7/persons' })
        loginSceneLogic.actions.change({ email: ' ada@example.com ', password: 'right' })
        loginSceneLogic.actions.submit()
        await waitFor(() => expect(enter).toHaveBeenCalledWith('/project/7/persons'))
        expect(server.requests[0]?.body).toEqual({ email: 'ada@example.com', password: 'right' })

        router.actions.push('/login', { next: 'https://evil.example' })
        loginSceneLogic.actions.submit()
        await waitFor(() => expect(enter).toHaveBeenLastCalledWith('/'))
    })
})
