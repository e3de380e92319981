import { useActions, useValues } from 'kea'
import { CircleCheck, ShieldCheck } from 'lucide-react'
import { useState } from 'react'
import { Badge } from '~/design/Badge'
import { Button } from '~/design/Button'
import { Card } from '~/design/Card'
import { CodeBlock } from '~/design/CodeBlock'
import { Sparkline } from '~/design/charts/Sparkline'
import { EmptyState, ErrorState, SkeletonRows } from '~/design/States'
import { formatCount, formatDateTime, formatNumber, formatRelative } from '~/lib/format'
import type { Properties } from '~/lib/types'
import { PropertyValue } from '../../components/PropertyList'
import type { IngestionWarnings } from '../../lib/eventsApi'
import { warningInfo } from '../../lib/warnings'
import { warningsTabLogic } from './warningsTabLogic'

export function WarningsTab(): React.JSX.Element {
    const { warnings, error } = useValues(warningsTabLogic)
    const { load } = useActions(warningsTabLogic)
    if (error) {
        return (
            <Card>
                <ErrorState error={error} onRetry={load} />
            </Card>
        )
    }
    if (!warnings) {
        return (
            <Card>
                <SkeletonRows rows={4} label="Loading warnings" />
            </Card>
        )
    }
    if (!warnings.length) {
        return (
            <Card>
                <EmptyState icon={<CircleCheck />} title="Nothing to worry about">
                    In the last 30 days every event was stored as it was sent. What is refused or repaired is listed
                    here with its reason, an example, and how to make it stop.
                </EmptyState>
            </Card>
        )
    }
    return (
        <div className="flex flex-col gap-4">
            {warnings.map((one) => (
                <WarningCard key={one.type} warnings={one} />
            ))}
        </div>
    )
}

function WarningCard({ warnings }: { warnings: IngestionWarnings }): React.JSX.Element {
    const { lastDay } = useValues(warningsTabLogic)
    const [at, setAt] = useState(0)
    const info = warningInfo(warnings.type)
    const day = lastDay[warnings.type]
    const today = day?.reduce((sum, one) => sum + one, 0) ?? 0
    const example = warnings.warnings[at]
    return (
        <Card className="overflow-hidden">
            <div className="flex flex-wrap items-start gap-x-6 gap-y-3 px-4 py-4 sm:px-5">
                <div className="min-w-0 flex-1 basis-80">
                    <div className="flex flex-wrap items-center gap-2">
                        <h2 className="display text-lg">{info.title}</h2>
                        {info.lost ? (
                            <Badge tone="danger">Left out</Badge>
                        ) : (
                            <Badge tone="warn">Changed or noted</Badge>
                        )}
                    </div>
                    <p className="mt-1 max-w-prose text-ink-2">{info.meaning}</p>
                    {info.advice && (
                        <p className="mt-2 flex max-w-prose items-start gap-2 text-ink-2">
                            <ShieldCheck className="mt-0.5 size-4.5 shrink-0 text-brand-text" aria-hidden="true" />
                            <span>{info.advice}</span>
                        </p>
                    )}
                </div>
                <div className="flex items-center gap-4">
                    {day && (
                        <Sparkline
                            values={byHour(day)}
                            label={`${formatNumber(today)} in the last 24 hours`}
                            className="h-9 w-32"
                        />
                    )}
                    <p className="text-right">
                        <span className="display tabular block text-xl">{formatNumber(warnings.count)}</span>
                        <span className="block text-ink-3 text-xs" title={formatDateTime(warnings.lastSeen)}>
                            in 30 days, last {formatRelative(warnings.lastSeen)}
                        </span>
                    </p>
                </div>
            </div>
            {example && (
                <details className="group border-line border-t">
                    <summary className="px-4 py-2.5 font-medium text-ink-2 text-sm -outline-offset-2 hover:bg-hover sm:px-5">
                        {formatCount(warnings.warnings.length, 'example')}
                    </summary>
                    <div className="border-line border-t px-4 py-4 sm:px-5">
                        <div className="mb-3 flex items-center justify-between gap-3">
                            <span className="text-ink-3 text-sm">{formatDateTime(example.timestamp)}</span>
                            {warnings.warnings.length > 1 && (
                                <span className="flex items-center gap-2">
                                    <span className="tabular text-ink-3 text-sm">
                                        {at + 1} of {warnings.warnings.length}
                                    </span>
                                    <Button size="sm" disabled={at === 0} onClick={() => setAt(at - 1)}>
                                        Newer
                                    </Button>
                                    <Button
                                        size="sm"
                                        disabled={at === warnings.warnings.length - 1}
                                        onClick={() => setAt(at + 1)}
                                    >
                                        Older
                                    </Button>
                                </span>
                            )}
                        </div>
                        <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1.5 text-sm">
                            {Object.entries(example.details as Properties).map(([name, value]) => (
                                <div key={name} className="contents">
                                    <dt className="text-ink-3">{name.replaceAll('_', ' ')}</dt>
                                    <dd>
                                        <PropertyValue value={value} />
                                    </dd>
                                </div>
                            ))}
                        </dl>
                        {example.raw && (
                            <CodeBlock className="mt-4" label="the event as it was sent" code={pretty(example.raw)} />
                        )}
                    </div>
                </details>
            )}
        </Card>
    )
}

/** Quarters of an hour put together to hours. */
function byHour(quarters: readonly number[]): number[] {
    return Array.from({ length: Math.ceil(quarters.length / 4) }, (_, hour) =>
        quarters.slice(hour * 4, hour * 4 + 4).reduce((sum, one) => sum + one, 0)
    )
}

function pretty(raw: string): string {
    try {
        return JSON.stringify(JSON.parse(raw), null, 2)
    } catch {
        // It may have been cut, or be what could not be read.
        return raw
    }
}
