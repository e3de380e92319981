import { analyticsUrls } from '@products/product_analytics/manifest'
import { useActions, useValues } from 'kea'
import { ChartLine, List, Radio } from 'lucide-react'
import { ButtonLink } from '~/design/Button'
import { Card } from '~/design/Card'
import { Sparkline } from '~/design/charts/Sparkline'
import { cn } from '~/design/cn'
import { SearchInput } from '~/design/Field'
import { Drawer } from '~/design/Modal'
import { Pager } from '~/design/Pager'
import { Select } from '~/design/Select'
import { EmptyState, ErrorState, SkeletonRows } from '~/design/States'
import { type Column, Table } from '~/design/Table'
import { propertyLabel } from '~/filters/propertyNames'
import { formatCompact, formatCount, formatDateTime, formatRelative } from '~/lib/format'
import type { EventDefinition } from '~/lib/types'
import { DefinitionBadges } from '../../components/DefinitionBadges'
import { DefinitionForm } from '../../components/DefinitionForm'
import { EventName } from '../../components/EventName'
import { urls } from '../../lib/urls'
import { VOLUME_DAYS, type Volumes } from '../../lib/volumes'
import { type EventKind, type EventOrder, eventsTabLogic, PAGE_SIZE } from './eventsTabLogic'

const KINDS: { value: EventKind; label: string }[] = [
    { value: 'event', label: 'All events' },
    { value: 'event_custom', label: 'Your events' },
    { value: 'event_posthog', label: 'From SDKs' },
]
const ORDERS: { value: EventOrder; label: string }[] = [
    { value: '-last_seen_at', label: 'Last seen first' },
    { value: 'name', label: 'By name' },
]

export function EventsTab(): React.JSX.Element {
    const { asked, answer, loading } = useValues(eventsTabLogic)
    const { ask } = useActions(eventsTabLogic)
    return (
        <>
            <Card className="overflow-hidden">
                <div className="flex flex-wrap items-center gap-2 border-line border-b p-3">
                    <SearchInput
                        label="Search events"
                        value={asked.search}
                        onChange={(search) => ask({ search })}
                        className="w-full sm:w-72"
                    />
                    <Select
                        label="Which events"
                        value={asked.kind}
                        onChange={(kind) => ask({ kind })}
                        options={KINDS}
                    />
                    <Select label="Order" value={asked.order} onChange={(order) => ask({ order })} options={ORDERS} />
                    {answer && (
                        <span className="tabular ml-auto hidden pr-1 text-ink-3 text-sm lg:inline" role="status">
                            {formatCount(answer.count, 'event')}
                        </span>
                    )}
                </div>
                <div className={cn('transition-opacity', loading && answer && 'opacity-50')} aria-busy={loading}>
                    <Events />
                </div>
            </Card>
            <Pager
                count={answer?.count ?? 0}
                page={asked.page}
                pageSize={PAGE_SIZE}
                onChange={(page) => ask({ page })}
                label="events"
            />
            <EventDrawer />
        </>
    )
}

function Events(): React.JSX.Element {
    const { answer, error, asked, volumes } = useValues(eventsTabLogic)
    const { load, openDefinition } = useActions(eventsTabLogic)
    if (error) {
        return <ErrorState error={error} onRetry={load} />
    }
    if (!answer) {
        return <SkeletonRows rows={10} label="Loading events" />
    }
    if (!answer.results.length) {
        return asked.search || asked.kind !== 'event' ? (
            <EmptyState icon={<Radio />} title="Nothing matches">
                Every word of the search must be in the event’s name.
            </EmptyState>
        ) : (
            <EmptyState
                icon={<Radio />}
                title="No events yet"
                action={
                    <ButtonLink to={urls.onboarding()} variant="primary">
                        Send the first event
                    </ButtonLink>
                }
            >
                The name of every event that arrives is listed here, to be described.
            </EmptyState>
        )
    }
    return (
        <Table
            caption="Event definitions"
            columns={columns(volumes, openDefinition)}
            rows={answer.results}
            rowKey={(one) => one.id}
            onRowClick={(one) => openDefinition(one.id)}
        />
    )
}

