import { BindLogic, useActions, useValues } from 'kea'
import { router } from 'kea-router'
import { Building2, History } from 'lucide-react'
import { useState } from 'react'
import { ActivityLines } from '~/activity/ActivityLines'
import { Avatar } from '~/design/Avatar'
import { Card, CardHeader } from '~/design/Card'
import { Sparkline } from '~/design/charts/Sparkline'
import { Link } from '~/design/Link'
import { PageHeader } from '~/design/PageHeader'
import { Pager } from '~/design/Pager'
import { EmptyState, ErrorState, Loading, Skeleton, SkeletonRows } from '~/design/States'
import { type Column, Table } from '~/design/Table'
import { Tabs } from '~/design/Tabs'
import { formatCount, formatDate, formatDateTime, formatNumber, formatRelative } from '~/lib/format'
import type { DistinctId, Properties } from '~/lib/types'
import { EditProperty } from '../components/EditProperty'
import { EventPanel } from '../components/EventPanel'
import { EventTable } from '../components/EventTable'
import { GroupActions } from '../components/GroupActions'
import { PropertyChanges } from '../components/PropertyChanges'
import { PropertyList } from '../components/PropertyList'
import { useActorName } from '../components/useActorName'
import { groupName, typeName } from '../lib/groups'
import { urls } from '../lib/urls'
import { groupHistoryLogic, LINES_SHOWN } from './groupHistoryLogic'
import { DAYS, type GroupMember, type GroupProps, groupSceneLogic } from './groupSceneLogic'

export function Scene({ type = '0', groupKey = '' }: Record<string, string>): React.JSX.Element {
    const props = { type: Math.max(0, Math.min(4, Math.trunc(Number(type)) || 0)), groupKey }
    return (
        <BindLogic logic={groupSceneLogic} props={props}>
            <GroupPage {...props} />
        </BindLogic>
    )
}

function GroupPage(props: GroupProps): React.JSX.Element {
    const { group, groupType, error, days, openEvent } = useValues(groupSceneLogic(props))
    const { load, openEventPanel, setProperty, unsetProperty } = useActions(groupSceneLogic(props))
    const [tab, setTab] = useState<'persons' | 'events' | 'changes' | 'activity'>('persons')
    const back = { to: urls.groups(props.type), label: groupType ? typeName(groupType) : 'Groups' }
    if (error) {
        return (
            <>
                <PageHeader title="Group" back={back} />
                <ErrorState title="This group could not be opened" error={error} onRetry={load} />
            </>
        )
    }
    if (!group) {
        return (
            <Loading label="Loading the group">
                <PageHeader title="Group" back={back} heading={<Skeleton className="h-9 w-72" />} />
                <Skeleton className="h-80 w-full rounded-xl opacity-60" />
            </Loading>
        )
    }
    const total = days?.reduce((sum, one) => sum + one, 0) ?? 0
    return (
        <>
            <PageHeader
                title={groupName(group)}
                back={back}
                heading={
                    <h1 className="display truncate text-2xl">
                        <bdi>{groupName(group)}</bdi>
                    </h1>
                }
                description={
                    <>
                        <bdi>{groupType?.name_singular || groupType?.group_type || 'Group'}</bdi>{' '}
                        <bdi className="[overflow-wrap:anywhere]">{group.group_key}</bdi> · first seen{' '}
                        {formatDate(group.created_at)}
                    </>
                }
                actions={
                    <>
                        {days && (
                            <div className="flex items-center gap-3">
                                <Sparkline
                                    values={days}
                                    label={`${formatCount(total, 'event')} in the last ${DAYS} days`}
                                    className="h-9 w-36"
                                />
                                <p className="text-ink-3 text-xs">
                                    <span className="tabular block font-semibold text-ink text-sm">
                                        {formatNumber(total)}
                                    </span>
                                    {total === 1 ? 'event' : 'events'} in {DAYS} days
                                </p>
                            </div>
                        )}
                        <GroupActions {...props} />
                    </>
                }
            />
            <div className="grid grid-cols-1 items-start gap-5 xl:grid-cols-[minmax(0,1fr)_23rem]">
                <Card className="order-2 min-w-0 overflow-hidden xl:order-1">
                    <Tabs
                        label="Group"
                        value={tab}
                        onChange={setTab}
                        className="[&>[role=tablist]]:px-2 [&>[role=tablist]]:pt-1"
                        tabs={[
                            { value: 'persons', label: 'Persons', content: <Members {...props} /> },
                            { value: 'events', label: 'Events', content: <Events {...props} /> },
                            { value: 'changes', label: 'Property history', content: <Changes {...props} /> },
                            { value: 'activity', label: 'Activity log', content: <GroupActivity {...props} /> },
                        ]}
                    />
                </Card>
                <Card className="order-1 min-w-0 overflow-hidden xl:order-2">
                    <CardHeader title="Properties" actions={<EditProperty onSave={setProperty} />} />
                    <div className="scrollbar-thin overflow-y-auto max-xl:max-h-72">
                        <PropertyList
                            properties={group.group_properties as Properties}
                            label="properties of this group"
                            empty="Nothing is known about this group. Send properties with group()."
                            actions={(entry) => (
                                <EditProperty
                                    name={entry.name}
                                    value={entry.value}
                                    onSave={setProperty}
                                    onRemove={unsetProperty}
                                />
                            )}
                        />
                    </div>
                </Card>
            </div>
            <EventPanel
                uuid={openEvent?.uuid ?? null}
                event={openEvent}
                error={null}
                onClose={() => openEventPanel(null)}
                onRetry={() => undefined}
                onOpen={openEventPanel}
                onFilter={(filter) => router.actions.push(urls.activity(), { properties: [filter] })}
            />
        </>
    )
}

