import { useActions, useValues } from 'kea'
import { router } from 'kea-router'
import { Users } from 'lucide-react'
import { Avatar } from '~/design/Avatar'
import { Badge } from '~/design/Badge'
import { ButtonLink } from '~/design/Button'
import { Card } from '~/design/Card'
import { cn } from '~/design/cn'
import { SearchInput } from '~/design/Field'
import { Link } from '~/design/Link'
import { PageHeader } from '~/design/PageHeader'
import { Pager } from '~/design/Pager'
import { EmptyState, ErrorState, SkeletonRows } from '~/design/States'
import { type Column, Table } from '~/design/Table'
import { PropertyFilters } from '~/filters/PropertyFilters'
import { formatCount, formatDate, formatRelative } from '~/lib/format'
import type { Person, PropertySource } from '~/lib/types'
import { CellValue } from '../components/CellValue'
import { ColumnChooser } from '../components/ColumnChooser'
import { columnTitle, propertyOf } from '../lib/columns'
import { columnsLogic } from '../lib/columnsLogic'
import { urls } from '../lib/urls'
import { PAGE_SIZE, personsSceneLogic } from './personsSceneLogic'

export function Scene(): React.JSX.Element {
    const { asked, answer, loading } = useValues(personsSceneLogic)
    const { ask } = useActions(personsSceneLogic)
    return (
        <>
            <PageHeader title="Persons" description="Everybody whose events have arrived." />
            <Card className="overflow-hidden">
                <div className="flex flex-wrap items-center gap-2 border-line border-b p-3">
                    <SearchInput
                        label="Search persons"
                        placeholder="Search by anything known of them"
                        value={asked.search}
                        onChange={(search) => ask({ search })}
                        className="w-full sm:w-80"
                    />
                    <PropertyFilters
                        label="Filter persons by property"
                        filters={asked.properties}
                        onChange={(properties) => ask({ properties })}
                        sources={PERSON_ONLY}
                    />
                    <div className="ml-auto flex items-center gap-2">
                        {answer && (
                            <span className="tabular hidden text-ink-3 text-sm lg:inline" role="status">
                                {formatCount(answer.count, 'person', 'persons')}
                            </span>
                        )}
                        <ColumnChooser list="persons" sources={PERSON_ONLY} rowSource="person" />
                    </div>
                </div>
                <div className={cn('transition-opacity', loading && answer && 'opacity-50')} aria-busy={loading}>
                    <PersonList />
                </div>
            </Card>
            <Pager
                count={answer?.count ?? 0}
                page={asked.page}
                pageSize={PAGE_SIZE}
                onChange={(page) => ask({ page })}
                label="persons"
            />
        </>
    )
}

function PersonList(): React.JSX.Element {
    const { status, error, rows, asked } = useValues(personsSceneLogic)
    const { columns } = useValues(columnsLogic({ list: 'persons' }))
    const { load } = useActions(personsSceneLogic)
    switch (status) {
        case 'failed':
            return <ErrorState error={error} onRetry={load} />
        case 'loading':
            return <SkeletonRows rows={10} label="Loading persons" />
        case 'empty':
            return asked.search || asked.properties.length ? (
                <EmptyState icon={<Users />} title="Nobody like that">
                    Search looks at distinct ids and at the values of all properties.
                </EmptyState>
            ) : (
                <EmptyState
                    icon={<Users />}
                    title="Nobody yet"
                    action={
                        <ButtonLink to={urls.onboarding()} variant="primary">
                            Send the first event
                        </ButtonLink>
                    }
                >
                    A person appears here with the first event they send. Call <code>identify</code> to give them a
                    name.
                </EmptyState>
            )
        case 'ready':
            return (
                <Table
                    caption="Persons"
                    columns={columns.map((id) => COLUMNS[id] ?? propertyColumn(id))}
                    rows={rows}
                    rowKey={(person) => person.id}
                    onRowClick={(person) => router.actions.push(urls.person(person.id))}
                />
            )
    }
}

const PERSON_ONLY: readonly PropertySource[] = ['person']

function propertyColumn(id: string): Column<Person> {
    const property = propertyOf(id)
    return {
        key: id,
        title: <span title={id}>{columnTitle('persons', id)}</span>,
        from: 'md',
        render: (person) => (
            <CellValue
                value={
                    property && Object.hasOwn(person.properties, property.name)
                        ? (person.properties[property.name] ?? null)
                        : null
                }
            />
        ),
    }
}

const COLUMNS: Record<string, Column<Person>> = {
    person: {
        key: 'person',
        title: 'Person',
        className: 'max-sm:w-full max-sm:max-w-0',
        render: (person) => (
            <Link
                to={urls.person(person.id)}
                onClick={(click) => click.stopPropagation()}
                className="flex max-w-full items-center gap-3 font-medium hover:underline sm:max-w-96"
            >
                <Avatar name={person.name} seed={person.id} />
                <bdi className="min-w-0 truncate">{person.name}</bdi>
            </Link>
        ),
    },
    kind: {
        key: 'kind',
        title: 'Kind',
        from: 'sm',
        render: (person) => (person.is_identified ? <Badge tone="brand">Identified</Badge> : <Badge>Anonymous</Badge>),
    },
    distinct_ids: {
        key: 'distinct_ids',
        title: 'Distinct IDs',
        from: 'lg',
        render: (person) => (
            <span className="flex max-w-80 items-center gap-2 text-ink-3 text-sm">
                <code className="truncate text-xs">{person.distinct_ids[0]}</code>
                {person.distinct_ids.length > 1 && <Badge>+{person.distinct_ids.length - 1}</Badge>}
            </span>
        ),
    },
    created: {
        key: 'created',
        title: 'First seen',
        align: 'right',
        className: 'whitespace-nowrap text-ink-3 text-sm',
        render: (person) => <span title={formatDate(person.created_at)}>{formatRelative(person.created_at)}</span>,
    },
}
