import { waitFor } from '@testing-library/react'
import { router } from 'kea-router'
import { describe, expect, it } from 'vitest'
import { currentProjectId } from '~/lib/navigation'
import { mockApi, refuse } from '~/testing/mockApi'
import { openAt } from '~/testing/openAt'
import { makeProject, makeUser, signedIn } from '~/testing/values'
import { appLogic } from './appLogic'
import { sceneLogic } from './sceneLogic'

const anonymous = (canSignUp: boolean) => ({
    'GET /_preflight/': { signed_in: false, can_signup: canSignUp, version: '0.1.0', site_url: '' },
})

async function start(): Promise<void> {
    appLogic.mount()
    sceneLogic.mount()
    await waitFor(() => expect(appLogic.values.status).not.toBe('booting'))
}

describe('starting', () => {
    it('opens the project of the address rather than the last one', async () => {
        openAt('/project/9/settings')
        const server = mockApi({ ...signedIn(), 'GET /api/projects/9/': makeProject({ id: 9 as never, name: 'Nine' }) })
        await start()
        expect([appLogic.values.status, appLogic.values.project?.name, currentProjectId()]).toEqual([
            'ready',
            'Nine',
            9,
        ])
        expect(server.to('GET /api/projects/@current/')).toEqual([])
    })

    it('says so when the project is not one of theirs', async () => {
        openAt('/project/404/settings')
        mockApi({ ...signedIn(), 'GET /api/projects/404/': refuse(404, 'No such project.') })
        await start()
        expect(appLogic.values.status).toBe('no-project')
    })

    it('fails visibly when the server does not answer, and can try again', async () => {
        const server = mockApi({ 'GET /_preflight/': refuse(503, 'Starting up.') })
        await start()
        expect([appLogic.values.status, appLogic.values.bootError?.message]).toEqual(['failed', 'Starting up.'])
        server.answer(signedIn())
        appLogic.actions.boot()
        await waitFor(() => expect(appLogic.values.status).toBe('ready'))
    })
})

describe('the door', () => {
    it('sends strangers to log in and remembers where they were going', async () => {
        openAt('/project/7/persons?search=a')
        mockApi(anonymous(false))
        await start()
        await waitFor(() => expect(router.values.location.pathname).toBe('/login'))
        expect(router.values.searchParams).toEqual({ next: '/project/7/persons?search=a' })
    })

    it('sends the very first visitor to sign up', async () => {
        mockApi(anonymous(true))
        await start()
        await waitFor(() => expect(router.values.location.pathname).toBe('/signup'))
    })

    it('lets nobody who is signed in log in again', async () => {
        openAt('/login?next=/settings')
        mockApi(signedIn())
        await start()
        await waitFor(() => expect(router.values.location.pathname).toBe('/project/7/settings'))
    })

    it('lets everybody look at an invitation', async () => {
        openAt('/signup/abc')
        mockApi(signedIn())
        await start()
        await waitFor(() => expect(sceneLogic.values.match.scene).toBe('inviteSignup'))
        expect(router.values.location.pathname).toBe('/signup/abc')
    })

    it('closes when the session ends', async () => {
        openAt('/project/7/settings')
        mockApi({ ...signedIn(), 'GET /api/projects/7/': makeProject() })
        await start()
        appLogic.actions.sessionEnded()
        await waitFor(() => expect(router.values.location.pathname).toBe('/login'))
    })
})

it('puts the project into addresses that lack it', async () => {
    openAt('/settings')
    mockApi(signedIn())
    await start()
    await waitFor(() => expect(window.location.pathname).toBe('/project/7/settings'))
})

it('keeps a changed user and project', async () => {
    mockApi(signedIn())
    await start()
    appLogic.actions.userChanged(makeUser({ first_name: 'Grace' }))
    appLogic.actions.projectChanged(makeProject({ name: 'New' }))
    expect([appLogic.values.user?.first_name, appLogic.values.project?.name]).toEqual(['Grace', 'New'])
})
