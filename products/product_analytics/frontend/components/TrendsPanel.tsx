import { eventsUrls } from '@products/events/manifest'
import { useActions, useValues } from 'kea'
import {
    AreaChart,
    BarChart3,
    BarChartHorizontal,
    ChartColumnStacked,
    ChartLine,
    ChartPie,
    ChartSpline,
    Hash,
    MessageSquarePlus,
    RefreshCw,
    Sprout,
    Table2,
} from 'lucide-react'
import { appLogic } from '~/app/appLogic'
import { Button, ButtonLink } from '~/design/Button'
import { Card } from '~/design/Card'
import { cn } from '~/design/cn'
import { Select } from '~/design/Select'
import { EmptyState, ErrorState, Loading, Skeleton } from '~/design/States'
import { Switch } from '~/design/Toggle'
import { Tooltip } from '~/design/Tooltip'
import { DateRangePicker } from '~/filters/DateRangePicker'
import { allowedIntervals, DEFAULT_RANGE } from '~/lib/dateRange'
import { formatRelative } from '~/lib/format'
import type { Interval, TrendsDisplay } from '~/lib/queries'
import { displayOf, showsTotals, withDateRange, withDisplay, withInterval } from '../lib/trendsQuery'
import { bucketsOf } from '../lib/trendsSeries'
import { annotationsLogic } from '../logics/annotationsLogic'
import { trendsSceneLogic } from '../scenes/trendsSceneLogic'
import { AnnotationModal } from './AnnotationModal'
import { TrendsResults } from './TrendsResults'

const DISPLAYS: { value: TrendsDisplay; label: string; icon: React.JSX.Element; group: string }[] = [
    { value: 'ActionsLineGraph', label: 'Line', icon: <ChartLine />, group: 'Over time' },
    { value: 'ActionsAreaGraph', label: 'Stacked area', icon: <AreaChart />, group: 'Over time' },
    { value: 'ActionsBar', label: 'Stacked bars', icon: <ChartColumnStacked />, group: 'Over time' },
    { value: 'ActionsUnstackedBar', label: 'Bars', icon: <BarChart3 />, group: 'Over time' },
    { value: 'ActionsLineGraphCumulative', label: 'Cumulative line', icon: <ChartSpline />, group: 'Over time' },
    { value: 'BoldNumber', label: 'Number', icon: <Hash />, group: 'In total' },
    { value: 'ActionsBarValue', label: 'Total bars', icon: <BarChartHorizontal />, group: 'In total' },
    { value: 'ActionsPie', label: 'Pie', icon: <ChartPie />, group: 'In total' },
    { value: 'ActionsTable', label: 'Table', icon: <Table2 />, group: 'In total' },
]

const INTERVALS: { value: Interval; label: string }[] = [
    { value: 'minute', label: 'by minute' },
    { value: 'hour', label: 'by hour' },
    { value: 'day', label: 'by day' },
    { value: 'week', label: 'by week' },
    { value: 'month', label: 'by month' },
]

/** The answer and how it is drawn. */
export function TrendsPanel(): React.JSX.Element {
    const { query, answer, answerLoading } = useValues(trendsSceneLogic)
    const { setQuery, ask } = useActions(trendsSceneLogic)
    const range = query.dateRange ?? DEFAULT_RANGE
    const allowed = allowedIntervals(range)
    return (
        <Card className="overflow-hidden">
            <div className="flex flex-wrap items-center gap-x-2 gap-y-2 border-line border-b px-3 py-2.5 sm:px-4">
                <DateRangePicker value={range} onChange={(next) => setQuery(withDateRange(query, next))} />
                {!showsTotals(query) && (
                    <Select
                        label="Interval"
                        size="sm"
                        value={query.interval ?? 'day'}
                        onChange={(interval) => setQuery(withInterval(query, interval))}
                        options={INTERVALS.map((one) => ({ ...one, disabled: !allowed.includes(one.value) }))}
                    />
                )}
                <Select
                    label="Shown as"
                    size="sm"
                    value={displayOf(query)}
                    onChange={(display) => setQuery(withDisplay(query, display))}
                    options={DISPLAYS}
                />
                <Switch
                    className="ml-1 text-ink-2 text-sm"
                    checked={query.compareFilter?.compare ?? false}
                    onChange={(compare) => setQuery({ ...query, compareFilter: compare ? { compare } : undefined })}
                >
                    Compare
                </Switch>
                <AnnotateButton />
                <Tooltip
                    text={
                        answer?.response.last_refresh
                            ? `Computed ${formatRelative(answer.response.last_refresh)}. Compute again`
                            : 'Compute again'
                    }
                >
                    <Button
                        variant="ghost"
                        size="sm"
                        square
                        aria-label="Compute again"
                        icon={<RefreshCw className={cn(answerLoading && 'animate-spin')} />}
                        onClick={() => ask(true)}
                        disabled={answerLoading}
                    />
                </Tooltip>
            </div>
            <div className="relative" aria-busy={answerLoading}>
                <TrendsBody />
            </div>
            <AnnotationModal />
        </Card>
    )
}

