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
import { formatCount, formatDate, formatRelative } from '~/lib/format'
import type { Person } from '~/lib/types'
import { urls } from '../lib/urls'
import { PAGE_SIZE, personsSceneLogic } from './personsSceneLogic'

export function Scene(): React.JSX.Element {
    const { search, page, answer, loading } = useValues(personsSceneLogic)
    const { setSearch, setPage } = useActions(personsSceneLogic)
    return (
        <>
            <PageHeader title="Persons" description="Everybody whose events have arrived." />
            <Card className="overflow-hidden">
                <div className="flex items-center gap-4 border-line border-b p-3">
                    <SearchInput
                        label="Search persons"
                        placeholder="Search by name, e-mail or distinct ID"
                        value={search}
                        onChange={setSearch}
                        className="w-full max-w-sm"
                    />
                    {answer && (
                        <span className="tabular ml-auto hidden text-ink-3 text-sm sm:inline" role="status">
                            {formatCount(answer.count, 'person', 'persons')}
                        </span>
                    )}
                </div>
                <div className={cn('transition-opacity', loading && answer && 'opacity-50')} aria-busy={loading}>
                    <PersonList />
                </div>
            </Card>
            <Pager count={answer?.count ?? 0} page={page} pageSize={PAGE_SIZE} onChange={setPage} label="persons" />
        </>
    )
}

function PersonList(): React.JSX.Element {
    const { status, error, persons, search } = useValues(personsSceneLogic)
    const { load } = useActions(personsSceneLogic)
    switch (status) {
        case 'failed':
            return <ErrorState error={error} onRetry={load} />
        case 'loading':
            return <SkeletonRows rows={10} label="Loading persons" />
        case 'empty':
            return search ? (
                <EmptyState icon={<Users />} title="Nobody by that name">
                    Search looks at names, e-mail addresses and distinct ids.
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
                    columns={COLUMNS}
                    rows={persons}
                    rowKey={(person) => person.id}
                    onRowClick={(person) => router.actions.push(urls.person(person.id))}
                />
            )
    }
}

const COLUMNS: Column<Person>[] = [
    {
        key: 'name',
        title: 'Person',
        className: 'max-sm:w-full max-sm:max-w-0',
        render: (person) => (
            <Link
                to={urls.person(person.id)}
                onClick={(click) => click.stopPropagation()}
                className="flex max-w-full items-center gap-3 font-medium hover:underline"
            >
                <Avatar name={person.name} seed={person.id} />
                <span className="min-w-0 truncate">{person.name}</span>
            </Link>
        ),
    },
    {
        key: 'kind',
        title: 'Kind',
        from: 'sm',
        render: (person) => (person.is_identified ? <Badge tone="brand">Identified</Badge> : <Badge>Anonymous</Badge>),
    },
    {
        key: 'ids',
        title: 'Distinct IDs',
        from: 'lg',
        render: (person) => (
            <span className="flex max-w-80 items-center gap-2 text-ink-3 text-sm">
                <code className="truncate text-xs">{person.distinct_ids[0]}</code>
                {person.distinct_ids.length > 1 && <Badge>+{person.distinct_ids.length - 1}</Badge>}
            </span>
        ),
    },
    {
        key: 'created',
        title: 'First seen',
        align: 'right',
        className: 'whitespace-nowrap text-ink-3 text-sm',
        render: (person) => <span title={formatDate(person.created_at)}>{formatRelative(person.created_at)}</span>,
    },
]
