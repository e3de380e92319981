import { useValues } from 'kea'
import { Flag as FlagIcon, Plus, Users, X } from 'lucide-react'
import { useState } from 'react'
import { Button } from '~/design/Button'
import { TextInput } from '~/design/Field'
import { Picker } from '~/design/Picker'
import { Popover } from '~/design/Popover'
import { Select } from '~/design/Select'
import { OPERATORS } from '~/filters/propertyOperators'
import type { PropertyOperator } from '~/lib/queries'
import { type OtherFilter, variantsOf } from '../lib/flags'
import { cohortChoicesLogic } from '../logics/cohortChoicesLogic'
import { type FlagSceneProps, featureFlagSceneLogic } from '../scenes/featureFlagSceneLogic'

export interface OtherPillsProps extends FlagSceneProps {
    label: string
    filters: OtherFilter[]
    onChange: (filters: OtherFilter[]) => void
}

/** Conditions on cohorts, on other flags, and on properties of groups. */
export function OtherPills({ id, label, filters, onChange }: OtherPillsProps): React.JSX.Element {
    const replace = (at: number, filter: OtherFilter): void =>
        onChange(filters.map((one, index) => (index === at ? filter : one)))
    return (
        <>
            {filters.map((filter, index) => (
                <span
                    // two conditions may be equal, and their place is what they are
                    key={index}
                    className="inline-flex max-w-full items-stretch rounded-md border border-line-strong bg-surface text-sm shadow-card"
                >
                    <FilterBody id={id} filter={filter} onChange={(next) => replace(index, next)} />
                    <button
                        type="button"
                        aria-label={`Remove a condition of ${label}`}
                        onClick={() => onChange(filters.filter((_, at) => at !== index))}
                        className="grid w-7 shrink-0 place-items-center rounded-r-md text-ink-3 hover:bg-hover hover:text-ink coarse:w-9"
                    >
                        <X className="size-3.5" />
                    </button>
                </span>
            ))}
        </>
    )
}

export interface AddOtherProps extends OtherPillsProps {
    /** Set when conditions are about groups of a kind instead of people. */
    groupIndex: number | null
}

/** The buttons that add one more of them. */
export function AddOther({ id, label, filters, groupIndex, onChange }: AddOtherProps): React.JSX.Element {
    const { others } = useValues(featureFlagSceneLogic({ id }))
    const { cohorts } = useValues(cohortChoicesLogic)
    return (
        <>
            {groupIndex === null && cohorts.length > 0 && (
                <Picker
                    label={`Choose a cohort for ${label}`}
                    placeholder="Search cohorts"
                    chosen={null}
                    groups={[
                        {
                            value: 'Cohorts',
                            items: cohorts.map((cohort) => ({
                                id: String(cohort.id),
                                label: cohort.name || 'Unnamed',
                            })),
                        },
                    ]}
                    empty="No cohort by that name."
                    onPick={(item) =>
                        onChange([...filters, { type: 'cohort', key: 'id', operator: 'in', value: Number(item.id) }])
                    }
                    trigger={
                        <Button variant="ghost" size="sm" icon={<Users />}>
                            Cohort
                        </Button>
                    }
                />
            )}
            {others.length > 0 && (
                <Picker
                    label={`Choose a flag for ${label}`}
                    placeholder="Search flags"
                    chosen={null}
                    groups={[
                        {
                            value: 'Feature flags',
                            items: others.map((flag) => ({ id: String(flag.id), label: flag.key, alias: flag.name })),
                        },
                    ]}
                    empty="No flag by that name."
                    onPick={(item) =>
                        onChange([
                            ...filters,
                            { type: 'flag', key: item.id, operator: 'flag_evaluates_to', value: true },
                        ])
                    }
                    trigger={
                        <Button variant="ghost" size="sm" icon={<FlagIcon />}>
                            Flag
                        </Button>
                    }
                />
            )}
            {groupIndex !== null && (
                <GroupProperty label={label} onAdd={(filter) => onChange([...filters, filter])} index={groupIndex} />
            )}
        </>
    )
}

interface FilterBodyProps extends FlagSceneProps {
    filter: OtherFilter
    onChange: (filter: OtherFilter) => void
}

