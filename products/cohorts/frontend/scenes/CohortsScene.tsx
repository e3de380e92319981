import { useActions, useValues } from 'kea'
import { router } from 'kea-router'
import { Plus, UsersRound } from 'lucide-react'
import { Badge } from '~/design/Badge'
import { ButtonLink } from '~/design/Button'
import { Card } from '~/design/Card'
import { SearchInput } from '~/design/Field'
import { Link } from '~/design/Link'
import { PageHeader } from '~/design/PageHeader'
import { Pager } from '~/design/Pager'
import { EmptyState, ErrorState, SkeletonRows } from '~/design/States'
import { type Column, Table } from '~/design/Table'
import { formatNumber } from '~/lib/format'
import type { Cohort } from '~/lib/types'
import { CohortState } from '../components/CohortState'
import { urls } from '../lib/urls'
import { cohortsSceneLogic, PAGE_SIZE } from './cohortsSceneLogic'

export function Scene(): React.JSX.Element {
    const { asked, answer } = useValues(cohortsSceneLogic)
    const { ask } = useActions(cohortsSceneLogic)
    return (
        <>
            <PageHeader
                title="Cohorts"
                description="People who have something in common."
                actions={
                    <ButtonLink to={urls.newCohort()} variant="primary" icon={<Plus />}>
                        New cohort
                    </ButtonLink>
                }
            />
            <Card className="overflow-hidden">
                <div className="border-line border-b p-3">
                    <SearchInput
                        label="Search cohorts"
                        value={asked.search}
                        onChange={(search) => ask({ search })}
                        className="max-w-sm"
                    />
                </div>
                <CohortList />
            </Card>
            <Pager
                count={answer?.count ?? 0}
                page={asked.page}
                pageSize={PAGE_SIZE}
                onChange={(page) => ask({ page })}
                label="cohorts"
            />
        </>
    )
}

function CohortList(): React.JSX.Element {
    const { status, error, rows, asked } = useValues(cohortsSceneLogic)
    const { load } = useActions(cohortsSceneLogic)
    switch (status) {
        case 'failed':
            return <ErrorState error={error} onRetry={load} />
        case 'loading':
            return <SkeletonRows label="Loading cohorts" />
        case 'empty':
            return asked.search ? (
                <EmptyState title="No cohort by that name">Try fewer or other words.</EmptyState>
            ) : (
                <EmptyState
                    icon={<UsersRound />}
                    title="No cohorts yet"
                    action={
                        <ButtonLink to={urls.newCohort()} variant="primary" icon={<Plus />}>
                            Make the first cohort
                        </ButtonLink>
                    }
                >
                    A cohort collects people by what they are and what they do. Insights and flags can ask for it.
                </EmptyState>
            )
        case 'ready':
            return (
                <Table
                    caption="Cohorts"
                    columns={COLUMNS}
                    rows={rows}
                    rowKey={(one) => String(one.id)}
                    onRowClick={(one) => router.actions.push(urls.cohort(one.id))}
                />
            )
    }
}

const COLUMNS: Column<Cohort>[] = [
    {
        key: 'name',
        title: 'Name',
        className: 'w-full max-w-0',
        render: (cohort) => (
            <div className="min-w-0">
                <Link to={urls.cohort(cohort.id)} className="block truncate font-medium hover:underline">
                    {cohort.name}
                </Link>
                {cohort.description && <div className="truncate text-ink-3 text-sm">{cohort.description}</div>}
            </div>
        ),
    },
    {
        key: 'kind',
        title: 'Made of',
        from: 'md',
        className: 'whitespace-nowrap',
        render: (cohort) => <Badge>{KINDS[cohort.cohort_type] ?? cohort.cohort_type}</Badge>,
    },
    {
        key: 'count',
        title: 'People',
        align: 'right',
        className: 'tabular whitespace-nowrap',
        render: (cohort) => (cohort.count === null ? '–' : formatNumber(cohort.count)),
    },
    {
        key: 'state',
        title: 'Calculated',
        align: 'right',
        from: 'sm',
        className: 'whitespace-nowrap',
        render: (cohort) => <CohortState cohort={cohort} />,
    },
    {
        key: 'author',
        title: 'By',
        from: 'lg',
        className: 'whitespace-nowrap text-ink-3 text-sm',
        render: (cohort) => cohort.created_by?.first_name || cohort.created_by?.email || '–',
    },
]

const KINDS: Record<string, string> = {
    static: 'A list',
    person_property: 'Properties',
    behavioral: 'Behaviour',
}
