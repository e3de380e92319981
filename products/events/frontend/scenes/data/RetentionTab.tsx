import { useActions, useValues } from 'kea'
import { CalendarX } from 'lucide-react'
import type { FormEvent } from 'react'
import { Badge } from '~/design/Badge'
import { Button } from '~/design/Button'
import { Card, CardHeader } from '~/design/Card'
import { Field, TextInput } from '~/design/Field'
import { FormFoot } from '~/design/FormFoot'
import { Confirm } from '~/design/Modal'
import { Pager } from '~/design/Pager'
import { Segmented } from '~/design/Segmented'
import { Banner, EmptyState, ErrorState, SkeletonRows } from '~/design/States'
import { formatBucketLong, formatCount, formatDateTime, formatNumber } from '~/lib/format'
import { messageOf } from '~/lib/http'
import type { MonthRows, RetentionRun } from '../../lib/eventsApi'
import { RUNS_A_PAGE, retentionTabLogic } from './retentionTabLogic'

const PRESETS = [30, 90, 180, 365, 730]

export function RetentionTab(): React.JSX.Element {
    const { settings, error } = useValues(retentionTabLogic)
    const { load } = useActions(retentionTabLogic)
    if (error) {
        return (
            <Card>
                <ErrorState error={error} onRetry={load} />
            </Card>
        )
    }
    if (!settings) {
        return (
            <Card>
                <SkeletonRows rows={4} label="Loading the retention" />
            </Card>
        )
    }
    return (
        <div className="flex flex-col gap-6">
            <HowLong />
            <Receipts />
        </div>
    )
}

function HowLong(): React.JSX.Element {
    const { draft, problem, isDirty, saving, deletesMore } = useValues(retentionTabLogic)
    const { keepEverything, limit, setDraft, discard, submit, confirm } = useActions(retentionTabLogic)
    const onSubmit = (event: FormEvent): void => {
        event.preventDefault()
        if (deletesMore) {
            confirm()
        } else {
            submit()
        }
    }
    return (
        <Card>
            <CardHeader
                title="How long events stay"
                description="Events older than this are deleted once a day, for good. Persons, groups and what you have written about events stay."
            />
            <form onSubmit={onSubmit} noValidate>
                <div className="flex flex-col gap-5 px-4 py-5 sm:px-5">
                    <div>
                        <Segmented
                            label="How long events stay"
                            value={draft === null ? 'all' : 'days'}
                            onChange={(value) => (value === 'all' ? keepEverything() : limit())}
                            options={[
                                { value: 'all', label: 'Keep everything' },
                                { value: 'days', label: 'Delete after a time' },
                            ]}
                        />
                    </div>
                    {draft !== null && (
                        <>
                            <Field label="Days to keep" error={problem} className="max-w-80">
                                {(control) => (
                                    <div className="flex flex-col gap-2">
                                        <TextInput
                                            {...control}
                                            inputMode="numeric"
                                            autoComplete="off"
                                            value={draft}
                                            onChange={(event) => setDraft(event.target.value)}
                                            className="tabular max-w-32"
                                        />
                                        <div className="flex flex-wrap gap-1.5">
                                            {PRESETS.map((days) => (
                                                <Button
                                                    key={days}
                                                    size="sm"
                                                    aria-label={`Keep ${days} days`}
                                                    aria-pressed={draft === String(days)}
                                                    onClick={() => setDraft(String(days))}
                                                >
                                                    {days}
                                                </Button>
                                            ))}
                                        </div>
                                    </div>
                                )}
                            </Field>
                            {!problem && <WhatGoes />}
                        </>
                    )}
                </div>
                <FormFoot isDirty={isDirty} saving={saving} onDiscard={discard} isInvalid={problem !== null} />
            </form>
            <ConfirmDeletion />
        </Card>
    )
}

/** How many events the chosen time would delete now, month by month. */
function WhatGoes(): React.JSX.Element {
    const { preview, previewError, isDirty } = useValues(retentionTabLogic)
    const { loadPreview } = useActions(retentionTabLogic)
    if (previewError) {
        return (
            <Banner
                tone="danger"
                action={
                    <Button size="sm" onClick={loadPreview}>
                        Count again
                    </Button>
                }
            >
                What would go could not be counted. {messageOf(previewError)}
            </Banner>
        )
    }
    if (!preview) {
        return (
            <p role="status" className="text-ink-3 text-sm">
                Counting what would go …
            </p>
        )
    }
    return (
        <div className="flex flex-col gap-3" role="status">
            <Banner tone={preview.rows && isDirty ? 'warn' : 'info'}>
                {preview.rows
                    ? `${formatCount(preview.rows, 'event')} ${preview.rows === 1 ? 'is' : 'are'} older than ${formatCount(preview.days, 'day')}. ${
                          isDirty ? 'Saving deletes them within a day.' : 'The next run deletes them.'
                      }`
                    : `Nothing would go now: no event is older than ${formatCount(preview.days, 'day')}.`}
            </Banner>
            {preview.months.length > 0 && <Months months={preview.months} />}
        </div>
    )
}

