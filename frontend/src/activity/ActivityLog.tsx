import { useActions, useValues } from 'kea'
import { History } from 'lucide-react'
import { activityKinds } from '~/app/products'
import { Avatar } from '~/design/Avatar'
import { Button } from '~/design/Button'
import { Card } from '~/design/Card'
import { cn } from '~/design/cn'
import { SearchInput } from '~/design/Field'
import { Link } from '~/design/Link'
import { Pager } from '~/design/Pager'
import { Select } from '~/design/Select'
import { EmptyState, ErrorState, SkeletonRows } from '~/design/States'
import { formatDateTime, formatRelative } from '~/lib/format'
import { activityLogLogic, LINES_SHOWN } from './activityLogLogic'
import { ChangeList } from './ChangeList'
import { type ActivityLine, changesOf, nounOf, whatWasDone, whoDid } from './sentences'

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
            return (
                <ol className="divide-y divide-line">
                    {answer?.results.map((line) => (
                        <Line key={line.id} line={line} />
                    ))}
                </ol>
            )
    }
}

function Line({ line }: { line: ActivityLine }): React.JSX.Element {
    const kind = activityKinds[line.scope]
    const who = whoDid(line)
    const path = kind?.pathOf?.(line.item_id) ?? null
    const name = line.detail.name || line.item_id
    const changes = line.activity === 'created' ? [] : changesOf(line)
    return (
        <li className="flex gap-3 px-4 py-3.5 sm:px-5">
            <Avatar name={who} seed={line.user?.uuid} size="sm" />
            <div className="min-w-0 flex-1">
                <p className="break-words">
                    <b className="font-semibold">{who}</b> {whatWasDone(line, kind)} the {nounOf(line.scope, kind)}{' '}
                    {path ? (
                        <Link to={path} className="font-medium text-brand-text hover:underline">
                            {name}
                        </Link>
                    ) : (
                        <span className="font-medium">{name}</span>
                    )}{' '}
                    <time
                        dateTime={line.created_at}
                        title={formatDateTime(line.created_at)}
                        className="whitespace-nowrap text-ink-3 text-sm"
                    >
                        {formatRelative(line.created_at)}
                    </time>
                </p>
                {line.api_key_id && <p className="text-ink-3 text-sm">With a personal API key</p>}
                {changes.length > 0 && <ChangeList changes={changes} kind={kind} />}
            </div>
        </li>
    )
}
