import { waitFor } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { mockApi, refuse } from '~/testing/mockApi'
import { erasuresTabLogic, LOOK_EVERY_MS } from './erasuresTabLogic'

const PERSON = { id: 'p', person_uuid: 'u' }
const GROUP = { id: 'g', group_type_index: 0, group_key: 'acme' }
const TYPE = { group_type: 'company', group_type_index: 0 }
const SERVER = {
    'GET erasures/': { count: 1, results: [PERSON] },
    'GET group_erasures/': { count: 1, results: [GROUP] },
    'GET groups_types/': [TYPE],
    'POST erasures/p/verify/': { erasure_id: 'p', is_clean: true },
    'POST group_erasures/g/verify/': { erasure_id: 'g', is_clean: false },
}

it('keeps the receipts of people and of groups apart, and checks each where it belongs', async () => {
    const server = mockApi(SERVER)
    const people = erasuresTabLogic({ of: 'people' })
    const groups = erasuresTabLogic({ of: 'groups' })
    people.mount()
    groups.mount()
    await waitFor(() => expect(people.values.answer?.results).toEqual([PERSON]))
    await waitFor(() => expect(groups.values.answer?.results).toEqual([GROUP]))
    await waitFor(() => expect(groups.values.groupTypes).toEqual([TYPE]))
    people.actions.check('p')
    groups.actions.check('g')
    await waitFor(() => expect(people.values.checks.p?.is_clean).toBe(true))
    await waitFor(() => expect(groups.values.checks.g?.is_clean).toBe(false))
    expect(server.to('GET groups_types/')).toHaveLength(1)
})

describe('while something is still to go', () => {
    const PENDING = { ...PERSON, status: 'pending' }
    let receipts: object[]
    const reads = (server: ReturnType<typeof mockApi>): number => server.to('GET erasures/').length

    beforeEach(() => {
        vi.useFakeTimers({ shouldAdvanceTime: true })
        receipts = [PENDING]
    })
    afterEach(() => {
        vi.restoreAllMocks()
        vi.useRealTimers()
    })

    async function mounted(): Promise<[ReturnType<typeof mockApi>, ReturnType<typeof erasuresTabLogic.build>]> {
        const server = mockApi({ 'GET erasures/': () => ({ count: 1, results: receipts }) })
        const logic = erasuresTabLogic({ of: 'people' })
        logic.mount()
        await waitFor(() => expect(logic.values.answer?.results).toEqual(receipts))
        return [server, logic]
    }

    it('looks again until it is gone, and no longer', async () => {
        const [server, logic] = await mounted()
        await vi.advanceTimersByTimeAsync(LOOK_EVERY_MS)
        expect(reads(server)).toBe(2)
        receipts = [{ ...PERSON, status: 'erased' }]
        await vi.advanceTimersByTimeAsync(LOOK_EVERY_MS)
        await waitFor(() => expect(logic.values.answer?.results).toEqual(receipts))
        const after = reads(server)
        await vi.advanceTimersByTimeAsync(5 * LOOK_EVERY_MS)
        expect(reads(server)).toBe(after)
    })

    it('forgets what was left before it was done', async () => {
        const [server, logic] = await mounted()
        const left = { erasure_id: 'p', is_clean: false, checked_at: '2026-11-29T10:00:00Z' }
        server.answer({ 'POST erasures/p/verify/': left })
        logic.actions.check('p')
        await waitFor(() => expect(logic.values.checks.p).toEqual(left))
        await vi.advanceTimersByTimeAsync(LOOK_EVERY_MS)
        expect(logic.values.checks.p).toEqual(left)
        receipts = [{ ...PERSON, status: 'erased', completed_at: '2026-11-29T10:00:01.5Z' }]
        await vi.advanceTimersByTimeAsync(LOOK_EVERY_MS)
        await waitFor(() => expect(logic.values.checks).toEqual({}))
        // What is found afterwards is an alarm, and stays.
        const alarm = { ...left, checked_at: '2026-11-29T10:00:02Z' }
        server.answer({ 'POST erasures/p/verify/': alarm })
        logic.actions.check('p')
        await waitFor(() => expect(logic.values.checks.p).toEqual(alarm))
        logic.actions.load()
        await waitFor(() => expect(logic.values.checks.p).toEqual(alarm))
    })

    it('rests while the page is hidden, and stops with it', async () => {
        const [server, logic] = await mounted()
        const hidden = vi.spyOn(document, 'hidden', 'get').mockReturnValue(true)
        await vi.advanceTimersByTimeAsync(3 * LOOK_EVERY_MS)
        expect(reads(server)).toBe(1)
        hidden.mockReturnValue(false)
        await vi.advanceTimersByTimeAsync(LOOK_EVERY_MS)
        expect(reads(server)).toBe(2)
        logic.unmount()
        await vi.advanceTimersByTimeAsync(3 * LOOK_EVERY_MS)
        expect(reads(server)).toBe(2)
    })

    it('keeps what is there when a look fails', async () => {
        const [server, logic] = await mounted()
        server.answer({ 'GET erasures/': refuse(503, 'Down.') })
        await vi.advanceTimersByTimeAsync(2 * LOOK_EVERY_MS)
        expect(reads(server)).toBe(3)
        expect(logic.values.error).toBeNull()
        expect(logic.values.answer?.results).toEqual([PENDING])
    })
})
