import { BindLogic, useActions, useValues } from 'kea'
import { router } from 'kea-router'
import { Radio } from 'lucide-react'
import { Avatar } from '~/design/Avatar'
import { Badge } from '~/design/Badge'
import { Button } from '~/design/Button'
import { Card, CardHeader } from '~/design/Card'
import { CopyField } from '~/design/Copy'
import { PageHeader } from '~/design/PageHeader'
import { EmptyState, ErrorState, Loading, Skeleton, SkeletonRows } from '~/design/States'
import { formatCount, formatDate } from '~/lib/format'
import { EventPanel } from '../components/EventPanel'
import { EventTable } from '../components/EventTable'
import { PropertyList } from '../components/PropertyList'
import { urls } from '../lib/urls'
import { personSceneLogic } from './personSceneLogic'

export function Scene({ id = '' }: Record<string, string>): React.JSX.Element {
    return (
        <BindLogic logic={personSceneLogic} props={{ id }}>
            <PersonPage />
        </BindLogic>
    )
}

function PersonPage(): React.JSX.Element {
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
                heading={
                    <div className="flex items-center gap-4">
                        <Avatar name={person.name} seed={person.id} size="lg" />
                        <div className="min-w-0">
                            <h1 className="display truncate text-2xl">{person.name}</h1>
                            <div className="mt-1 flex flex-wrap items-center gap-2 text-ink-3 text-sm">
                                {person.is_identified ? (
                                    <Badge tone="brand">Identified</Badge>
                                ) : (
                                    <Badge>Anonymous</Badge>
                                )}
                                <span>First seen {formatDate(person.created_at)}</span>
                                <span aria-hidden="true">·</span>
                                <span>{formatCount(person.distinct_ids.length, 'distinct ID')}</span>
                            </div>
                        </div>
                    </div>
                }
            />
            <div className="grid grid-cols-1 items-start gap-5 xl:grid-cols-[minmax(0,1fr)_21rem]">
                <Card className="order-2 overflow-hidden xl:order-1">
                    <CardHeader title="Events" />
                    <PersonEvents />
                </Card>
                <div className="order-1 flex flex-col gap-5 xl:order-2">
                    <Card className="overflow-hidden">
                        <CardHeader title="Properties" />
                        <div className="scrollbar-thin overflow-y-auto max-xl:max-h-72">
                            <PropertyList properties={person.properties} label="properties of this person" />
                        </div>
                    </Card>
                    <Card className="overflow-hidden">
                        <CardHeader title="Distinct IDs" />
                        <ul className="scrollbar-thin flex max-h-72 flex-col gap-2 overflow-y-auto p-4">
                            {person.distinct_ids.map((distinctId) => (
                                <li key={distinctId}>
                                    <CopyField value={distinctId} label="distinct ID" />
                                </li>
                            ))}
                        </ul>
                    </Card>
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
                <>
                    <EventTable rows={events} onOpen={openEventPanel} withoutPerson />
                    {cursor && (
                        <div className="border-line border-t p-3 text-center">
                            <Button variant="ghost" onClick={loadMore} loading={loadingMore}>
                                Show older events
                            </Button>
                        </div>
                    )}
                </>
            )
    }
}
