import { useActions, useValues } from 'kea'
import { Calendar, CaseSensitive, CircleHelp, Clock, Hash, Tags, ToggleLeft } from 'lucide-react'
import { useState } from 'react'
import { Card } from '~/design/Card'
import { cn } from '~/design/cn'
import { Field, SearchInput } from '~/design/Field'
import { Drawer } from '~/design/Modal'
import { Pager } from '~/design/Pager'
import { Select, type SelectOption } from '~/design/Select'
import { Banner, EmptyState, ErrorState, SkeletonRows } from '~/design/States'
import { type Column, Table } from '~/design/Table'
import { propertyLabel } from '~/filters/propertyNames'
import { formatCount } from '~/lib/format'
import type { PropertyDefinition, PropertyType } from '~/lib/types'
import { DefinitionBadges } from '../../components/DefinitionBadges'
import { DefinitionForm } from '../../components/DefinitionForm'
import { type Owner, PAGE_SIZE, propertiesTabLogic } from './propertiesTabLogic'

const TYPES: SelectOption<PropertyType | ''>[] = [
    { value: '', label: 'Found out by Prickle', hint: 'From the first values that arrive', icon: <CircleHelp /> },
    { value: 'String', label: 'Text', hint: 'Compared letter by letter', icon: <CaseSensitive /> },
    { value: 'Numeric', label: 'Number', hint: 'Can be added up, and 9 is less than 10', icon: <Hash /> },
    { value: 'Boolean', label: 'Yes or no', hint: 'true and false', icon: <ToggleLeft /> },
    { value: 'DateTime', label: 'Moment', hint: 'Dates and times, before and after', icon: <Calendar /> },
    { value: 'Duration', label: 'Duration', hint: 'A number of seconds', icon: <Clock /> },
]
const typeOf = (type: PropertyType | '' | null): SelectOption<PropertyType | ''> =>
    TYPES.find((one) => one.value === (type ?? '')) ?? (TYPES[0] as SelectOption<PropertyType | ''>)

export function PropertiesTab(): React.JSX.Element {
    const { asked, answer, loading, groupTypes } = useValues(propertiesTabLogic)
    const { ask } = useActions(propertiesTabLogic)
    const owners: { value: Owner; label: string }[] = [
        { value: 'event', label: 'Of events' },
        { value: 'person', label: 'Of persons' },
        ...groupTypes.map((one) => ({
            value: `group:${one.group_type_index}` as const,
            label: `Of ${one.name_plural || one.group_type}`,
        })),
    ]
    return (
        <>
            <Card className="overflow-hidden">
                <div className="flex flex-wrap items-center gap-2 border-line border-b p-3">
                    <SearchInput
                        label="Search properties"
                        value={asked.search}
                        onChange={(search) => ask({ search })}
                        className="w-full sm:w-72"
                    />
                    <Select
                        label="Whose properties"
                        value={asked.owner}
                        onChange={(owner) => ask({ owner })}
                        options={owners}
                    />
                    {answer && (
                        <span className="tabular ml-auto hidden pr-1 text-ink-3 text-sm lg:inline" role="status">
                            {formatCount(answer.count, 'property', 'properties')}
                        </span>
                    )}
                </div>
                <div className={cn('transition-opacity', loading && answer && 'opacity-50')} aria-busy={loading}>
                    <Properties />
                </div>
            </Card>
            <Pager
                count={answer?.count ?? 0}
                page={asked.page}
                pageSize={PAGE_SIZE}
                onChange={(page) => ask({ page })}
                label="properties"
            />
            <PropertyDrawer />
        </>
    )
}

function Properties(): React.JSX.Element {
    const { answer, error } = useValues(propertiesTabLogic)
    const { load, openDefinition } = useActions(propertiesTabLogic)
    if (error) {
        return <ErrorState error={error} onRetry={load} />
    }
    if (!answer) {
        return <SkeletonRows rows={10} label="Loading properties" />
    }
    if (!answer.results.length) {
        return (
            <EmptyState icon={<Tags />} title="No properties">
                A property is listed here once a value of it has arrived.
            </EmptyState>
        )
    }
    return (
        <Table
            caption="Property definitions"
            columns={columns(openDefinition)}
            rows={answer.results}
            rowKey={(one) => one.id}
            onRowClick={(one) => openDefinition(one.id)}
        />
    )
}

function columns(open: (id: string) => void): Column<PropertyDefinition>[] {
    return [
        {
            key: 'name',
            title: 'Property',
            className: 'w-1/2 max-w-0',
            render: (one) => (
                <button
                    type="button"
                    onClick={(click) => {
                        click.stopPropagation()
                        open(one.id)
                    }}
                    className="block max-w-full rounded-sm text-left"
                >
                    <bdi className="block truncate font-medium">{propertyLabel(one.name).trim() || '(blank)'}</bdi>
                    <bdi className="block truncate text-ink-3 text-sm">
                        {one.description ||
                            (propertyLabel(one.name) === one.name ? '' : <code className="text-xs">{one.name}</code>)}
                    </bdi>
                </button>
            ),
        },
        {
            key: 'type',
            title: 'Type',
            className: 'whitespace-nowrap',
            render: (one) => (
                <span className="inline-flex items-center gap-2 text-sm [&_svg]:size-4 [&_svg]:text-ink-3">
                    {typeOf(one.property_type).icon}
                    {one.property_type ? (
                        typeOf(one.property_type).label
                    ) : (
                        <span className="text-ink-3">Not known</span>
                    )}
                </span>
            ),
        },
        { key: 'badges', title: 'Notes', from: 'md', render: (one) => <DefinitionBadges {...one} /> },
    ]
}

function PropertyDrawer(): React.JSX.Element {
    const { open } = useValues(propertiesTabLogic)
    const { openDefinition } = useActions(propertiesTabLogic)
    return (
        <Drawer
            open={open !== null}
            onClose={() => openDefinition(null)}
            title={open ? <bdi className="break-words">{propertyLabel(open.name)}</bdi> : 'Property'}
            description={open && <code className="break-all text-xs">{open.name}</code>}
        >
            {open && <PropertyForm key={open.id} property={open} />}
        </Drawer>
    )
}

function PropertyForm({ property }: { property: PropertyDefinition }): React.JSX.Element {
    const { saving } = useValues(propertiesTabLogic)
    const { save } = useActions(propertiesTabLogic)
    const [type, setType] = useState<PropertyType | ''>(property.property_type ?? '')
    const changed = type !== (property.property_type ?? '')
    return (
        <DefinitionForm
            noun="property"
            initial={property}
            saving={saving}
            onSave={(described) => save({ ...described, property_type: type })}
        >
            <Field
                label="Type"
                hint="How filters, breakdowns and SQL read it. Nothing that is stored changes, so you can always go back."
            >
                {(control) => (
                    <Select
                        id={control.id}
                        label="Type"
                        value={type}
                        onChange={setType}
                        options={TYPES}
                        className="w-full"
                    />
                )}
            </Field>
            {changed && (
                <Banner tone="warn">
                    {type === ''
                        ? 'The type is found out again from the next values that arrive.'
                        : `Values that are no ${typeOf(type).label.toLowerCase()} will count as not set in queries. Saved insights that use this property may show other numbers. The type then stays, whatever values come.`}
                </Banner>
            )}
        </DefinitionForm>
    )
}
