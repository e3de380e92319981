import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { expect, it, vi } from 'vitest'
import type { QueryFilter } from '~/lib/queries'
import { mockApi } from '~/testing/mockApi'
import { QueryFilters } from './QueryFilters'

const PLAN: QueryFilter = { type: 'event', key: 'plan', operator: 'exact', value: ['pro'] }

function Harness({ onChange }: { onChange: (filters: QueryFilter[]) => void }): React.JSX.Element {
    const [filters, setFilters] = useState<QueryFilter[]>([PLAN])
    return (
        <QueryFilters
            label="Filters"
            filters={filters}
            onChange={(next) => {
                setFilters(next)
                onChange(next)
            }}
        />
    )
}

it('asks for a cohort beside the properties, and for everybody else', async () => {
    const results = [{ id: 7, name: 'Power users', count: 12, is_static: false }]
    mockApi({ 'GET cohorts/': { count: 1, next: null, previous: null, results } })
    const onChange = vi.fn()
    const user = userEvent.setup()
    render(<Harness onChange={onChange} />)

    await user.click(screen.getByRole('combobox', { name: 'Choose a cohort to filter by' }))
    await user.click(await screen.findByRole('option', { name: /Power users/ }))
    const asked = { type: 'cohort', key: 'id', operator: 'in', value: 7 }
    expect(onChange).toHaveBeenLastCalledWith([PLAN, asked])

    await user.click(await screen.findByRole('button', { name: /^In Power users/ }))
    expect(onChange).toHaveBeenLastCalledWith([PLAN, { ...asked, operator: 'not_in' }])

    await user.click(screen.getByRole('button', { name: 'Remove the filter on Power users' }))
    expect(onChange).toHaveBeenLastCalledWith([PLAN])
})