/** Writes a remark on the newest moment, without pointing at the chart. */
function AnnotateButton(): React.JSX.Element {
    const { answer, series, status } = useValues(trendsSceneLogic)
    const { write } = useActions(annotationsLogic)
    const day = answer && status === 'ready' && !showsTotals(answer.query) ? bucketsOf(series).at(-1) : undefined
    return (
        <span className="ml-auto">
            {day !== undefined && (
                <Tooltip text="Annotate">
                    <Button
                        variant="ghost"
                        size="sm"
                        square
                        aria-label="Annotate"
                        icon={<MessageSquarePlus />}
                        onClick={() => write(day)}
                    />
                </Tooltip>
            )}
        </span>
    )
}

function TrendsBody(): React.JSX.Element {
    const { status, answerError, answerLoading, missing } = useValues(trendsSceneLogic)
    const { ask } = useActions(trendsSceneLogic)
    switch (status) {
        case 'failed':
            return <ErrorState title="No answer" error={answerError} onRetry={() => ask(true)} className="min-h-80" />
        case 'incomplete':
            return (
                <EmptyState icon={<Sprout />} title="Almost a question" className="min-h-80">
                    {missing}
                </EmptyState>
            )
        case 'loading':
            return <ChartSkeleton />
        case 'empty':
            return <NothingFound />
        case 'ready':
            return (
                <div className={cn('transition-opacity duration-150', answerLoading && 'opacity-50')}>
                    {missing && (
                        <p className="border-line border-b bg-bloom-soft px-4 py-2 text-bloom-text text-sm">
                            {missing}
                        </p>
                    )}
                    <TrendsResults />
                </div>
            )
    }
}

function NothingFound(): React.JSX.Element {
    const { query } = useValues(trendsSceneLogic)
    const { setQuery } = useActions(trendsSceneLogic)
    const { project } = useValues(appLogic)
    const filtered = Boolean(query.properties?.length) || query.series.some((series) => series.properties?.length)
    // What the app knows of the project may be older than its first event; that any event was asked for settles it.
    const asksForAny = !filtered && query.series.some((series) => series.event === null)
    if (asksForAny && project && !project.ingested_event) {
        return (
            <EmptyState
                icon={<Sprout />}
                title="Nothing to draw yet"
                className="min-h-80"
                action={
                    <ButtonLink to={eventsUrls.onboarding()} variant="primary">
                        Send the first event
                    </ButtonLink>
                }
            >
                No event has arrived in this project.
            </EmptyState>
        )
    }
    return (
        <EmptyState
            icon={<Sprout />}
            title="Nothing in this range"
            className="min-h-80"
            action={
                <>
                    <Button onClick={() => setQuery(withDateRange(query, { date_from: 'all', date_to: null }))}>
                        Look at all time
                    </Button>
                    <ButtonLink to="/activity" variant="ghost">
                        See what arrives
                    </ButtonLink>
                </>
            }
        >
            {filtered
                ? 'No event matches the filters. Take one away, or look further back.'
                : 'No such event happened. Choose another one, or look further back.'}
        </EmptyState>
    )
}

const SKELETON_BARS = ['h-24', 'h-36', 'h-28', 'h-44', 'h-40', 'h-56', 'h-48', 'h-60', 'h-52', 'h-64', 'h-56', 'h-60']

function ChartSkeleton(): React.JSX.Element {
    return (
        <Loading label="Asking">
            <div className="flex h-88 items-end gap-3 px-6 pt-6 pb-6">
                {SKELETON_BARS.map((height, index) => (
                    // the bars never move
                    <Skeleton key={index} className={cn('flex-1 opacity-60', height, index > 6 && 'max-sm:hidden')} />
                ))}
            </div>
        </Loading>
    )
}