function Members(props: GroupProps): React.JSX.Element {
    const { members, detailError } = useValues(groupSceneLogic(props))
    const { load } = useActions(groupSceneLogic(props))
    const actorName = useActorName()
    if (detailError) {
        return <ErrorState error={detailError} onRetry={load} />
    }
    if (!members) {
        return <SkeletonRows rows={5} label="Loading persons" />
    }
    if (!members.length) {
        return (
            <EmptyState icon={<Building2 />} title="Nobody yet">
                Who sends an event for this group is listed here.
            </EmptyState>
        )
    }
    const columns: Column<GroupMember>[] = [
        {
            key: 'person',
            title: 'Person',
            className: 'w-full max-w-0',
            render: (one) => {
                const name = actorName({
                    distinct_id: one.distinctId as DistinctId,
                    person_properties: one.properties,
                })
                return (
                    <Link
                        to={urls.person(one.personId)}
                        onClick={(click) => click.stopPropagation()}
                        className="flex max-w-full items-center gap-3 font-medium hover:underline"
                    >
                        <Avatar name={name} seed={one.personId} size="sm" />
                        <bdi className="truncate">{name}</bdi>
                    </Link>
                )
            },
        },
        { key: 'events', title: 'Events', align: 'right', render: (one) => formatNumber(one.events) },
        {
            key: 'seen',
            title: 'Last seen',
            align: 'right',
            className: 'whitespace-nowrap text-ink-3 text-sm',
            render: (one) => <span title={formatDateTime(one.lastSeen)}>{formatRelative(one.lastSeen)}</span>,
        },
    ]
    return (
        <Table
            caption="Persons of this group, the most active first"
            columns={columns}
            rows={members}
            rowKey={(one) => one.personId}
            onRowClick={(one) => router.actions.push(urls.person(one.personId))}
        />
    )
}

function Events(props: GroupProps): React.JSX.Element {
    const { events, detailError } = useValues(groupSceneLogic(props))
    const { load, openEventPanel } = useActions(groupSceneLogic(props))
    if (detailError) {
        return <ErrorState error={detailError} onRetry={load} />
    }
    if (!events) {
        return <SkeletonRows rows={5} label="Loading events" />
    }
    return <EventTable rows={events} onOpen={openEventPanel} />
}

function Changes(props: GroupProps): React.JSX.Element {
    const { changes, changesError } = useValues(groupHistoryLogic(props))
    const { loadChanges } = useActions(groupHistoryLogic(props))
    return (
        <PropertyChanges
            changes={changes}
            error={changesError}
            onRetry={loadChanges}
            empty="Nobody and no event has changed this group’s properties."
        />
    )
}

/** Who made and changed the group by hand. */
function GroupActivity(props: GroupProps): React.JSX.Element {
    const { activity, activityError, activityPage } = useValues(groupHistoryLogic(props))
    const { loadActivity, setActivityPage } = useActions(groupHistoryLogic(props))
    if (activityError) {
        return <ErrorState error={activityError} onRetry={loadActivity} />
    }
    if (!activity) {
        return <SkeletonRows rows={4} label="Loading the activity log" />
    }
    if (!activity.results.length) {
        return (
            <EmptyState icon={<History />} title="Nobody has changed this group">
                What people change here by hand is listed with what it was before. What events say is in the property
                history.
            </EmptyState>
        )
    }
    return (
        <>
            <ActivityLines lines={activity.results} />
            <div className="px-4 pb-3 empty:hidden sm:px-5">
                <Pager
                    count={activity.count}
                    page={activityPage}
                    pageSize={LINES_SHOWN}
                    onChange={setActivityPage}
                    label="changes"
                />
            </div>
        </>
    )
}
