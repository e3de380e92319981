import { useActions, useValues } from 'kea'
import { ArrowUp, Pause, Play, Radio, RotateCw } from 'lucide-react'
import { LiveDot } from '~/design/Badge'
import { Button, ButtonLink } from '~/design/Button'
import { Card } from '~/design/Card'
import { PageHeader } from '~/design/PageHeader'
import { Banner, EmptyState, ErrorState, SkeletonRows } from '~/design/States'
import { EventPicker } from '~/filters/EventPicker'
import { QueryFilters } from '~/filters/QueryFilters'
import { formatCount } from '~/lib/format'
import { ArrivalRate } from '../components/ArrivalRate'
import { ColumnChooser } from '../components/ColumnChooser'
import { EventPanel } from '../components/EventPanel'
import { EventTable } from '../components/EventTable'
import { columnsLogic } from '../lib/columnsLogic'
import { urls } from '../lib/urls'
import { activitySceneLogic } from './activitySceneLogic'

export function Scene(): React.JSX.Element {
    const { filters, openUuid, openEvent, openError } = useValues(activitySceneLogic)
    const { setFilters, openEventPanel, addFilter } = useActions(activitySceneLogic)
    return (
        <>
            <PageHeader
                title="Activity"
                description="What is happening, newest first."
                actions={
                    <>
                        <ArrivalRate />
                        <LiveToggle />
                    </>
                }
            />
            <Card className="overflow-hidden">
                <div className="flex flex-wrap items-center gap-2 border-line border-b p-3">
                    <EventPicker
                        label="Event"
                        value={filters.event}
                        onChange={(event) => setFilters({ ...filters, event })}
                        className="w-44 sm:w-auto sm:max-w-60"
                    />
                    <QueryFilters
                        label="Filter events by property"
                        filters={filters.properties}
                        onChange={(properties) => setFilters({ ...filters, properties })}
                    />
                    <div className="ml-auto">
                        <ColumnChooser list="activity" sources={['event', 'person']} rowSource="event" />
                    </div>
                </div>
                <ActivityList />
            </Card>
            <EventPanel
                uuid={openUuid}
                event={openEvent}
                error={openError}
                onClose={() => openEventPanel(null)}
                onRetry={() => openEventPanel(openUuid)}
                onOpen={(event) => openEventPanel(event.uuid)}
                onFilter={addFilter}
            />
            <NewRows />
        </>
    )
}

/** For those who read further down: what came in meanwhile, one click away. */
function NewRows(): React.JSX.Element | null {
    const { held } = useValues(activitySceneLogic)
    const { showHeld } = useActions(activitySceneLogic)
    return (
        <div
            aria-live="polite"
            className="pointer-events-none fixed inset-x-0 top-16 z-20 flex justify-center lg:top-4"
        >
            {held.length > 0 && (
                <Button
                    variant="primary"
                    size="sm"
                    icon={<ArrowUp />}
                    onClick={() => showHeld()}
                    className="pointer-events-auto animate-rise rounded-full! shadow-pop"
                >
                    {formatCount(held.length, 'new event')}
                </Button>
            )}
        </div>
    )
}

function LiveToggle(): React.JSX.Element {
    const { live, loading, liveError } = useValues(activitySceneLogic)
    const { setLive, load } = useActions(activitySceneLogic)
    return (
        <>
            {!live && (
                <Button
                    square
                    aria-label="Look for new events"
                    title="Refresh"
                    icon={<RotateCw />}
                    onClick={load}
                    loading={loading}
                />
            )}
            <Button
                aria-pressed={live}
                variant={live ? 'bloom' : 'secondary'}
                onClick={() => setLive(!live)}
                icon={live ? <LiveDot className={liveError ? 'animate-none! opacity-40' : undefined} /> : <Play />}
            >
                <span className="inline-flex items-center gap-2">
                    {live ? (liveError ? 'Reconnecting' : 'Live') : 'Go live'}
                    {live && <Pause className="opacity-60" />}
                </span>
            </Button>
        </>
    )
}

function ActivityList(): React.JSX.Element {
    const { status, error, rows, fresh, cursor, loadingMore, filters } = useValues(activitySceneLogic)
    const { columns } = useValues(columnsLogic({ list: 'activity' }))
    const { load, loadMore, setFilters, openEventPanel } = useActions(activitySceneLogic)
    const filtered = filters.event !== null || filters.properties.length > 0
    switch (status) {
        case 'failed':
            return <ErrorState error={error} onRetry={load} />
        case 'loading':
            return <SkeletonRows rows={10} label="Loading events" />
        case 'empty':
            return filtered ? (
                <EmptyState
                    icon={<Radio />}
                    title="Nothing matches"
                    action={
                        <Button onClick={() => setFilters({ event: null, properties: [] })}>Clear the filters</Button>
                    }
                >
                    No event passes these filters. While live, one that does appears here by itself.
                </EmptyState>
            ) : (
                <EmptyState
                    icon={<Radio />}
                    title="Quiet so far"
                    action={
                        <ButtonLink to={urls.onboarding()} variant="primary">
                            Send the first event
                        </ButtonLink>
                    }
                >
                    No event has arrived in this project. Add the snippet or an SDK, and watch them come in here.
                </EmptyState>
            )
        case 'ready':
            return (
                <>
                    <EventTable
                        rows={rows}
                        columns={columns}
                        fresh={fresh}
                        onOpen={(event) => openEventPanel(event.uuid)}
                    />
                    {error && (
                        <Banner tone="danger" className="m-3">
                            {error.message}
                        </Banner>
                    )}
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
