import { waitFor } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { appLogic } from '~/app/appLogic'
import type { ProjectId } from '~/lib/types'
import { mockApi, refuse } from '~/testing/mockApi'
import { makeOrganization, makeProject, signedIn } from '~/testing/values'
import { onboardingSceneLogic } from './onboardingSceneLogic'

const EVENT = ['u1', 'signed up', '2026-03-04T10:00:00Z', 'd', 'p', {}, {}]
const page = (results: unknown[]) => ({ columns: [], types: [], results })
const fresh = () => signedIn({ project: { ingested_event: false, api_token: 'phc_mine' } })
let unmount = (): void => undefined

async function open(): Promise<void> {
    appLogic.mount()
    await waitFor(() => expect(appLogic.values.status).toBe('ready'))
    unmount = onboardingSceneLogic.mount()
}
afterEach(() => unmount())

describe('waiting for the first event', () => {
    it('celebrates one that comes, and the app knows from then on', async () => {
        const server = mockApi({ ...fresh(), 'POST query/': page([]) })
        await open()
        await waitFor(() => expect(onboardingSceneLogic.values.waited).toBe(true))
        server.answer({ 'POST query/': page([EVENT]) })
        onboardingSceneLogic.actions.look()
        await waitFor(() => expect(onboardingSceneLogic.values.firstEvent?.event).toBe('signed up'))
        expect(onboardingSceneLogic.values.arrivedWhileWaiting).toBe(true)
        expect(appLogic.values.project?.ingested_event).toBe(true)
    })

    it('does not celebrate what was there before', async () => {
        mockApi({ ...fresh(), 'POST query/': page([EVENT]) })
        await open()
        await waitFor(() => expect(onboardingSceneLogic.values.firstEvent).not.toBeNull())
        expect(onboardingSceneLogic.values.arrivedWhileWaiting).toBe(false)
    })

    it('keeps looking after a failure, by itself', async () => {
        const server = mockApi({ ...fresh(), 'POST query/': refuse(503, 'Down.') })
        vi.useFakeTimers({ shouldAdvanceTime: true })
        await open()
        await waitFor(() => expect(onboardingSceneLogic.values.lookError?.message).toBe('Down.'))
        server.answer({ 'POST query/': page([EVENT]) })
        await vi.advanceTimersByTimeAsync(2100)
        await waitFor(() => expect(onboardingSceneLogic.values.firstEvent?.event).toBe('signed up'))
        expect(onboardingSceneLogic.values.lookError).toBeNull()
    })
})

it('offers the lines with this project’s token and this instance’s address', async () => {
    mockApi({ ...fresh(), 'POST query/': page([]) })
    await open()
    const [html] = onboardingSceneLogic.values.snippets
    expect(html?.steps[0]?.code).toContain("posthog.init('phc_mine'")
    expect(html?.steps[0]?.code).toContain('https://prickle.test')
})

it('shows the way to the demo, unless this is it', async () => {
    const [own, demo] = [makeProject(), makeProject({ id: 8 as ProjectId, name: 'Demo', is_demo: true })]
    const organization = makeOrganization({ teams: [own, demo] })
    mockApi({ ...signedIn({ user: { organization } }), 'POST query/': page([]) })
    await open()
    expect(onboardingSceneLogic.values.demo?.name).toBe('Demo')
    appLogic.actions.projectChanged(demo)
    expect(onboardingSceneLogic.values.demo).toBeNull()
})
