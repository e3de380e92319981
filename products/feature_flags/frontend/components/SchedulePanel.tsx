import { useActions, useValues } from 'kea'
import { CalendarClock, Pencil, Plus, X } from 'lucide-react'
import { useState } from 'react'
import { Badge } from '~/design/Badge'
import { Button } from '~/design/Button'
import { Card, CardHeader } from '~/design/Card'
import { cn } from '~/design/cn'
import { Confirm } from '~/design/Modal'
import { Banner, EmptyState, ErrorState, SkeletonRows } from '~/design/States'
import { formatDateTime, formatRelative } from '~/lib/format'
import type { Flag } from '../lib/flags'
import { describeChange, describeRhythm, formOf, type ScheduledChange } from '../lib/schedule'
import { flagScheduleLogic } from '../logics/flagScheduleLogic'
import { ScheduleModal } from './ScheduleModal'

/** What will happen to the flag by itself, and what has. */
export function SchedulePanel({ flag }: { flag: Flag }): React.JSX.Element {
    const { changes, loadError, waiting, done } = useValues(flagScheduleLogic({ flag }))
    const { load, plan } = useActions(flagScheduleLogic({ flag }))
    return (
        <Card className="mt-4">
            <CardHeader
                title="Schedule"
                description="Changes that happen by themselves, once or in a rhythm, within a minute of their time."
                actions={
                    !flag.deleted && (
                        <Button icon={<Plus />} onClick={plan}>
                            Plan a change
                        </Button>
                    )
                }
            />
            {loadError ? (
                <ErrorState error={loadError} onRetry={load} />
            ) : !changes ? (
                <SkeletonRows rows={3} label="Loading the schedule" />
            ) : changes.length === 0 ? (
                <EmptyState icon={<CalendarClock />} title="Nothing is planned">
                    Switch the flag on at a launch, off for the night, or let it reach more people week by week.
                </EmptyState>
            ) : (
                <ul className="divide-y divide-line">
                    {[...waiting, ...done].map((change) => (
                        <Line key={change.id} flag={flag} change={change} />
                    ))}
                </ul>
            )}
            <ScheduleModal flag={flag} />
        </Card>
    )
}

function Line({ flag, change }: { flag: Flag; change: ScheduledChange }): React.JSX.Element {
    const { edit, cancel } = useActions(flagScheduleLogic({ flag }))
    const [asking, setAsking] = useState(false)
    const what = describeChange(change)
    const rhythm = describeRhythm(change)
    const isDone = change.executed_at !== null
    const by = change.created_by
        ? change.created_by.first_name || change.created_by.email
        : 'the system or somebody who left'
    return (
        <li className="flex flex-wrap items-start gap-x-4 gap-y-2 px-4 py-3 sm:px-5">
            <div className="min-w-0 flex-1 basis-64">
                <p className={cn('break-words font-medium', isDone && 'text-ink-2')}>{what}</p>
                <p className="mt-0.5 text-ink-3 text-sm">
                    <time dateTime={change.scheduled_at}>{formatDateTime(change.scheduled_at)}</time>
                    {rhythm && `, ${rhythm}`}. Planned by {by}.
                </p>
                {change.failure_reason && (
                    <Banner tone="danger" className="mt-2">
                        It changed nothing the last time: {change.failure_reason}
                    </Banner>
                )}
            </div>
            <div className="flex items-center gap-1">
                {isDone ? (
                    <Badge tone={change.failure_reason ? 'danger' : 'neutral'}>
                        {change.failure_reason ? 'Failed' : 'Done'}
                    </Badge>
                ) : (
                    <>
                        <Badge tone="brand">{formatRelative(change.scheduled_at)}</Badge>
                        {formOf(change, flag) && (
                            <Button
                                variant="ghost"
                                size="sm"
                                square
                                aria-label={`Change the plan: ${what}`}
                                icon={<Pencil />}
                                onClick={() => edit(change)}
                            />
                        )}
                        <Button
                            variant="ghost"
                            size="sm"
                            square
                            aria-label={`Cancel: ${what}`}
                            icon={<X />}
                            onClick={() => setAsking(true)}
                        />
                    </>
                )}
            </div>
            <Confirm
                open={asking}
                onClose={() => setAsking(false)}
                onConfirm={() => {
                    setAsking(false)
                    cancel(change)
                }}
                title="Cancel the plan?"
                action="Cancel the plan"
            >
                {what} will not happen on {formatDateTime(change.scheduled_at)}
                {rhythm && ', nor any time after it'}.
            </Confirm>
        </li>
    )
}
