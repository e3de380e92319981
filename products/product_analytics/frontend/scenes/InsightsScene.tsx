import { useActions, useValues } from 'kea'
import { ChartLine, Plus, SquareTerminal, Trash2 } from 'lucide-react'
import { Button, ButtonLink } from '~/design/Button'
import { Card } from '~/design/Card'
import { SearchInput } from '~/design/Field'
import { Link } from '~/design/Link'
import { PageHeader } from '~/design/PageHeader'
import { Pager } from '~/design/Pager'
import { EmptyState, ErrorState, SkeletonRows } from '~/design/States'
import { type Column, Table } from '~/design/Table'
import { formatRelative } from '~/lib/format'
import type { SavedInsight } from '~/lib/types'
import { DeleteInsight } from '../components/DeleteInsight'
import { insightKind } from '../lib/insightKind'
import { urls } from '../lib/urls'
import { insightsLogic } from '../logics/insightsLogic'
import { insightsSceneLogic, PAGE_SIZE } from './insightsSceneLogic'

export function Scene(): React.JSX.Element {
    const { asked, answer } = useValues(insightsSceneLogic)
    const { ask } = useActions(insightsSceneLogic)
    return (
        <>
            <PageHeader
                title="Insights"
                description="Questions worth asking again."
                actions={
                    <ButtonLink to={urls.newInsight()} variant="primary" icon={<Plus />}>
                        New insight
                    </ButtonLink>
                }
            />
            <Card className="overflow-hidden">
                <div className="border-line border-b p-3">
                    <SearchInput
                        label="Search insights"
                        value={asked.search}
                        onChange={(search) => ask({ search })}
                        className="max-w-sm"
                    />
                </div>
                <InsightList />
            </Card>
            <Pager
                count={answer?.count ?? 0}
                page={asked.page}
                pageSize={PAGE_SIZE}
                onChange={(page) => ask({ page })}
                label="insights"
            />
            <DeleteInsight />
        </>
    )
}

function InsightList(): React.JSX.Element {
    const { status, error, rows, asked } = useValues(insightsSceneLogic)
    const { load } = useActions(insightsSceneLogic)
    switch (status) {
        case 'failed':
            return <ErrorState error={error} onRetry={load} />
        case 'loading':
            return <SkeletonRows label="Loading insights" />
        case 'empty':
            return asked.search ? (
                <EmptyState title="No insight by that name">Try fewer or other words.</EmptyState>
            ) : (
                <EmptyState
                    icon={<ChartLine />}
                    title="No insights yet"
                    action={
                        <ButtonLink to={urls.newInsight()} variant="primary" icon={<Plus />}>
                            Ask the first question
                        </ButtonLink>
                    }
                >
                    Chart an event, then save the chart. It is listed here for everybody in the project.
                </EmptyState>
            )
        case 'ready':
            return <Table caption="Saved insights" columns={COLUMNS} rows={rows} rowKey={(one) => one.short_id} />
    }
}

const COLUMNS: Column<SavedInsight>[] = [
    {
        key: 'name',
        title: 'Name',
        className: 'w-full max-w-0',
        render: (insight) => {
            const kind = insightKind(insight)
            return (
                <div className="flex items-center gap-3">
                    <span className="grid size-8 shrink-0 place-items-center rounded-md bg-brand-soft text-brand-text [&_svg]:size-4">
                        {kind === 'sql' ? <SquareTerminal /> : <ChartLine />}
                    </span>
                    <div className="min-w-0">
                        <Link
                            to={kind === 'sql' ? urls.savedSql(insight.short_id) : urls.insight(insight.short_id)}
                            className="block truncate font-medium hover:underline"
                        >
                            {insight.name || 'Untitled'}
                        </Link>
                        {insight.description && <p className="truncate text-ink-3 text-sm">{insight.description}</p>}
                    </div>
                </div>
            )
        },
    },
    {
        key: 'author',
        title: 'Made by',
        from: 'md',
        render: (insight) => (
            <span className="block max-w-40 truncate text-ink-2">
                {insight.created_by?.first_name || insight.created_by?.email || '–'}
            </span>
        ),
    },
    {
        key: 'changed',
        title: 'Changed',
        from: 'sm',
        className: 'whitespace-nowrap text-ink-3',
        render: (insight) => formatRelative(insight.last_modified_at ?? insight.created_at),
    },
    {
        key: 'actions',
        title: <span className="sr-only">Actions</span>,
        align: 'right',
        render: (insight) => <DeleteButton insight={insight} />,
    },
]

function DeleteButton({ insight }: { insight: SavedInsight }): React.JSX.Element {
    const { askDeletion } = useActions(insightsLogic)
    return (
        <Button
            variant="ghost"
            size="sm"
            square
            aria-label={`Delete ${insight.name || 'Untitled'}`}
            title="Delete"
            icon={<Trash2 />}
            onClick={() => askDeletion(insight)}
        />
    )
}
