import { useActions, useValues } from 'kea'
import { Eraser, SearchCheck } from 'lucide-react'
import { Badge, type Tone } from '~/design/Badge'
import { Button } from '~/design/Button'
import { Card } from '~/design/Card'
import { CodeBlock } from '~/design/CodeBlock'
import { Pager } from '~/design/Pager'
import { Banner, EmptyState, ErrorState, SkeletonRows } from '~/design/States'
import { formatCount, formatDateTime, formatNumber } from '~/lib/format'
import type { Erasure } from '../../lib/eventsApi'
import { erasuresTabLogic, PAGE_SIZE } from './erasuresTabLogic'

const STATUS: Record<string, [tone: Tone, label: string]> = {
    pending: ['warn', 'Events still to go'],
    erased: ['info', 'Erased'],
    verified: ['brand', 'Erased and checked'],
}

export function ErasuresTab(): React.JSX.Element {
    const { answer, error, page } = useValues(erasuresTabLogic)
    const { load, setPage } = useActions(erasuresTabLogic)
    if (error) {
        return (
            <Card>
                <ErrorState error={error} onRetry={load} />
            </Card>
        )
    }
    if (!answer) {
        return (
            <Card>
                <SkeletonRows rows={4} label="Loading receipts" />
            </Card>
        )
    }
    if (!answer.results.length) {
        return (
            <Card>
                <EmptyState icon={<Eraser />} title="Nobody has been deleted">
                    Who deletes a person gets a receipt here: when, by whom, how many rows went from which table, and
                    the queries that show nothing is left.
                </EmptyState>
            </Card>
        )
    }
    return (
        <>
            <div className="flex flex-col gap-4">
                {answer.results.map((one) => (
                    <Receipt key={one.id} erasure={one} />
                ))}
            </div>
            <Pager count={answer.count} page={page} pageSize={PAGE_SIZE} onChange={setPage} label="receipts" />
        </>
    )
}

function Receipt({ erasure }: { erasure: Erasure }): React.JSX.Element {
    const { checks, checking } = useValues(erasuresTabLogic)
    const { check } = useActions(erasuresTabLogic)
    const result = checks[erasure.id]
    const [tone, label] = STATUS[erasure.status] ?? ['neutral', erasure.status]
    return (
        <Card className="overflow-hidden">
            <div className="flex flex-wrap items-start gap-x-6 gap-y-3 px-4 py-4 sm:px-5">
                <div className="min-w-0 flex-1 basis-72">
                    <div className="flex flex-wrap items-center gap-2">
                        <h2 className="display text-lg">{formatDateTime(erasure.requested_at)}</h2>
                        <Badge tone={tone}>{label}</Badge>
                    </div>
                    <p className="mt-1 text-ink-2 text-sm">
                        {erasure.with_events ? 'Profile and events' : 'Profile only'} of a person with{' '}
                        {formatCount(erasure.distinct_id_count, 'distinct ID')}, by{' '}
                        <bdi>{erasure.requested_by ?? 'an SDK or an account that is gone'}</bdi>
                    </p>
                    <code className="break-all text-ink-3 text-xs">{erasure.person_uuid}</code>
                </div>
                <Button
                    size="sm"
                    icon={<SearchCheck />}
                    loading={checking === erasure.id}
                    onClick={() => check(erasure.id)}
                >
                    Check again
                </Button>
            </div>
            {result && (
                <div className="px-4 pb-4 sm:px-5" role="status">
                    <Banner tone={result.is_clean ? 'brand' : 'danger'}>
                        {result.is_clean
                            ? `Nothing of this person was found in any table on ${formatDateTime(result.checked_at)}.`
                            : `Something is left: ${result.remaining.map((one) => `${formatCount(one.rows, 'row')} in ${one.table}`).join(', ')}.`}
                    </Banner>
                </div>
            )}
            <details className="border-line border-t">
                <summary className="px-4 py-2.5 font-medium text-ink-2 text-sm -outline-offset-2 hover:bg-hover sm:px-5">
                    What was removed, and the proof
                </summary>
                <div className="flex flex-col gap-4 border-line border-t px-4 py-4 sm:px-5">
                    <dl className="grid max-w-md grid-cols-[minmax(0,1fr)_auto] gap-x-6 gap-y-1 text-sm">
                        {erasure.removed.map((one) => (
                            <div key={one.table} className="contents">
                                <dt>
                                    <code className="break-all text-xs">{one.table}</code>
                                </dt>
                                <dd className="tabular text-right">{formatCount(one.rows, 'row')}</dd>
                            </div>
                        ))}
                    </dl>
                    {(result?.proof ?? erasure.proof).map((one) => (
                        <div key={one.table}>
                            <p className="mb-1.5 text-ink-2 text-sm">
                                Left in <code className="text-xs">{one.table}</code>:{' '}
                                <span className="tabular font-medium">{formatNumber(one.rows)}</span>
                            </p>
                            <CodeBlock
                                label={`the query over ${one.table}`}
                                code={`${one.sql}\n\n-- ${JSON.stringify(one.parameters)}`}
                            />
                        </div>
                    ))}
                </div>
            </details>
        </Card>
    )
}
