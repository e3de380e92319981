import { analyticsUrls } from '@products/product_analytics/manifest'
import { ChartLine } from 'lucide-react'
import { useState } from 'react'
import { Avatar } from '~/design/Avatar'
import { ButtonLink } from '~/design/Button'
import { CodeBlock } from '~/design/CodeBlock'
import { Link } from '~/design/Link'
import { Drawer } from '~/design/Modal'
import { ErrorState, Loading, Skeleton } from '~/design/States'
import { Tabs } from '~/design/Tabs'
import { formatDateTime, formatRelative } from '~/lib/format'
import type { EventRow } from '~/lib/types'
import { urls } from '../lib/urls'
import { EventName } from './EventName'
import { PropertyList } from './PropertyList'
import { useActorName } from './useActorName'

export interface EventPanelProps {
    uuid: string | null
    event: EventRow | null
    error: Error | null
    onClose: () => void
    onRetry: () => void
}

/** Everything about one event. */
export function EventPanel({ uuid, event, error, onClose, onRetry }: EventPanelProps): React.JSX.Element {
    return (
        <Drawer
            open={uuid !== null}
            onClose={onClose}
            title={event ? <EventName name={event.event} large /> : 'Event'}
            description={
                event && (
                    <span className="mt-1.5 block">
                        {formatDateTime(event.timestamp)} · {formatRelative(event.timestamp)}
                    </span>
                )
            }
        >
            {error ? (
                <ErrorState title="This event could not be opened" error={error} onRetry={onRetry} />
            ) : event ? (
                <EventDetails event={event} />
            ) : (
                <Loading label="Loading the event">
                    <div className="flex flex-col gap-3 p-5">
                        <Skeleton className="h-10 w-full" />
                        <Skeleton className="h-4 w-2/3" />
                        <Skeleton className="h-4 w-3/4" />
                        <Skeleton className="h-4 w-1/2" />
                    </div>
                </Loading>
            )}
        </Drawer>
    )
}

function EventDetails({ event }: { event: EventRow }): React.JSX.Element {
    const [tab, setTab] = useState<'properties' | 'json'>('properties')
    const name = useActorName()(event)
    return (
        <>
            <div className="flex flex-wrap items-center gap-3 px-5 py-3.5">
                <Link
                    to={urls.person(event.person_id ?? event.distinct_id)}
                    className="flex min-w-0 flex-1 items-center gap-3 rounded-lg border border-line px-3 py-2 hover:bg-hover"
                >
                    <Avatar name={name} seed={event.person_id ?? event.distinct_id} />
                    <span className="min-w-0">
                        <span className="block truncate font-medium">{name}</span>
                        <span className="block truncate text-ink-3 text-xs">{event.distinct_id}</span>
                    </span>
                </Link>
                <ButtonLink
                    icon={<ChartLine />}
                    to={analyticsUrls.newInsight({
                        kind: 'TrendsQuery',
                        series: [{ kind: 'EventsNode', event: event.event, math: 'total' }],
                        interval: 'day',
                        dateRange: { date_from: '-30d', date_to: null },
                    })}
                >
                    Chart it
                </ButtonLink>
            </div>
            <Tabs
                label="Event"
                value={tab}
                onChange={setTab}
                className="[&>[role=tablist]]:px-3"
                tabs={[
                    {
                        value: 'properties',
                        label: 'Properties',
                        content: <PropertyList properties={event.properties} label="properties of this event" />,
                    },
                    {
                        value: 'json',
                        label: 'JSON',
                        content: (
                            <CodeBlock
                                className="m-4"
                                label="the event as JSON"
                                code={JSON.stringify(
                                    {
                                        uuid: event.uuid,
                                        event: event.event,
                                        timestamp: event.timestamp,
                                        distinct_id: event.distinct_id,
                                        person_id: event.person_id,
                                        properties: event.properties,
                                    },
                                    null,
                                    2
                                )}
                            />
                        ),
                    },
                ]}
            />
        </>
    )
}