function columns(volumes: Volumes, open: (id: string) => void): Column<EventDefinition>[] {
    return [
        {
            key: 'name',
            title: 'Event',
            className: 'w-2/5 max-w-0 max-sm:w-full',
            render: (one) => (
                <button
                    type="button"
                    onClick={(click) => {
                        click.stopPropagation()
                        open(one.id)
                    }}
                    className="max-w-full rounded-sm text-left"
                >
                    <EventName name={one.name} />
                    {one.description && (
                        <bdi className="block truncate pl-9.5 text-ink-3 text-sm">{one.description}</bdi>
                    )}
                </button>
            ),
        },
        { key: 'badges', title: 'Notes', from: 'md', render: (one) => <DefinitionBadges {...one} /> },
        {
            key: 'volume',
            title: `Last ${VOLUME_DAYS} days`,
            from: 'sm',
            render: (one) => <Volume days={volumes[one.name]} />,
        },
        {
            key: 'seen',
            title: 'Last seen',
            align: 'right',
            className: 'whitespace-nowrap text-ink-3 text-sm',
            render: (one) => <span title={formatDateTime(one.last_seen_at)}>{formatRelative(one.last_seen_at)}</span>,
        },
    ]
}

function Volume({ days }: { days: number[] | undefined }): React.JSX.Element | null {
    if (!days) {
        return null
    }
    const total = days.reduce((sum, one) => sum + one, 0)
    return (
        <span className="flex items-center gap-3">
            <Sparkline
                values={days}
                label={`${formatCount(total, 'event')} in the last ${VOLUME_DAYS} days`}
                className="h-6 w-28"
            />
            <span aria-hidden="true" className="tabular text-ink-3 text-sm">
                {formatCompact(total)}
            </span>
        </span>
    )
}

function EventDrawer(): React.JSX.Element {
    const { open, properties, saving } = useValues(eventsTabLogic)
    const { openDefinition, save } = useActions(eventsTabLogic)
    return (
        <Drawer
            open={open !== null}
            onClose={() => openDefinition(null)}
            title={open ? <EventName name={open.name} large /> : 'Event'}
            description={
                open && (
                    <span className="mt-1.5 block break-words">
                        <code className="text-xs">{open.name}</code> · first seen {formatRelative(open.created_at)} ·
                        last seen {formatRelative(open.last_seen_at)}
                    </span>
                )
            }
        >
            {open && (
                <>
                    <div className="flex flex-wrap gap-2 px-5 pt-4">
                        <ButtonLink size="sm" icon={<List />} to={urls.activityOf(open.name)}>
                            Show in activity
                        </ButtonLink>
                        <ButtonLink
                            size="sm"
                            icon={<ChartLine />}
                            to={analyticsUrls.newInsight({
                                kind: 'TrendsQuery',
                                series: [{ kind: 'EventsNode', event: open.name, math: 'total' }],
                                interval: 'day',
                                dateRange: { date_from: '-30d', date_to: null },
                            })}
                        >
                            Chart it
                        </ButtonLink>
                    </div>
                    <DefinitionForm key={open.id} noun="event" initial={open} saving={saving} onSave={save} />
                    <section className="border-line border-t px-5 py-4">
                        <h3 className="font-medium text-sm">Properties seen with it</h3>
                        {properties === null ? (
                            <p className="mt-2 text-ink-3 text-sm">Loading…</p>
                        ) : properties.length === 0 ? (
                            <p className="mt-2 text-ink-3 text-sm">None so far.</p>
                        ) : (
                            <ul className="mt-2 flex flex-wrap gap-1.5">
                                {properties.map((one) => (
                                    <li
                                        key={one.id}
                                        title={one.name}
                                        className="max-w-full truncate rounded-md bg-sunken px-2 py-0.5 text-ink-2 text-xs"
                                    >
                                        <bdi>{propertyLabel(one.name)}</bdi>
                                    </li>
                                ))}
                            </ul>
                        )}
                    </section>
                </>
            )}
        </Drawer>
    )
}
