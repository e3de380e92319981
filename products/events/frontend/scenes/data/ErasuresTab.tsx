import { useActions, useValues } from 'kea'
import { router } from 'kea-router'
import { Eraser, SearchCheck } from 'lucide-react'
import { Badge, type Tone } from '~/design/Badge'
import { Button } from '~/design/Button'
import { Card } from '~/design/Card'
import { CodeBlock } from '~/design/CodeBlock'
import { Pager } from '~/design/Pager'
import { Segmented } from '~/design/Segmented'
import { Banner, EmptyState, ErrorState, SkeletonRows } from '~/design/States'
import { formatCount, formatDateTime, formatNumber } from '~/lib/format'
import type { ErasureCheck, GroupType } from '../../lib/eventsApi'
import { urls } from '../../lib/urls'
import { type Erased, erasuresTabLogic, PAGE_SIZE, type Receipt } from './erasuresTabLogic'

const WHICH: Record<Erased, { label: string; empty: string; hint: string; pending: string; left: string }> = {
    people: {
        label: 'People',
        empty: 'Nobody has been deleted',
        hint: 'Who deletes a person',
        pending: 'Events still to go',
        left: 'Nothing of this person',
    },
    groups: {
        label: 'Groups',
        empty: 'No group has been deleted',
        hint: 'Who deletes a group',
        pending: 'Rows still to go',
        left: 'Nothing of this group',
    },
}
const STATUS: Record<string, [tone: Tone, label: string]> = {
    erased: ['info', 'Erased'],
    verified: ['brand', 'Erased and checked'],
}

export function ErasuresTab(): React.JSX.Element {
    const { searchParams } = useValues(router)
    const of: Erased = searchParams.of === 'groups' ? 'groups' : 'people'
    return (
        <>
            <Segmented
                label="Receipts of what"
                value={of}
                onChange={(next) => router.actions.push(urls.erasures(next))}
                options={(['people', 'groups'] as const).map((value) => ({ value, label: WHICH[value].label }))}
                className="mb-4"
            />
            <Receipts key={of} of={of} />
        </>
    )
}

function Receipts({ of }: { of: Erased }): React.JSX.Element {
    const { answer, error, page } = useValues(erasuresTabLogic({ of }))
    const { load, setPage } = useActions(erasuresTabLogic({ of }))
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
                <EmptyState icon={<Eraser />} title={WHICH[of].empty}>
                    {WHICH[of].hint} gets a receipt here: when, by whom, how many rows went from which table, and the
                    queries that show nothing is left.
                </EmptyState>
            </Card>
        )
    }
    return (
        <>
            <div className="flex flex-col gap-4">
                {answer.results.map((one) => (
                    <ReceiptCard key={one.id} of={of} erasure={one} />
                ))}
            </div>
            <Pager count={answer.count} page={page} pageSize={PAGE_SIZE} onChange={setPage} label="receipts" />
        </>
    )
}

function ReceiptCard({ of, erasure }: { of: Erased; erasure: Receipt }): React.JSX.Element {
    const { checks, checking, groupTypes } = useValues(erasuresTabLogic({ of }))
    const { check } = useActions(erasuresTabLogic({ of }))
    const result = checks[erasure.id]
    const [tone, label] = STATUS[erasure.status] ?? ['warn', WHICH[of].pending]
    return (
        <Card className="overflow-hidden">
            <div className="flex flex-wrap items-start gap-x-6 gap-y-3 px-4 py-4 sm:px-5">
                <div className="min-w-0 flex-1 basis-72">
                    <div className="flex flex-wrap items-center gap-2">
                        <h2 className="display text-lg">{formatDateTime(erasure.requested_at)}</h2>
                        <Badge tone={tone}>{label}</Badge>
                    </div>
                    <p className="mt-1 text-ink-2 text-sm">
                        {whatWent(erasure, groupTypes)}, by{' '}
                        <bdi>{erasure.requested_by ?? 'an SDK or an account that is gone'}</bdi>
                    </p>
                    <code className="break-all text-ink-3 text-xs">
                        <bdi>{'person_uuid' in erasure ? erasure.person_uuid : erasure.group_key}</bdi>
                    </code>
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
                    <Banner tone={result.is_clean ? 'brand' : erasure.status === 'pending' ? 'warn' : 'danger'}>
                        {result.is_clean
                            ? `${WHICH[of].left} was found in any table on ${formatDateTime(result.checked_at)}.`
                            : `${erasure.status === 'pending' ? 'Still to go' : 'Something is left'}: ${whatIsLeft(result)}.`}
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
                                code={`${one.sql}\n\n-- ${straightJson(one.parameters)}`}
                            />
                        </div>
                    ))}
                </div>
            </details>
        </Card>
    )
}

/** "Profile and events of a person with 2 distinct IDs", "Properties of a group (company)". */
function whatWent(erasure: Receipt, groupTypes: readonly GroupType[]): string {
    if ('person_uuid' in erasure) {
        const what = erasure.with_events ? 'Profile and events' : 'Profile only'
        return `${what} of a person with ${formatCount(erasure.distinct_id_count, 'distinct ID')}`
    }
    const type = groupTypes.find((one) => one.group_type_index === erasure.group_type_index)
    return `Properties of a group${type ? ` (${type.name_singular || type.group_type})` : ''}`
}

function whatIsLeft({ remaining }: ErasureCheck): string {
    const found = remaining.filter((one) => one.rows > 0)
    return found.map((one) => `${formatCount(one.rows, 'row')} in ${one.table}`).join(', ')
}

/** As JSON, with what would turn the text around it (a group's key may hold it) written as escapes, which mean the same. */
function straightJson(value: unknown): string {
    return JSON.stringify(value).replace(
        /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
        (turning) => `\\u${turning.charCodeAt(0).toString(16).padStart(4, '0')}`
    )
}
