import { useActions, useValues } from 'kea'
import { router } from 'kea-router'
import { MousePointerClick, Pin, Plus } from 'lucide-react'
import { Badge } from '~/design/Badge'
import { ButtonLink } from '~/design/Button'
import { Card } from '~/design/Card'
import { SearchInput } from '~/design/Field'
import { Link } from '~/design/Link'
import { Pager } from '~/design/Pager'
import { EmptyState, ErrorState, SkeletonRows } from '~/design/States'
import { type Column, Table } from '~/design/Table'
import { formatDateTime, formatRelative } from '~/lib/format'
import { describeStep } from '../../lib/actionSteps'
import type { Action } from '../../lib/eventsApi'
import { urls } from '../../lib/urls'
import { actionsTabLogic, PAGE_SIZE } from './actionsTabLogic'

const NEW = (
    <ButtonLink to={urls.action('new')} variant="primary" icon={<Plus />}>
        New action
    </ButtonLink>
)

export function ActionsTab(): React.JSX.Element {
    const { asked, answer, loading } = useValues(actionsTabLogic)
    const { ask } = useActions(actionsTabLogic)
    return (
        <>
            <Card className="overflow-hidden">
                <div className="flex flex-wrap items-center gap-2 border-line border-b p-3">
                    <SearchInput
                        label="Search actions"
                        value={asked.search}
                        onChange={(search) => ask({ search })}
                        className="w-full sm:w-72"
                    />
                    <div className="ml-auto">{NEW}</div>
                </div>
                <div aria-busy={loading}>
                    <Actions />
                </div>
            </Card>
            <Pager
                count={answer?.count ?? 0}
                page={asked.page}
                pageSize={PAGE_SIZE}
                onChange={(page) => ask({ page })}
                label="actions"
            />
        </>
    )
}

function Actions(): React.JSX.Element {
    const { answer, error, asked } = useValues(actionsTabLogic)
    const { load } = useActions(actionsTabLogic)
    if (error) {
        return <ErrorState error={error} onRetry={load} />
    }
    if (!answer) {
        return <SkeletonRows rows={6} label="Loading actions" />
    }
    if (!answer.results.length) {
        return asked.search ? (
            <EmptyState icon={<MousePointerClick />} title="No action by that name" />
        ) : (
            <EmptyState icon={<MousePointerClick />} title="Name what events mean" action={NEW}>
                An action stands for one or more kinds of events: a click on one of two buttons, a page whose address
                begins with /checkout. Use it in charts like an event.
            </EmptyState>
        )
    }
    return (
        <Table
            caption="Actions"
            columns={COLUMNS}
            rows={answer.results}
            rowKey={(one) => String(one.id)}
            onRowClick={(one) => router.actions.push(urls.action(String(one.id)))}
        />
    )
}

const COLUMNS: Column<Action>[] = [
    {
        key: 'name',
        title: 'Action',
        className: 'w-2/5 max-w-0 max-sm:w-full',
        render: (one) => (
            <Link
                to={urls.action(String(one.id))}
                onClick={(click) => click.stopPropagation()}
                className="block font-medium hover:underline"
            >
                <span className="flex items-center gap-1.5">
                    <bdi className="truncate">{one.name}</bdi>
                    {one.pinned_at && <Pin className="size-3.5 shrink-0 text-ink-3" aria-label="Pinned" />}
                </span>
                {one.description && (
                    <bdi className="block truncate font-normal text-ink-3 text-sm">{one.description}</bdi>
                )}
            </Link>
        ),
    },
    {
        key: 'steps',
        title: 'Matches',
        from: 'sm',
        className: 'w-2/5 max-w-0',
        render: (one) => (
            <bdi className="block truncate text-ink-2 text-sm">
                {one.steps.map(describeStep).join(' or ') || 'Nothing'}
            </bdi>
        ),
    },
    {
        key: 'tags',
        title: 'Tags',
        from: 'lg',
        render: (one) => (
            <span className="flex flex-wrap gap-1">
                {one.tags.map((tag) => (
                    <Badge key={tag}>{tag}</Badge>
                ))}
            </span>
        ),
    },
    {
        key: 'created',
        title: 'Created',
        align: 'right',
        className: 'whitespace-nowrap text-ink-3 text-sm',
        render: (one) => <span title={formatDateTime(one.created_at)}>{formatRelative(one.created_at)}</span>,
    },
]
