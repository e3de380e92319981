import { waitFor } from '@testing-library/react'
import { expect, it } from 'vitest'
import { mockApi, refuse } from '~/testing/mockApi'
import { type Flag, NEW_DRAFT } from '../lib/flags'
import { flagScheduleLogic } from './flagScheduleLogic'

const FLAG = { ...NEW_DRAFT, id: 5, key: 'beta', active: true } as unknown as Flag
const LIST = 'GET scheduled_changes/'
const POST = 'POST scheduled_changes/'
const change = (id: number, executed_at: string | null) => ({
    id,
    executed_at,
    payload: { operation: 'update_status', value: false },
})
const page = (...results: unknown[]) => ({ count: results.length, next: null, previous: null, results })

it('keeps what waits apart from what is done, the last first', async () => {
    mockApi({ [LIST]: page(change(1, '2026-01-01T00:00:00Z'), change(2, '2026-02-01T00:00:00Z'), change(3, null)) })
    const logic = flagScheduleLogic({ flag: FLAG })
    logic.mount()
    await waitFor(() => expect(logic.values.changes).toHaveLength(3))
    expect([logic.values.waiting, logic.values.done].map((all) => all.map((one) => one.id))).toEqual([[3], [2, 1]])
})

it('plans a change and shows it', async () => {
    const server = mockApi({ [LIST]: page(), [POST]: change(4, null) })
    const logic = flagScheduleLogic({ flag: FLAG })
    logic.mount()
    logic.actions.plan()
    logic.actions.change({ at: '2030-01-02T03:04' })
    logic.actions.save()
    await waitFor(() => expect(logic.values.form).toBe(null))
    expect(server.to(POST)[0]?.body).toMatchObject({
        record_id: 5,
        payload: { operation: 'update_status', value: false },
        is_recurring: false,
    })
    await waitFor(() => expect(server.to(LIST).length).toBeGreaterThan(1))
})

it('puts a refusal under the field it is about, and one without a field above', async () => {
    const server = mockApi({ [LIST]: page(), [POST]: refuse(400, 'The time has passed.', { attr: 'scheduled_at' }) })
    const logic = flagScheduleLogic({ flag: FLAG })
    logic.mount()
    logic.actions.plan()
    logic.actions.change({ at: '' })
    logic.actions.save()
    expect(logic.values.errors.fields.scheduled_at).toBe('Choose a day and a time.')
    expect(server.to(POST)).toHaveLength(0)
    logic.actions.change({ at: '2020-01-02T03:04' })
    logic.actions.save()
    await waitFor(() => expect(logic.values.errors.fields.scheduled_at).toBe('The time has passed.'))
    expect(logic.values.form?.at).toBe('2020-01-02T03:04')
    server.answer({ [POST]: refuse(400, 'Too many.', { attr: 'record_id' }) })
    logic.actions.save()
    await waitFor(() => expect(logic.values.errors.form).toBe('Too many.'))
})
