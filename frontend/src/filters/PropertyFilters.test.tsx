import { render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { expect, it, vi } from 'vitest'
import type { PropertyFilter } from '~/lib/queries'
import { mockApi } from '~/testing/mockApi'
import { PropertyFilters } from './PropertyFilters'

const DEFINITIONS = {
    'GET property_definitions/': ({ params }: { params: URLSearchParams }) => ({
        count: 1,
        results:
            params.get('type') === 'event'
                ? [
                      { id: '1', name: 'plan', property_type: 'String', is_numerical: false },
                      { id: '2', name: 'amount', property_type: 'Numeric', is_numerical: true },
                  ]
                : [],
    }),
    'GET values/': [{ name: 'team' }, { name: 'free' }],
}

function Harness({ onChange }: { onChange: (filters: PropertyFilter[]) => void }): React.JSX.Element {
    const [filters, setFilters] = useState<PropertyFilter[]>([])
    return (
        <PropertyFilters
            label="Filters"
            filters={filters}
            onChange={(next) => {
                setFilters(next)
                onChange(next)
            }}
        />
    )
}

it('adds a filter once it is complete, and never half of one', async () => {
    mockApi(DEFINITIONS)
    const onChange = vi.fn()
    const user = userEvent.setup()
    render(<Harness onChange={onChange} />)

    await user.click(screen.getByRole('combobox', { name: 'Choose a property to filter by' }))
    await user.click(await screen.findByRole('option', { name: /amount/ }))
    expect(onChange).not.toHaveBeenCalled()
    expect(await screen.findByRole('button', { name: 'Apply' })).toHaveProperty('disabled', true)

    await user.click(screen.getByRole('combobox', { name: /Condition/ }))
    await user.click(await screen.findByRole('option', { name: 'is at least' }))
    await user.type(await screen.findByRole('spinbutton', { name: 'Number' }), '20')
    await user.click(screen.getByRole('button', { name: 'Apply' }))

    expect(onChange).toHaveBeenLastCalledWith([{ type: 'event', key: 'amount', operator: 'gte', value: 20 }])
    await user.click(await screen.findByRole('button', { name: 'Remove the filter on amount' }))
    expect(onChange).toHaveBeenLastCalledWith([])
})

it('opens a filter when the list has closed and given the focus back, so that nothing takes the focus from it', async () => {
    mockApi(DEFINITIONS)
    const user = userEvent.setup()
    render(<Harness onChange={() => undefined} />)
    const button = screen.getByRole('combobox', { name: 'Choose a property to filter by' })
    await user.click(button)
    const option = await screen.findByRole('option', { name: /amount/ })
    const focused: EventTarget[] = []
    document.addEventListener('focusin', ({ target }) => target && focused.push(target))
    await user.click(option)
    const filter = await screen.findByRole('dialog', { name: 'Filter by amount' })
    await waitFor(() => expect(filter.contains(document.activeElement)).toBe(true))
    expect(screen.queryByRole('option', { name: /amount/ })).toBe(null)
    expect(
        focused.map((target) => (target === button ? 'button' : filter.contains(target as Node) && 'filter'))
    ).toEqual(['button', 'filter'])
})
