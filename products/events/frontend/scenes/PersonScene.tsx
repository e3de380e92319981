import { BindLogic, useActions, useValues } from 'kea'
import { router } from 'kea-router'
import { Radio } from 'lucide-react'
import { useState } from 'react'
import { Avatar } from '~/design/Avatar'
import { Badge } from '~/design/Badge'
import { Card, CardHeader } from '~/design/Card'
import { Link } from '~/design/Link'
import { PageHeader } from '~/design/PageHeader'
import { EmptyState, ErrorState, Loading, Skeleton, SkeletonRows } from '~/design/States'
import { Tabs } from '~/design/Tabs'
import { formatCount, formatDate, formatDateTime } from '~/lib/format'
import { EditProperty } from '../components/EditProperty'
import { EventPanel } from '../components/EventPanel'
import { PersonActions } from '../components/PersonActions'
import { PersonFlags } from '../components/PersonFlags'
import { Identity, PersonChanges } from '../components/PersonHistory'
import { PersonTimeline } from '../components/PersonTimeline'
import { PropertyList } from '../components/PropertyList'
import { urls } from '../lib/urls'
import { personIdentityLogic } from './personIdentityLogic'
import { personSceneLogic } from './personSceneLogic'

export function Scene({ id = '' }: Record<string, string>): React.JSX.Element {
    return (
        <BindLogic logic={personSceneLogic} props={{ id }}>
            <PersonPage id={id} />
        </BindLogic>
    )
}

function PersonPage({ id }: { id: string }): React.JSX.Element {
    const [tab, setTab] = useState<'events' | 'changes' | 'identity' | 'flags'>('events')
    const { groups } = useValues(personIdentityLogic({ id }))
    const { setProperty, unsetProperty } = useActions(personIdentityLogic({ id }))
    const { person, personError, openEvent } = useValues(personSceneLogic)
    const { load, openEventPanel } = useActions(personSceneLogic)
    const back = { to: urls.persons(), label: 'Persons' }
    if (personError) {
        return (
            <>
                <PageHeader title="Person" back={back} />
                <ErrorState title="This person could not be opened" error={personError} onRetry={load} />
            </>
        )
    }
    if (!person) {
        return (
            <Loading label="Loading the person">
                <PageHeader title="Person" back={back} heading={<Skeleton className="h-14 w-72" />} />
                <Skeleton className="h-80 w-full rounded-xl opacity-60" />
            </Loading>
        )
    }
    return (
        <>
            <PageHeader
                title={person.name}
                back={back}
                actions={<PersonActions id={id} person={person} />}
                heading={
                    <div className="flex items-center gap-4">
                        <Avatar name={person.name} seed={person.id} size="lg" />
                        <div className="min-w-0">
                            <h1
                                className="display line-clamp-2 text-2xl [overflow-wrap:anywhere] sm:line-clamp-1"
                                title={person.name}
                            >
                                <bdi>{person.name}</bdi>
                            </h1>
                            <div className="mt-1 flex flex-wrap items-center gap-2 text-ink-3 text-sm">
                                {person.is_identified ? (
                                    <Badge tone="brand">Identified</Badge>
                                ) : (
                                    <Badge>Anonymous</Badge>
                                )}
                                <span title={formatDateTime(person.created_at)}>
                                    First seen {formatDate(person.created_at)}
                                </span>
                                <span aria-hidden="true">·</span>
                                <span>{formatCount(person.distinct_ids.length, 'distinct ID')}</span>
                            </div>
                        </div>
                    </div>
                }
            />
            <div className="grid grid-cols-1 items-start gap-5 xl:grid-cols-[minmax(0,1fr)_23rem]">
                <Card className="order-2 min-w-0 overflow-hidden xl:order-1">
                    <Tabs
                        label="Person"
                        value={tab}
                        onChange={setTab}
                        className="[&>[role=tablist]]:px-2 [&>[role=tablist]]:pt-1"
                        tabs={[
                            { value: 'events', label: 'Events', content: <PersonEvents /> },
                            { value: 'changes', label: 'Property history', content: <PersonChanges id={id} /> },
                            { value: 'identity', label: 'IDs and merges', content: <Identity id={id} /> },
                            {
                                value: 'flags',
                                label: 'Feature flags',
                                content: <PersonFlags distinctId={person.distinct_ids[0] ?? person.id} />,
                            },
                        ]}
                    />
                </Card>
                <div className="order-1 flex min-w-0 flex-col gap-5 xl:order-2">
                    <Card className="overflow-hidden">
                        <CardHeader title="Properties" actions={<EditProperty onSave={setProperty} />} />
                        <div className="scrollbar-thin overflow-y-auto max-xl:max-h-72">
                            <PropertyList
                                properties={person.properties}
                                label="properties of this person"
                                empty="Nothing is known about this person yet."
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
                    {groups.length > 0 && (
                        <Card className="overflow-hidden">
                            <CardHeader title="Groups" />
                            <ul className="divide-y divide-line">
                                {groups.map(({ type, key }) => (
                                    <li key={`${type.group_type_index}:${key}`}>
                                        <Link
                                            to={urls.group(type.group_type_index, key)}
                                            className="flex items-center justify-between gap-3 px-4 py-2.5 -outline-offset-2 hover:bg-hover sm:px-5"
                                        >
                                            <bdi className="truncate font-medium">{key}</bdi>
                                            <span className="shrink-0 text-ink-3 text-sm">
                                                {type.name_singular || type.group_type}
                                            </span>
                                        </Link>
                                    </li>
                                ))}
                            </ul>
                        </Card>
                    )}
                </div>
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

function PersonEvents(): React.JSX.Element {
    const { eventsStatus, eventsError, events, cursor, loadingMore } = useValues(personSceneLogic)
    const { loadEvents, loadMore, openEventPanel } = useActions(personSceneLogic)
    switch (eventsStatus) {
        case 'failed':
            return <ErrorState error={eventsError} onRetry={loadEvents} />
        case 'loading':
            return <SkeletonRows rows={6} label="Loading events" />
        case 'empty':
            return (
                <EmptyState icon={<Radio />} title="No events">
                    This person was set without an event, or their events are older than what is kept.
                </EmptyState>
            )
        case 'ready':
            return (
                <PersonTimeline
                    rows={events}
                    onOpen={openEventPanel}
                    hasMore={cursor !== null}
                    loadingMore={loadingMore}
                    onMore={loadMore}
                />
            )
    }
}
