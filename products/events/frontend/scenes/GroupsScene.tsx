import { BindLogic, useActions, useValues } from 'kea'
import { router } from 'kea-router'
import { Building2 } from 'lucide-react'
import { Card } from '~/design/Card'
import { cn } from '~/design/cn'
import { SearchInput } from '~/design/Field'
import { Link } from '~/design/Link'
import { PageHeader } from '~/design/PageHeader'
import { Pager } from '~/design/Pager'
import { Segmented } from '~/design/Segmented'
import { EmptyState, ErrorState, SkeletonRows } from '~/design/States'
import { type Column, Table } from '~/design/Table'
import { propertyLabel } from '~/filters/propertyNames'
import { formatCount, formatDateTime, formatRelative } from '~/lib/format'
import type { Properties } from '~/lib/types'
import { CellValue } from '../components/CellValue'
import type { Group } from '../lib/eventsApi'
import { groupName, typeName } from '../lib/groups'
import { urls } from '../lib/urls'
import { groupsSceneLogic, PAGE_SIZE } from './groupsSceneLogic'

export function Scene({ type = '0' }: Record<string, string>): React.JSX.Element {
    const index = Math.max(0, Math.min(4, Math.trunc(Number(type)) || 0))
    return (
        <BindLogic logic={groupsSceneLogic} props={{ type: index }}>
            <GroupsPage type={index} />
        </BindLogic>
    )
}

function GroupsPage({ type }: { type: number }): React.JSX.Element {
    const { types, search, page, answer, loading } = useValues(groupsSceneLogic({ type }))
    const { setSearch, setPage } = useActions(groupsSceneLogic({ type }))
    return (
        <>
            <PageHeader
                title="Groups"
                description="Companies, teams, projects: whatever people act for."
                actions={
                    types &&
                    types.length > 1 && (
                        <Segmented
                            label="Kind of group"
                            value={String(type)}
                            onChange={(next) => router.actions.push(urls.groups(Number(next)))}
                            options={types.map((one) => ({
                                value: String(one.group_type_index),
                                label: typeName(one),
                            }))}
                        />
                    )
                }
            />
            <Card className="overflow-hidden">
                <div className="flex flex-wrap items-center gap-2 border-line border-b p-3">
                    <SearchInput
                        label="Search groups"
                        placeholder="Search by key or name"
                        value={search}
                        onChange={setSearch}
                        className="w-full sm:w-80"
                    />
                    {answer && (
                        <span className="tabular ml-auto hidden text-ink-3 text-sm sm:inline" role="status">
                            {formatCount(answer.count, 'group')}
                        </span>
                    )}
                </div>
                <div className={cn('transition-opacity', loading && answer && 'opacity-50')} aria-busy={loading}>
                    <GroupList type={type} />
                </div>
            </Card>
            <Pager count={answer?.count ?? 0} page={page} pageSize={PAGE_SIZE} onChange={setPage} label="groups" />
        </>
    )
}

function GroupList({ type }: { type: number }): React.JSX.Element {
    const { answer, error, types, search } = useValues(groupsSceneLogic({ type }))
    const { load } = useActions(groupsSceneLogic({ type }))
    if (error) {
        return <ErrorState error={error} onRetry={load} />
    }
    if (!answer || !types) {
        return <SkeletonRows rows={8} label="Loading groups" />
    }
    if (!answer.results.length) {
        return search ? (
            <EmptyState icon={<Building2 />} title="No group like that">
                Search looks at keys and names.
            </EmptyState>
        ) : (
            <EmptyState icon={<Building2 />} title="No groups yet">
                Call <code>posthog.group('company', 'acme', {'{ name: "Acme" }'})</code> and the company appears here,
                with everybody who acts for it.
            </EmptyState>
        )
    }
    return (
        <Table
            caption="Groups"
            columns={columnsFor(answer.results)}
            rows={answer.results}
            rowKey={(group) => group.group_key}
            onRowClick={(group) => router.actions.push(urls.group(group.group_type_index, group.group_key))}
        />
    )
}

/** The properties that most of these groups have make columns, up to four. */
function columnsFor(groups: readonly Group[]): Column<Group>[] {
    const counts = new Map<string, number>()
    for (const group of groups) {
        for (const name of Object.keys(group.group_properties)) {
            counts.set(name, (counts.get(name) ?? 0) + 1)
        }
    }
    counts.delete('name')
    const frequent = [...counts]
        .sort((left, right) => right[1] - left[1] || left[0].localeCompare(right[0]))
        .slice(0, 4)
    return [
        {
            key: 'group',
            title: 'Group',
            className: 'max-sm:w-full max-sm:max-w-0',
            render: (group) => (
                <Link
                    to={urls.group(group.group_type_index, group.group_key)}
                    onClick={(click) => click.stopPropagation()}
                    className="block max-w-full sm:max-w-80"
                >
                    <bdi className="block truncate font-medium hover:underline">{groupName(group)}</bdi>
                    {groupName(group) !== group.group_key && (
                        <code className="block truncate text-ink-3 text-xs">{group.group_key}</code>
                    )}
                </Link>
            ),
        },
        ...frequent.map(
            ([name]): Column<Group> => ({
                key: `properties.${name}`,
                title: <span className="block max-w-48 truncate">{propertyLabel(name)}</span>,
                from: 'md',
                render: (group) => <CellValue value={(group.group_properties as Properties)[name] ?? null} />,
            })
        ),
        {
            key: 'created',
            title: 'First seen',
            align: 'right',
            className: 'whitespace-nowrap text-ink-3 text-sm',
            render: (group) => <span title={formatDateTime(group.created_at)}>{formatRelative(group.created_at)}</span>,
        },
    ]
}
