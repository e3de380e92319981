import { waitFor } from '@testing-library/react'
import { kea, type MakeLogicType, path } from 'kea'
import { router } from 'kea-router'
import { expect, it } from 'vitest'
import { type Asked, type ListActions, type ListValues, listInAddress, pageOf, readAsked } from './listInAddress'

interface AskedColours extends Asked {
    only: string[]
}

/** A list of colours; gives what it was asked for, and fails for "none". */
function open() {
    const seen: AskedColours[] = []
    const logic = kea<MakeLogicType<ListValues<string, AskedColours>, ListActions<string, AskedColours>>>([
        path(['test', 'colours']),
        listInAddress({
            address: '/colours',
            read: (params) => ({ ...readAsked(params), only: Array.isArray(params.only) ? params.only : [] }),
            request: async (asked) => {
                seen.push(asked)
                if (asked.search === 'none') {
                    throw new Error('There are none.')
                }
                const results = asked.search === 'grey' ? [] : ['green', 'pink']
                return { count: results.length, next: null, previous: null, results }
            },
        }),
    ])
    logic.mount()
    return { logic, seen }
}

it('asks once for what its address says', async () => {
    router.actions.push('/colours', { search: 'gr', page: 2, only: ['light'] })
    const { logic, seen } = open()
    expect(logic.values.status).toBe('loading')
    await waitFor(() => expect(logic.values.status).toBe('ready'))
    expect(seen).toEqual([{ search: 'gr', page: 2, only: ['light'] }])
    expect(logic.values.rows).toEqual(['green', 'pink'])
})

it('asks for the first page where the address names none that there can be', async () => {
    router.actions.push('/colours', { page: -3 })
    const { logic } = open()
    expect(pageOf(logic.values.asked, 50)).toEqual({ limit: 50, offset: 0 })
    router.actions.push('/colours', { page: 'two' })
    expect(logic.values.asked.page).toBe(1)
})

it('keeps in the address what differs from what is asked first, and waits until typing pauses', async () => {
    router.actions.push('/colours', { page: 3 })
    const { logic, seen } = open()
    await waitFor(() => expect(seen).toHaveLength(1))
    logic.actions.ask({ search: 'g' })
    logic.actions.ask({ search: '1.0' })
    expect(router.values.searchParams).toEqual({ search: '1.0' })
    await waitFor(() => expect(seen).toHaveLength(2))
    expect(seen[1]).toEqual({ search: '1.0', page: 1, only: [] })
    logic.actions.ask({ only: ['light'] })
    logic.actions.ask({ page: 2 })
    await waitFor(() => expect(seen).toHaveLength(3))
    expect(router.values.searchParams).toEqual({ search: '1.0', page: 2, only: ['light'] })
})

it('asks again when somebody goes back', async () => {
    router.actions.push('/colours', { search: 'green' })
    const { seen } = open()
    await waitFor(() => expect(seen).toHaveLength(1))
    router.actions.push('/colours', { search: 'pink' })
    await waitFor(() => expect(seen.at(-1)?.search).toBe('pink'))
    window.history.back()
    await waitFor(() => expect(seen.at(-1)?.search).toBe('green'))
})

it('tells failed, empty and ready apart, and recovers', async () => {
    router.actions.push('/colours', { search: 'none' })
    const { logic } = open()
    await waitFor(() => expect(logic.values.status).toBe('failed'))
    expect(logic.values.error?.message).toBe('There are none.')
    logic.actions.ask({ search: 'grey' })
    await waitFor(() => expect(logic.values.status).toBe('empty'))
    logic.actions.ask({ search: '' })
    await waitFor(() => expect(logic.values.status).toBe('ready'))
})
