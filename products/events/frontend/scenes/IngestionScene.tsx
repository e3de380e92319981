import { useActions, useValues } from 'kea'
import { ArrowRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { ButtonLink } from '~/design/Button'
import { Card, CardHeader } from '~/design/Card'
import { TimeChart } from '~/design/charts/TimeChart'
import { PageHeader } from '~/design/PageHeader'
import { Segmented } from '~/design/Segmented'
import { Banner, ErrorState, Loading, Skeleton } from '~/design/States'
import { formatCompact, formatCount, formatDuration, formatNumber } from '~/lib/format'
import { messageOf } from '~/lib/http'
import { Refusals } from '../components/Refusals'
import type { IngestionHistory } from '../lib/eventsApi'
import { urls } from '../lib/urls'
import { warningInfo } from '../lib/warnings'
import { ingestionSceneLogic } from './ingestionSceneLogic'

const HOURS = [
    { value: '1', label: 'Hour' },
    { value: '6', label: '6 hours' },
    { value: '24', label: 'Day' },
] as const

export function Scene(): React.JSX.Element {
    const { hours, history, error } = useValues(ingestionSceneLogic)
    const { setHours, load } = useActions(ingestionSceneLogic)
    return (
        <>
            <PageHeader
                title="Ingestion"
                description="From accepted to queryable: how much, how fast, and what was refused."
                actions={
                    <Segmented
                        label="How far back"
                        value={String(hours) as '1' | '6' | '24'}
                        onChange={(value) => setHours(Number(value) as 1 | 6 | 24)}
                        options={HOURS}
                    />
                }
            />
            {history && error && (
                <Banner tone="warn" className="mb-4">
                    These numbers are no longer new. {messageOf(error)}
                </Banner>
            )}
            {history ? (
                <Plots history={history} />
            ) : error ? (
                <Card>
                    <ErrorState error={error} onRetry={load} />
                </Card>
            ) : (
                <Loading label="Loading the numbers">
                    <Skeleton className="mb-5 h-24 w-full rounded-xl opacity-60" />
                    <Skeleton className="h-96 w-full rounded-xl opacity-60" />
                </Loading>
            )}
        </>
    )
}

function Plots({ history }: { history: IngestionHistory }): React.JSX.Element {
    const shared = { times: history.starts, bucket: 'minute' as const, className: 'h-52' }
    const minutes = history.bucket_seconds / 60
    return (
        <>
            <Numbers />
            <div className="grid grid-cols-1 gap-5 xl:grid-cols-2">
                <Plot
                    title="Events"
                    description={`Stored in this project, every ${minutes === 1 ? 'minute' : `${minutes} minutes`}.`}
                >
                    <TimeChart
                        {...shared}
                        kind="bars"
                        label="Events stored over time"
                        format={formatCompact}
                        formatExact={formatNumber}
                        series={[{ name: 'Events', data: history.events }]}
                    />
                </Plot>
                <Plot title="Lag" description="From accepted by the server to there for queries.">
                    <TimeChart
                        {...shared}
                        kind="lines"
                        label="Lag over time"
                        format={formatDuration}
                        series={[
                            { name: 'Slowest 1 %', data: history.lag_p99_ms, color: 1 },
                            { name: 'Median', data: history.lag_p50_ms, color: 0 },
                        ]}
                    />
                </Plot>
                <Plot
                    title="Refused or repaired"
                    description="Ingestion warnings of this project, by reason."
                    actions={
                        <ButtonLink size="sm" variant="ghost" to={urls.dataManagement('warnings')}>
                            <span className="inline-flex items-center gap-1.5">
                                Examples <ArrowRight />
                            </span>
                        </ButtonLink>
                    }
                >
                    {history.warnings.length ? (
                        <TimeChart
                            {...shared}
                            kind="bars"
                            label="Ingestion warnings over time"
                            format={formatCompact}
                            formatExact={formatNumber}
                            series={history.warnings.map((one, index) => ({
                                name: warningInfo(one.type).title,
                                data: one.counts,
                                color: index + 1,
                            }))}
                        />
                    ) : (
                        <p className="grid h-52 place-items-center px-6 text-center text-ink-3">
                            Everything that came in was stored as it was sent.
                        </p>
                    )}
                </Plot>
                <Plot
                    title="Queue"
                    description="Most requests that waited at once. All projects of this instance share the queue."
                >
                    <TimeChart
                        {...shared}
                        kind="lines"
                        label="Requests waiting over time"
                        format={formatCompact}
                        formatExact={formatNumber}
                        series={[{ name: 'Requests', data: history.queue.requests, color: 2 }]}
                    />
                    <p className="mt-2 px-2 pb-1 text-ink-3 text-sm">
                        Longest wait of a request:{' '}
                        <span className="tabular font-medium text-ink">{formatLongest(history.queue.oldest_ms)}</span>
                    </p>
                </Plot>
                <Refusals history={history} />
            </div>
        </>
    )
}

function formatLongest(waits: readonly (number | null)[]): string {
    const known = waits.filter((one): one is number => one !== null)
    return known.length ? formatDuration(Math.max(...known)) : 'not known'
}

interface PlotProps {
    title: string
    description: string
    actions?: ReactNode
    children: ReactNode
}

function Plot({ title, description, actions, children }: PlotProps): React.JSX.Element {
    return (
        <Card className="min-w-0 overflow-hidden">
            <CardHeader title={title} description={description} actions={actions} />
            <div className="p-3">{children}</div>
        </Card>
    )
}

function Numbers(): React.JSX.Element | null {
    const { summary } = useValues(ingestionSceneLogic)
    if (!summary) {
        return null
    }
    return (
        <dl className="mb-5 grid grid-cols-2 gap-px overflow-hidden rounded-xl border border-line bg-line shadow-card lg:grid-cols-4">
            <Figure title="Events" value={formatNumber(summary.events)} note={perSecond(summary.perSecond)} />
            <Figure
                title="Lag now"
                value={summary.lagMs === null ? '–' : formatDuration(summary.lagMs)}
                note={summary.lagMs === null ? 'no events yet' : 'at most, for 99 of 100 events'}
            />
            <Figure
                title="Waiting"
                value={summary.waiting === null ? '–' : formatNumber(summary.waiting)}
                note={summary.waiting === null ? 'no worker has looked' : 'requests in the queue, all projects'}
            />
            <Figure
                title="Refused or repaired"
                value={formatNumber(summary.warnings)}
                note={refusedNote(summary.warnings, summary.refused)}
            />
        </dl>
    )
}

function Figure({ title, value, note }: { title: string; value: string; note: string }): React.JSX.Element {
    return (
        <div className="bg-surface px-4 py-3.5 sm:px-5">
            <dt className="text-ink-3 text-sm">{title}</dt>
            <dd className="mt-0.5">
                <span className="display tabular block text-2xl">{value}</span>
                <span className="block text-ink-3 text-xs">{note}</span>
            </dd>
        </div>
    )
}

function refusedNote(warnings: number, refused: number): string {
    if (refused) {
        return `and ${formatCount(refused, 'request')} turned away`
    }
    return warnings === 0 ? 'nothing to do' : 'see the reasons below'
}

/** Slow rates by the minute, where a second has only a part of an event. */
function perSecond(rate: number): string {
    return rate > 0 && rate < 1
        ? `${formatNumber(Math.round(rate * 600) / 10)} a minute`
        : `${formatNumber(Math.round(rate * 10) / 10)} a second`
}