function FilterBody({ id, filter, onChange }: FilterBodyProps): React.JSX.Element {
    const { others } = useValues(featureFlagSceneLogic({ id }))
    const { cohorts } = useValues(cohortChoicesLogic)
    if (filter.type === 'cohort') {
        const cohort = cohorts.find((one) => one.id === Number(filter.value))
        return (
            <span className="flex min-w-0 items-center">
                <Select
                    label="In or not in the cohort"
                    size="sm"
                    quiet
                    value={filter.operator}
                    onChange={(operator) => onChange({ ...filter, operator })}
                    options={[
                        { value: 'in', label: 'In cohort' },
                        { value: 'not_in', label: 'Not in cohort' },
                    ]}
                />
                <span className="truncate pr-2 font-medium">{cohort?.name ?? `number ${String(filter.value)}`}</span>
            </span>
        )
    }
    if (filter.type === 'flag') {
        const other = others.find((one) => String(one.id) === filter.key)
        return (
            <span className="flex min-w-0 items-center">
                <span className="truncate pl-2.5">
                    Flag <b className="font-medium">{other?.key ?? `number ${filter.key}`}</b>
                </span>
                <Select
                    label="What the flag must be"
                    size="sm"
                    quiet
                    value={String(filter.value)}
                    onChange={(value) =>
                        onChange({ ...filter, value: value === 'true' ? true : value === 'false' ? false : value })
                    }
                    options={[
                        { value: 'true', label: 'is on' },
                        { value: 'false', label: 'is off' },
                        ...(other ? variantsOf(other.filters) : []).map((one) => ({
                            value: one.key,
                            label: `is ${one.key}`,
                        })),
                    ]}
                />
            </span>
        )
    }
    const values = Array.isArray(filter.value) ? filter.value : [filter.value ?? '']
    return (
        <span className="flex min-w-0 items-center gap-1.5 px-2.5 py-1">
            <b className="truncate font-medium">{filter.key}</b>
            <span className="text-ink-3">
                {OPERATORS.find((one) => one.value === filter.operator)?.verb ?? filter.operator}
            </span>
            <span className="truncate">{values.map(String).join(' or ')}</span>
        </span>
    )
}

interface GroupPropertyProps {
    label: string
    index: number
    onAdd: (filter: OtherFilter) => void
}

/** A condition on a property of a group, typed in: names of groups' properties are few and known to whom sets them. */
function GroupProperty({ label, index, onAdd }: GroupPropertyProps): React.JSX.Element {
    const [open, setOpen] = useState(false)
    const [key, setKey] = useState('')
    const [operator, setOperator] = useState<PropertyOperator>('exact')
    const [text, setText] = useState('')
    const info = OPERATORS.find((one) => one.value === operator)
    const value =
        info?.takes === 'none'
            ? undefined
            : info?.takes === 'number'
              ? Number(text)
              : info?.takes === 'many'
                ? text.split(',').map((one) => one.trim())
                : text
    const add = (): void => {
        onAdd({ type: 'group', key: key.trim(), operator, value, group_type_index: index })
        setOpen(false)
        setKey('')
        setText('')
    }
    return (
        <Popover
            label={`Add a property to ${label}`}
            open={open}
            onOpenChange={setOpen}
            className="w-80 p-3"
            trigger={
                <Button variant="ghost" size="sm" icon={<Plus />}>
                    Property
                </Button>
            }
        >
            <form
                className="flex flex-col gap-2.5"
                onSubmit={(event) => {
                    event.preventDefault()
                    // It may stand in a form, such as that of a plan, which is not to be sent with it.
                    event.stopPropagation()
                    add()
                }}
            >
                <TextInput
                    aria-label="Property of the group"
                    placeholder="Property, such as plan"
                    value={key}
                    onChange={(event) => setKey(event.target.value)}
                />
                <Select
                    label="Condition"
                    value={operator}
                    onChange={setOperator}
                    options={OPERATORS.filter((one) => one.takes !== 'range').map((one) => ({
                        value: one.value,
                        label: one.label,
                    }))}
                />
                {info?.takes !== 'none' && (
                    <TextInput
                        aria-label="Value"
                        placeholder={info?.takes === 'many' ? 'Values, separated by commas' : 'Value'}
                        type={info?.takes === 'number' ? 'number' : 'text'}
                        value={text}
                        onChange={(event) => setText(event.target.value)}
                    />
                )}
                <Button
                    type="submit"
                    size="sm"
                    variant="primary"
                    className="self-end"
                    disabled={!key.trim() || (info?.takes !== 'none' && !text.trim())}
                >
                    Add
                </Button>
            </form>
        </Popover>
    )
}
