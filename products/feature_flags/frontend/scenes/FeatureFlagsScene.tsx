import { useActions, useValues } from 'kea'
import { router } from 'kea-router'
import { Copy, EllipsisVertical, Plus, ToggleRight, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { appLogic } from '~/app/appLogic'
import { Badge } from '~/design/Badge'
import { Button, ButtonLink } from '~/design/Button'
import { Card } from '~/design/Card'
import { cn } from '~/design/cn'
import { SearchInput } from '~/design/Field'
import { Link } from '~/design/Link'
import { Menu, MenuItem } from '~/design/Menu'
import { Confirm } from '~/design/Modal'
import { PageHeader } from '~/design/PageHeader'
import { Pager } from '~/design/Pager'
import { Select } from '~/design/Select'
import { EmptyState, ErrorState, SkeletonRows } from '~/design/States'
import { type Column, Table } from '~/design/Table'
import { Switch } from '~/design/Toggle'
import { copyText } from '~/lib/clipboard'
import { formatCount, formatDateTime, formatRelative } from '~/lib/format'
import { BulkBar, Refusals, Tick, TickAll } from '../components/BulkBar'
import { FlagBadge } from '../components/FlagBadge'
import { describeReach, type Flag, kindOf, variantsOf } from '../lib/flags'
import { urls } from '../lib/urls'
import { type Filters, featureFlagsSceneLogic, PAGE_SIZE } from './featureFlagsSceneLogic'

/** The flags of the project. */
export function Scene(): React.JSX.Element {
    const { filters, answer, loading } = useValues(featureFlagsSceneLogic)
    const { setFilters } = useActions(featureFlagsSceneLogic)
    return (
        <>
            <PageHeader
                title="Feature flags"
                description="Who gets what, decided without a release."
                actions={
                    <ButtonLink to={urls.newFlag()} variant="primary" icon={<Plus />}>
                        New flag
                    </ButtonLink>
                }
            />
            <Card className="overflow-hidden">
                <Toolbar />
                <Refusals />
                <div className={cn('transition-opacity', loading && answer && 'opacity-50')} aria-busy={loading}>
                    <FlagList />
                </div>
            </Card>
            <Pager
                count={answer?.count ?? 0}
                page={filters.page}
                pageSize={PAGE_SIZE}
                onChange={(page) => setFilters({ page })}
                label="flags"
            />
            <BulkBar />
        </>
    )
}

function Toolbar(): React.JSX.Element {
    const { filters, answer, tags, flags, members } = useValues(featureFlagsSceneLogic)
    const { setFilters } = useActions(featureFlagsSceneLogic)
    // Those who left are known by the flags that are shown.
    const owners = new Map(
        [...flags.flatMap(({ created_by: by }) => (by ? [by] : [])), ...members.map((member) => member.user)].map(
            (by) => [String(by.id), by.first_name || by.email]
        )
    )
    if (filters.owner && !owners.has(filters.owner)) {
        owners.set(filters.owner, 'the chosen person')
    }
    return (
        <div className="flex flex-wrap items-center gap-2 border-line border-b p-3">
            <SearchInput
                label="Search flags"
                placeholder="Search by key, description or tag"
                value={filters.search}
                onChange={(search) => setFilters({ search })}
                className="w-full sm:max-w-xs"
            />
            <Select
                label="State"
                value={filters.state}
                onChange={(state: Filters['state']) => setFilters({ state })}
                options={[
                    { value: 'all', label: 'Any state' },
                    { value: 'true', label: 'On' },
                    { value: 'false', label: 'Off' },
                    { value: 'STALE', label: 'Stale', hint: 'Nobody asks for it, or everybody gets the same' },
                    { value: 'archived', label: 'Archived' },
                ]}
            />
            <Select
                label="Type"
                value={filters.type}
                onChange={(type: Filters['type']) => setFilters({ type })}
                options={[
                    { value: 'all', label: 'Any type' },
                    { value: 'boolean', label: 'On or off' },
                    { value: 'multivariant', label: 'With variants' },
                    { value: 'remote_config', label: 'Remote config' },
                ]}
            />
            {tags.length > 0 && (
                <Select
                    label="Tag"
                    value={filters.tag}
                    onChange={(tag) => setFilters({ tag })}
                    options={[{ value: '', label: 'Any tag' }, ...tags.map((tag) => ({ value: tag, label: tag }))]}
                />
            )}
            {(owners.size > 1 || filters.owner) && (
                <Select
                    label="Made by"
                    value={filters.owner}
                    onChange={(owner) => setFilters({ owner })}
                    options={[
                        { value: '', label: 'Made by anybody' },
                        ...[...owners].map(([value, name]) => ({ value, label: `By ${name}` })),
                    ]}
                />
            )}
            <Select
                label="Order"
                quiet
                value={filters.order}
                onChange={(order: Filters['order']) => setFilters({ order })}
                className="max-sm:hidden"
                options={[
                    { value: '-created_at', label: 'Newest first' },
                    { value: '-updated_at', label: 'Last changed first' },
                    { value: '-last_called_at', label: 'Last used first' },
                    { value: 'key', label: 'By key' },
                ]}
            />
            {answer && (
                <span className="tabular ml-auto hidden text-ink-3 text-sm xl:inline" role="status">
                    {formatCount(answer.count, 'flag')}
                </span>
            )}
        </div>
    )
}

function FlagList(): React.JSX.Element {
    const { status, error, flags, isFiltered } = useValues(featureFlagsSceneLogic)
    const { load, setFilters } = useActions(featureFlagsSceneLogic)
    switch (status) {
        case 'failed':
            return <ErrorState error={error} onRetry={load} />
        case 'loading':
            return <SkeletonRows rows={8} label="Loading feature flags" />
        case 'empty':
            return isFiltered ? (
                <EmptyState
                    icon={<ToggleRight />}
                    title="No flag like that"
                    action={
                        <Button
                            onClick={() => setFilters({ search: '', state: 'all', type: 'all', tag: '', owner: '' })}
                        >
                            Show all flags
                        </Button>
                    }
                >
                    Archived flags are shown under the state “Archived”.
                </EmptyState>
            ) : (
                <EmptyState
                    icon={<ToggleRight />}
                    title="No feature flags yet"
                    action={
                        <ButtonLink to={urls.newFlag()} variant="primary" icon={<Plus />}>
                            Make the first flag
                        </ButtonLink>
                    }
                >
                    A flag turns something on for some people: a share of everybody, your team, customers of a plan.
                </EmptyState>
            )
        case 'ready':
            return (
                <Table
                    caption="Feature flags"
                    columns={COLUMNS}
                    rows={flags}
                    rowKey={(flag) => String(flag.id)}
                    onRowClick={(flag) => router.actions.push(urls.flag(flag.id))}
                />
            )
    }
}

function FlagSwitch({ flag }: { flag: Flag }): React.JSX.Element {
    const { switching } = useValues(featureFlagsSceneLogic)
    const { switchFlag } = useActions(featureFlagsSceneLogic)
    const active = switching[flag.id] ?? flag.active
    return (
        // biome-ignore lint/a11y/noStaticElementInteractions: keeps clicks on the switch from opening the row
        <span onClick={(click) => click.stopPropagation()} onKeyDown={(press) => press.stopPropagation()}>
            <Switch checked={active} disabled={flag.archived} onChange={(next) => switchFlag(flag, next)}>
                <span className="sr-only">
                    {flag.key} {active ? 'is on' : 'is off'}
                </span>
            </Switch>
        </span>
    )
}

function FlagMenu({ flag }: { flag: Flag }): React.JSX.Element {
    const { deleteFlag } = useActions(featureFlagsSceneLogic)
    const [asking, setAsking] = useState(false)
    return (
        // biome-ignore lint/a11y/noStaticElementInteractions: keeps clicks on the menu from opening the row
        <span onClick={(click) => click.stopPropagation()} onKeyDown={(press) => press.stopPropagation()}>
            <Menu
                trigger={
                    <Button
                        variant="ghost"
                        size="sm"
                        square
                        aria-label={`More about ${flag.key}`}
                        icon={<EllipsisVertical />}
                    />
                }
            >
                <MenuItem icon={<Copy />} onSelect={() => void copyText(flag.key)}>
                    Copy key
                </MenuItem>
                <MenuItem icon={<Trash2 />} danger onSelect={() => setAsking(true)}>
                    Delete
                </MenuItem>
            </Menu>
            <Confirm
                open={asking}
                onClose={() => setAsking(false)}
                onConfirm={() => {
                    setAsking(false)
                    deleteFlag(flag)
                }}
                title={`Delete ${flag.key}?`}
                action="Delete flag"
            >
                SDKs get no answer for it any more, so code that asks takes its fallback. You can undo this right after,
                and restore it later from its page.
            </Confirm>
        </span>
    )
}

function Changed({ flag }: { flag: Flag }): React.JSX.Element {
    const { user } = useValues(appLogic)
    const by = flag.last_modified_by
    const name = !by ? 'the system' : by.id === user?.id ? 'you' : by.first_name || by.email
    return (
        <span title={formatDateTime(flag.updated_at)}>
            {formatRelative(flag.updated_at)} by {name}
        </span>
    )
}

const COLUMNS: Column<Flag>[] = [
    {
        key: 'tick',
        title: <TickAll />,
        className: 'w-px pr-0!',
        render: (flag) => <Tick flag={flag} />,
    },
    {
        key: 'switch',
        title: <span className="sr-only">On or off</span>,
        className: 'w-px',
        render: (flag) => <FlagSwitch flag={flag} />,
    },
    {
        key: 'flag',
        title: 'Flag',
        className: 'w-full max-w-0',
        render: (flag) => (
            <div className="flex min-w-0 flex-col gap-0.5">
                <div className="flex min-w-0 items-center gap-2">
                    <Link
                        to={urls.flag(flag.id)}
                        onClick={(click) => click.stopPropagation()}
                        className="min-w-0 truncate font-medium font-mono text-[0.8125rem] hover:underline"
                    >
                        {flag.key}
                    </Link>
                    {flag.tags.map((tag) => (
                        <Badge key={tag} className="max-md:hidden">
                            {tag}
                        </Badge>
                    ))}
                </div>
                {flag.name && <span className="truncate text-ink-3 text-sm">{flag.name}</span>}
                <span className="truncate text-ink-3 text-sm sm:hidden">{describeReach(flag)}</span>
            </div>
        ),
    },
    {
        key: 'reach',
        title: 'Reaches',
        from: 'sm',
        className: 'whitespace-nowrap text-sm',
        render: (flag) => (
            <span className="flex items-center gap-2">
                {describeReach(flag)}
                {kindOf(flag) === 'multivariant' && <Badge>{variantsOf(flag.filters).length} variants</Badge>}
            </span>
        ),
    },
    {
        key: 'status',
        title: 'Status',
        // On a phone the switch says most of it, and the key needs the room.
        from: 'sm',
        render: (flag) => <FlagBadge state={flag.status} reason={flag.status_reason} />,
    },
    {
        key: 'called',
        title: 'Last used',
        from: 'lg',
        align: 'right',
        className: 'whitespace-nowrap text-ink-3 text-sm',
        render: (flag) => (
            <span title={formatDateTime(flag.last_called_at)}>{formatRelative(flag.last_called_at)}</span>
        ),
    },
    {
        key: 'changed',
        title: 'Changed',
        from: 'lg',
        align: 'right',
        className: 'whitespace-nowrap text-ink-3 text-sm',
        render: (flag) => <Changed flag={flag} />,
    },
    {
        key: 'more',
        title: <span className="sr-only">More</span>,
        className: 'w-px max-sm:pl-0',
        render: (flag) => <FlagMenu flag={flag} />,
    },
]
