import { useActions, useValues } from 'kea'
import { ChevronDown, List, UsersRound } from 'lucide-react'
import { type ReactElement, useEffect } from 'react'
import { cn } from '~/design/cn'
import { Picker, type PickerItem } from '~/design/Picker'
import { formatCompact } from '~/lib/format'
import { cohortsLogic } from './cohortsLogic'

interface CohortItem extends PickerItem {
    cohort: number
}

export interface CohortPickerProps {
    value: number | null
    onChange: (id: number) => void
    label: string
    /** One that cannot be chosen, because it is being defined. */
    except?: number
    trigger?: ReactElement<Record<string, unknown>>
    className?: string
}

/** Chooses a cohort. */
export function CohortPicker({ value, onChange, label, except, trigger, className }: CohortPickerProps) {
    const { cohorts, loading, failure, nameOf } = useValues(cohortsLogic)
    const { need, load } = useActions(cohortsLogic)
    const isNamed = value !== null
    useEffect(() => {
        if (isNamed) {
            need()
        }
    }, [isNamed, need])
    const items: CohortItem[] = (cohorts ?? [])
        .filter(({ id }) => id !== except)
        .map(({ id, name, count, is_static }) => ({
            id: String(id),
            cohort: id,
            label: name,
            hint: count === null ? undefined : formatCompact(count),
            icon: is_static ? <List /> : <UsersRound />,
        }))
    return (
        <Picker
            label={label}
            placeholder="Search cohorts"
            groups={items.length > 0 ? [{ value: '', items }] : []}
            chosen={value === null ? null : String(value)}
            onPick={(item) => onChange(item.cohort)}
            loading={loading}
            onOpenChange={(open) => open && load()}
            empty={failure ? `The cohorts could not be loaded. ${failure.message}` : 'No cohort by that name.'}
            trigger={
                trigger ?? (
                    <button
                        type="button"
                        aria-label={value === null ? label : `${label}: ${nameOf(value)}`}
                        className={cn(
                            'inline-flex h-9 min-w-0 items-center justify-between gap-2 rounded-md border border-line-strong bg-surface px-3 text-left shadow-card hover:bg-hover data-popup-open:bg-hover coarse:h-10',
                            className
                        )}
                    >
                        <span className={cn('truncate', value === null && 'text-ink-3')}>
                            {value === null ? 'Choose a cohort' : nameOf(value)}
                        </span>
                        <ChevronDown className="size-3.5 shrink-0 text-ink-3" />
                    </button>
                )
            }
        />
    )
}
