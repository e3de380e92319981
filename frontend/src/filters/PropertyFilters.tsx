import { useActions, useValues } from 'kea'
import { ListFilterPlus, X } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { Button } from '~/design/Button'
import { cn } from '~/design/cn'
import { Popover } from '~/design/Popover'
import { Select } from '~/design/Select'
import type { PropertyFilter, PropertyOperator } from '~/lib/queries'
import type { PropertySource } from '~/lib/types'
import { definitionsLogic } from './definitionsLogic'
import { FilterValue } from './FilterValue'
import { PropertyPicker } from './PropertyPicker'
import { propertyLabel } from './propertyNames'
import { convertValue, describeValue, isComplete, operatorInfo, operatorsFor } from './propertyOperators'

export interface PropertyFiltersProps {
    filters: readonly PropertyFilter[]
    onChange: (filters: PropertyFilter[]) => void
    /** What is being filtered, for screen readers. */
    label: string
    className?: string
    compact?: boolean
    /** Whose properties can be filtered by; those of both unless given. */
    sources?: readonly PropertySource[]
}

/** Conditions on properties, all of which must hold. Only complete ones leave this component. */
export function PropertyFilters({
    filters,
    onChange,
    label,
    className,
    compact = false,
    sources,
}: PropertyFiltersProps) {
    const { typeOf } = useValues(definitionsLogic)
    const [draft, setDraft] = useState<PropertyFilter | null>(null)
    // Opened only when the list has closed. Both at once would be two panels that move the focus: the list back to its
    // button, the filter into itself. A filter that loses the focus closes, and one without a value goes with it.
    const picked = useRef<PropertyFilter | null>(null)
    return (
        <fieldset className={cn('flex flex-wrap items-center gap-1.5', className)}>
            <legend className="sr-only">{label}</legend>
            {[...filters, ...(draft ? [draft] : [])].map((filter, index) => {
                const isDraft = index === filters.length
                return (
                    <FilterPill
                        // Two filters may be equal, and their place is what they are. A draft keeps its place when it
                        // becomes a filter, and with it the focus.
                        key={index}
                        filter={filter}
                        startOpen={isDraft}
                        onChange={(next) => {
                            onChange(
                                isDraft ? [...filters, next] : filters.map((one, at) => (at === index ? next : one))
                            )
                            setDraft(null)
                        }}
                        onRemove={() => (isDraft ? setDraft(null) : onChange(filters.filter((_, at) => at !== index)))}
                    />
                )
            })}
            <PropertyPicker
                label="Choose a property to filter by"
                chosen={null}
                sources={sources}
                onPick={(item) => {
                    const [first] = operatorsFor(item.type ?? typeOf(item.source, item.name))
                    const operator = first?.value ?? 'exact'
                    picked.current = {
                        type: item.source,
                        key: item.name,
                        operator,
                        value: convertValue(undefined, operatorInfo(operator).takes),
                    }
                }}
                onClosed={() => {
                    if (picked.current) {
                        setDraft(picked.current)
                        picked.current = null
                    }
                }}
                trigger={
                    <Button
                        variant="ghost"
                        size="sm"
                        icon={<ListFilterPlus />}
                        className={compact ? 'px-1.5!' : undefined}
                    >
                        {filters.length ? 'Add' : 'Filter'}
                    </Button>
                }
            />
        </fieldset>
    )
}

interface FilterPillProps {
    filter: PropertyFilter
    onChange: (filter: PropertyFilter) => void
    onRemove: () => void
    startOpen?: boolean
}

function FilterPill({ filter, onChange, onRemove, startOpen = false }: FilterPillProps): React.JSX.Element {
    const [open, setOpen] = useState(startOpen)
    const { typeOf } = useValues(definitionsLogic)
    const { need } = useActions(definitionsLogic)
    const [edited, setEdited] = useState(filter)
    // The usual condition is the first one, so what comes next is the value.
    const control = useRef<HTMLDivElement>(null)
    useEffect(() => setEdited(filter), [filter])
    useEffect(() => {
        if (open) {
            need(filter.type)
        }
    }, [open, need, filter.type])

    const type = typeOf(filter.type, filter.key)
    const operators = operatorsFor(type)
    const current = operatorInfo(edited.operator)
    const options = operators.some((one) => one.value === current.value) ? operators : [current, ...operators]
    const name = propertyLabel(filter.key)

    const close = (): void => {
        setOpen(false)
        if (isComplete(edited)) {
            onChange(edited)
        } else if (startOpen) {
            onRemove()
        } else {
            setEdited(filter)
        }
    }
    return (
        <span className="inline-flex max-w-full items-stretch rounded-md border border-line-strong bg-surface text-sm shadow-card">
            <Popover
                label={`Filter by ${name}`}
                open={open}
                onOpenChange={(next) => (next ? setOpen(true) : close())}
                firstFocus={() => control.current?.querySelector('input')}
                className="w-80 p-3"
                trigger={
                    <button
                        type="button"
                        className="flex min-h-7 min-w-0 items-center gap-1.5 rounded-l-md py-0.5 pr-1 pl-2.5 text-left hover:bg-hover coarse:min-h-9"
                    >
                        <span className="min-w-0 truncate">
                            {filter.type === 'person' && <span className="text-ink-3">Person’s </span>}
                            <span className="font-medium">{name}</span>{' '}
                            <span className="text-ink-3">{operatorInfo(filter.operator).verb}</span>{' '}
                            {describeValue(filter)}
                        </span>
                    </button>
                }
            >
                <div className="flex flex-col gap-2.5">
                    <div className="truncate font-medium text-sm">
                        {filter.type === 'person' && <span className="text-ink-3">Person’s </span>}
                        {name}
                    </div>
                    <Select
                        label="Condition"
                        value={edited.operator}
                        onChange={(operator: PropertyOperator) =>
                            setEdited({
                                ...edited,
                                operator,
                                value: convertValue(edited.value, operatorInfo(operator).takes),
                            })
                        }
                        options={options.map(({ value, label }) => ({ value, label }))}
                        className="w-full"
                    />
                    <div ref={control} className="empty:hidden">
                        <FilterValue
                            filter={edited}
                            type={type}
                            onChange={(value) => setEdited({ ...edited, value })}
                            onSubmit={close}
                        />
                    </div>
                    <div className="flex justify-end">
                        <Button size="sm" variant="primary" onClick={close} disabled={!isComplete(edited)}>
                            Apply
                        </Button>
                    </div>
                </div>
            </Popover>
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
