import { analyticsUrls } from '@products/product_analytics/manifest'
import { useActions, useValues } from 'kea'
import { ChartLine, Link2 } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Avatar } from '~/design/Avatar'
import { Button, ButtonLink } from '~/design/Button'
import { CodeBlock } from '~/design/CodeBlock'
import { Link } from '~/design/Link'
import { Drawer } from '~/design/Modal'
import { ErrorState, Loading, Skeleton } from '~/design/States'
import { Tabs } from '~/design/Tabs'
import { toast } from '~/design/toastLogic'
import { copyText } from '~/lib/clipboard'
import { formatDateTime, formatRelative } from '~/lib/format'
import { hrefOf } from '~/lib/navigation'
import type { PropertyFilter } from '~/lib/queries'
import type { EventRow } from '~/lib/types'
import { urls } from '../lib/urls'
import { ElementTree } from './ElementTree'
import { EventName } from './EventName'
import { eventDetailLogic, hasElements, sessionIdOf } from './eventDetailLogic'
import { PropertyList } from './PropertyList'
import { SessionEvents } from './SessionEvents'
import { useActorName } from './useActorName'

export interface EventPanelProps {
    uuid: string | null
    event: EventRow | null
    error: Error | null
    onClose: () => void
    onRetry: () => void
    /** Goes to another event of the same session. */
    onOpen: (event: EventRow) => void
    /** Narrows a list down to events with this value. */
    onFilter: (filter: PropertyFilter) => void
}

/** Everything about one event. */
export function EventPanel({ uuid, event, error, onClose, onRetry, ...rest }: EventPanelProps): React.JSX.Element {
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
                <EventDetails key={event.uuid} event={event} {...rest} />
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

type Tab = 'properties' | 'person' | 'session' | 'elements' | 'json'

interface EventDetailsProps extends Pick<EventPanelProps, 'onOpen' | 'onFilter'> {
    event: EventRow
}

function EventDetails({ event, onOpen, onFilter }: EventDetailsProps): React.JSX.Element {
    const [tab, setTab] = useState<Tab>('properties')
    const { loadSession } = useActions(eventDetailLogic({ event }))
    useEffect(() => {
        if (tab === 'session') {
            loadSession()
        }
    }, [tab, loadSession])
    const tabs: { value: Tab; label: string; content: React.JSX.Element }[] = [
        {
            value: 'properties',
            label: 'Properties',
            content: (
                <PropertyList
                    properties={event.properties}
                    label="properties of this event"
                    filterBy={(key, value) => onFilter({ type: 'event', key, operator: 'exact', value: [value] })}
                />
            ),
        },
        {
            value: 'person',
            label: 'Person then',
            content: (
                <PropertyList
                    properties={event.person_properties}
                    label="properties of the person at the time"
                    empty="Nothing was known about this person when the event happened."
                    filterBy={(key, value) => onFilter({ type: 'person', key, operator: 'exact', value: [value] })}
                />
            ),
        },
    ]
    if (sessionIdOf(event)) {
        tabs.push({ value: 'session', label: 'Session', content: <SessionEvents event={event} onOpen={onOpen} /> })
    }
    if (hasElements(event)) {
        tabs.push({ value: 'elements', label: 'Element', content: <Elements event={event} /> })
    }
    tabs.push({
        value: 'json',
        label: 'JSON',
        content: <CodeBlock className="m-4" label="the event as JSON" code={asJson(event)} />,
    })
    return (
        <>
            <Head event={event} />
            <Tabs label="Event" value={tab} onChange={setTab} className="[&>[role=tablist]]:px-3" tabs={tabs} />
        </>
    )
}

function Head({ event }: { event: EventRow }): React.JSX.Element {
    const name = useActorName()(event)
    const copyLink = async (): Promise<void> => {
        const address = `${window.location.origin}${hrefOf(urls.event(event.uuid))}`
        if (await copyText(address)) {
            toast.success('The event’s address is in your clipboard.')
        } else {
            toast.error(`The browser did not let Prickle copy. The address is ${address}`)
        }
    }
    return (
        <div className="flex flex-wrap items-center gap-2 px-5 py-3.5">
            <Link
                to={urls.person(event.person_id ?? event.distinct_id)}
                className="flex min-w-48 flex-1 items-center gap-3 rounded-lg border border-line px-3 py-2 hover:bg-hover"
            >
                <Avatar name={name} seed={event.person_id ?? event.distinct_id} />
                <span className="min-w-0">
                    <bdi className="block truncate font-medium">{name}</bdi>
                    <bdi className="block truncate text-ink-3 text-xs">{event.distinct_id}</bdi>
                </span>
            </Link>
            <Button square aria-label="Copy link to this event" title="Copy link" icon={<Link2 />} onClick={copyLink} />
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
    )
}

function Elements({ event }: { event: EventRow }): React.JSX.Element {
    const { chain, chainError } = useValues(eventDetailLogic({ event }))
    const { loadChain } = useActions(eventDetailLogic({ event }))
    if (chainError) {
        return <ErrorState title="The elements could not be loaded" error={chainError} onRetry={loadChain} />
    }
    if (chain === null) {
        return (
            <Loading label="Loading the elements">
                <Skeleton className="m-5 h-40" />
            </Loading>
        )
    }
    return chain ? (
        <ElementTree chain={chain} />
    ) : (
        <p className="px-5 py-8 text-center text-ink-3">The SDK sent no elements with this event.</p>
    )
}

function asJson(event: EventRow): string {
    const { uuid, event: name, timestamp, distinct_id, person_id, properties } = event
    return JSON.stringify({ uuid, event: name, timestamp, distinct_id, person_id, properties }, null, 2)
}
