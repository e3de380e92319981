import { useActions, useValues } from 'kea'
import { UsersRound } from 'lucide-react'
import { Badge } from '~/design/Badge'
import { Card } from '~/design/Card'
import { SearchInput } from '~/design/Field'
import { PageHeader } from '~/design/PageHeader'
import { Pager } from '~/design/Pager'
import { EmptyState, ErrorState, SkeletonRows } from '~/design/States'
import { type Column, Table } from '~/design/Table'
import { formatCount, formatRelative } from '~/lib/format'
import type { Cohort } from '~/lib/types'
import { cohortsSceneLogic, PAGE_SIZE } from './cohortsSceneLogic'

export function Scene(): React.JSX.Element {
    const { search, page, answer } = useValues(cohortsSceneLogic)
    const { setSearch, setPage } = useActions(cohortsSceneLogic)
    return (
        <>
            <PageHeader title="Cohorts" description="Sets of people who have something in common." />
            <Card className="overflow-hidden">
                <div className="border-line border-b p-3">
                    <SearchInput label="Search cohorts" value={search} onChange={setSearch} className="max-w-sm" />
                </div>
                <CohortList />
            </Card>
            <Pager count={answer?.count ?? 0} page={page} pageSize={PAGE_SIZE} onChange={setPage} label="cohorts" />
        </>
    )
}

function CohortList(): React.JSX.Element {
    const { status, error, cohorts, search } = useValues(cohortsSceneLogic)
    const { load } = useActions(cohortsSceneLogic)
    switch (status) {
        case 'failed':
            return <ErrorState error={error} onRetry={load} />
        case 'loading':
            return <SkeletonRows label="Loading cohorts" />
        case 'empty':
            return search ? (
                <EmptyState title="No cohort by that name">Try fewer or other words.</EmptyState>
            ) : (
                <EmptyState icon={<UsersRound />} title="No cohorts yet">
                    A cohort collects people by what they are and what they do.
                </EmptyState>
            )
        case 'ready':
            return <Table caption="Cohorts" columns={COLUMNS} rows={cohorts} rowKey={(one) => String(one.id)} />
    }
}

const COLUMNS: Column<Cohort>[] = [
    { key: 'name', title: 'Name', render: (cohort) => <span className="font-medium">{cohort.name}</span> },
    {
        key: 'kind',
        title: 'Kind',
        from: 'sm',
        render: (cohort) => <Badge>{cohort.is_static ? 'Static' : 'Dynamic'}</Badge>,
    },
    {
        key: 'count',
        title: 'People',
        align: 'right',
        render: (cohort) => (cohort.count === null ? '–' : formatCount(cohort.count, 'person', 'persons')),
    },
    {
        key: 'created',
        title: 'Made',
        align: 'right',
        from: 'lg',
        render: (cohort) => formatRelative(cohort.created_at),
    },
]
