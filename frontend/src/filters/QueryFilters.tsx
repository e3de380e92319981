import { useActions, useValues } from 'kea'
import { UsersRound, X } from 'lucide-react'
import { useEffect } from 'react'
import { Button } from '~/design/Button'
import { cn } from '~/design/cn'
import type { CohortFilter, PropertyFilter, QueryFilter } from '~/lib/queries'
import { CohortPicker } from './CohortPicker'
import { cohortsLogic } from './cohortsLogic'
import { PropertyFilters, type PropertyFiltersProps } from './PropertyFilters'

export interface QueryFiltersProps extends Omit<PropertyFiltersProps, 'filters' | 'onChange'> {
    filters: readonly QueryFilter[]
    onChange: (filters: QueryFilter[]) => void
}

const isCohort = (filter: QueryFilter): filter is CohortFilter => filter.type === 'cohort'

/** Conditions on properties and on cohorts, all of which must hold. */
export function QueryFilters({ filters, onChange, label, className, compact, sources }: QueryFiltersProps) {
    const cohorts = filters.filter(isCohort)
    const properties = filters.filter((filter): filter is PropertyFilter => !isCohort(filter))
    const setCohorts = (next: CohortFilter[]): void => onChange([...properties, ...next])
    return (
        <div className={cn('flex flex-wrap items-center gap-1.5', className)}>
            {cohorts.map((filter, index) => (
                <CohortPill
                    // two filters may be equal, and their place is what they are
                    key={index}
                    filter={filter}
                    onChange={(next) => setCohorts(cohorts.map((one, at) => (at === index ? next : one)))}
                    onRemove={() => setCohorts(cohorts.filter((_, at) => at !== index))}
                />
            ))}
            <PropertyFilters
                label={label}
                compact={compact}
                sources={sources}
                filters={properties}
                onChange={(next) => onChange([...next, ...cohorts])}
            />
            <CohortPicker
                label="Choose a cohort to filter by"
                value={null}
                onChange={(value) => setCohorts([...cohorts, { type: 'cohort', key: 'id', operator: 'in', value }])}
                trigger={
                    <Button variant="ghost" size="sm" icon={<UsersRound />} className={compact ? 'px-1.5!' : undefined}>
                        Cohort
                    </Button>
                }
            />
        </div>
    )
}

interface CohortPillProps {
    filter: CohortFilter
    onChange: (filter: CohortFilter) => void
    onRemove: () => void
}

function CohortPill({ filter, onChange, onRemove }: CohortPillProps): React.JSX.Element {
    const { nameOf } = useValues(cohortsLogic)
    const { need } = useActions(cohortsLogic)
    useEffect(need, [need])
    const isIn = filter.operator === 'in'
    const name = nameOf(filter.value)
    return (
        <span className="inline-flex max-w-full items-stretch rounded-md border border-line-strong bg-surface text-sm shadow-card">
            <button
                type="button"
                aria-label={`${isIn ? 'In' : 'Not in'} ${name}. Change to ${isIn ? 'not in' : 'in'}`}
                title={isIn ? 'Ask for everybody else' : 'Ask for those in it'}
                onClick={() => onChange({ ...filter, operator: isIn ? 'not_in' : 'in' })}
                className="flex min-h-7 min-w-0 items-center gap-1.5 rounded-l-md py-0.5 pr-1 pl-2.5 text-left hover:bg-hover coarse:min-h-9"
            >
                <span className="shrink-0 text-ink-3">{isIn ? 'In' : 'Not in'}</span>
                <span className="min-w-0 truncate font-medium">{name}</span>
            </button>
            <button
                type="button"
                aria-label={`Remove the filter on ${name}`}
                onClick={onRemove}
                className="grid w-7 shrink-0 place-items-center rounded-r-md text-ink-3 hover:bg-hover hover:text-ink coarse:w-9"
            >
                <X className="size-3.5" />
            </button>
        </span>
    )
}