function Months({ months }: { months: readonly MonthRows[] }): React.JSX.Element {
    const most = Math.max(...months.map((one) => one.rows), 1)
    return (
        <ul
            aria-label="Events by month"
            className="scrollbar-thin flex max-h-72 max-w-xl flex-col gap-1.5 overflow-y-auto"
            tabIndex={months.length > 8 ? 0 : undefined}
        >
            {months.map((one) => (
                <li key={one.month} className="grid grid-cols-[8.5rem_minmax(0,1fr)_5rem] items-center gap-3 text-sm">
                    <span className="text-ink-2">{monthName(one.month)}</span>
                    <span className="h-2 rounded-full bg-sunken" aria-hidden="true">
                        <span
                            className="block h-full min-w-1 rounded-full bg-field"
                            style={{ width: `${(one.rows / most) * 100}%` }}
                        />
                    </span>
                    <span className="tabular text-right">{formatNumber(one.rows)}</span>
                </li>
            ))}
        </ul>
    )
}

function ConfirmDeletion(): React.JSX.Element {
    const { confirming, days, preview, saving } = useValues(retentionTabLogic)
    const { cancel, submit } = useActions(retentionTabLogic)
    return (
        <Confirm
            open={confirming}
            onClose={cancel}
            onConfirm={submit}
            loading={saving}
            title={`Keep events for ${formatCount(days ?? 0, 'day')}?`}
            action="Delete what is older"
        >
            {preview ? (
                <>
                    <strong className="text-ink">{formatCount(preview.rows, 'event')}</strong> would go within a day,
                    and from then on every event that grows older. Nobody can bring them back.
                </>
            ) : (
                'Every older event goes within a day, and from then on every event that grows older. Nobody can bring them back.'
            )}
        </Confirm>
    )
}

function Receipts(): React.JSX.Element {
    const { runs, runsPage } = useValues(retentionTabLogic)
    const { showRuns } = useActions(retentionTabLogic)
    return (
        <section>
            <Card className="overflow-hidden">
                <CardHeader title="What was deleted" description="A receipt for each run that found something." />
                {runs?.results.length ? (
                    <ul>
                        {runs.results.map((run) => (
                            <Receipt key={run.id} run={run} />
                        ))}
                    </ul>
                ) : (
                    <EmptyState icon={<CalendarX />} title="Nothing was deleted for its age" className="py-10">
                        Each day on which old events go leaves a receipt here: when, how many, of which months.
                    </EmptyState>
                )}
            </Card>
            {runs && (
                <Pager count={runs.count} page={runsPage} pageSize={RUNS_A_PAGE} onChange={showRuns} label="receipts" />
            )}
        </section>
    )
}

function Receipt({ run }: { run: RetentionRun }): React.JSX.Element {
    const whole = new Set(run.dropped_months)
    return (
        <li className="border-line border-b last:border-b-0">
            <details>
                <summary className="flex cursor-pointer flex-wrap items-center gap-x-4 gap-y-1 px-4 py-3 text-sm -outline-offset-2 hover:bg-hover sm:px-5">
                    <span className="font-medium">{formatDateTime(run.started_at)}</span>
                    <span className="tabular">{formatCount(run.rows, 'event')}</span>
                    <span className="text-ink-3">older than {formatCount(run.retention_days, 'day')}</span>
                    {run.completed_at ? (
                        <Badge tone="info" className="ml-auto">
                            Deleted
                        </Badge>
                    ) : (
                        <Badge tone="warn" className="ml-auto">
                            Under way
                        </Badge>
                    )}
                </summary>
                <div className="flex flex-col gap-3 px-4 pt-1 pb-4 sm:px-5">
                    <p className="text-ink-3 text-sm">
                        Events before {formatDateTime(run.cutoff)}
                        {run.completed_at && `; done ${formatDateTime(run.completed_at)}`}.
                        {whole.size > 0 && ` ${formatCount(whole.size, 'month')} went as a whole.`}
                    </p>
                    <Months months={run.months} />
                </div>
            </details>
        </li>
    )
}

function monthName(month: number): string {
    const text = String(month)
    return formatBucketLong(`${text.slice(0, 4)}-${text.slice(4)}-01`, 'month')
}
