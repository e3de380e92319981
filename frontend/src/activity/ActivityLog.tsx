import { useActions, useValues } from 'kea'
import { History } from 'lucide-react'
import { activityKinds } from '~/app/products'
import { Button } from '~/design/Button'
import { Card } from '~/design/Card'
import { cn } from '~/design/cn'
import { SearchInput } from '~/design/Field'
import { Pager } from '~/design/Pager'
import { Select } from '~/design/Select'
import { EmptyState, ErrorState, SkeletonRows } from '~/design/States'
import { ActivityLines } from './ActivityLines'
import { activityLogLogic, LINES_SHOWN } from './activityLogLogic'

/** Everything that anybody changed in the project. */
export function ActivityLog(): React.JSX.Element {
    const { filters, answer, loading } = useValues(activityLogLogic)
    const { setFilters } = useActions(activityLogLogic)
    return (
        <div>
            <Card className="overflow-hidden">
                <Toolbar />
                <div className={cn('transition-opacity', loading && answer && 'opacity-50')} aria-busy={loading}>
                    <Lines />
                </div>
            </Card>
            <Pager
                count={answer?.count ?? 0}
                page={filters.page}
                pageSize={LINES_SHOWN}
                onChange={(page) => setFilters({ page })}
                label="changes"
            />
        </div>
    )
}

function Toolbar(): React.JSX.Element {
    const { filters, members } = useValues(activityLogLogic)
    const { setFilters } = useActions(activityLogLogic)
    const kinds = Object.entries(activityKinds)
        .map(([scope, kind]) => ({ value: scope, label: `Of a ${kind.noun}`.replace(/^Of a (?=[aeiou])/, 'Of an ') }))
        .sort((left, right) => left.label.localeCompare(right.label))
    return (
        <div className="flex flex-wrap items-center gap-2 border-line border-b p-3">
            <SearchInput
                label="Search changes"
                placeholder="Search by name, person or value"
                value={filters.search}
                onChange={(search) => setFilters({ search })}
                className="w-full sm:max-w-xs"
            />
            <Select
                label="Changes of what"
                value={filters.scope}
                onChange={(scope) => setFilters({ scope })}
                options={[{ value: '', label: 'Of anything' }, ...kinds]}
            />
            {members.length > 1 && (
                <Select
                    label="Changes by whom"
                    value={filters.user}
                    onChange={(user) => setFilters({ user })}
                    options={[
                        { value: '', label: 'By anybody' },
                        ...members.map(({ user }) => ({
                            value: String(user.id),
                            label: `By ${user.first_name || user.email}`,
                        })),
                    ]}
                />
            )}
        </div>
    )
}

function Lines(): React.JSX.Element {
    const { status, error, answer, isFiltered } = useValues(activityLogLogic)
    const { load, setFilters } = useActions(activityLogLogic)
    switch (status) {
        case 'failed':
            return <ErrorState error={error} onRetry={load} />
        case 'loading':
            return <SkeletonRows rows={6} label="Loading the activity log" />
        case 'empty':
            return isFiltered ? (
                <EmptyState
                    icon={<History />}
                    title="No change like that"
                    action={
                        <Button onClick={() => setFilters({ search: '', scope: '', user: '' })}>
                            Show all changes
                        </Button>
                    }
                />
            ) : (
                <EmptyState icon={<History />} title="Nothing has been changed yet">
                    Changes of flags, cohorts, actions, people and settings appear here, with what they were before.
                </EmptyState>
            )
        case 'ready':
            return <ActivityLines lines={answer?.results ?? []} />
    }
}
