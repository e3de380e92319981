/** Requests with the project's token that were turned away at the door: how many, why, and what to do about it. */
import { Badge } from '~/design/Badge'
import { Card, CardHeader } from '~/design/Card'
import { TimeChart } from '~/design/charts/TimeChart'
import { Link } from '~/design/Link'
import { type Column, Table } from '~/design/Table'
import { formatCompact, formatNumber, formatRelative } from '~/lib/format'
import type { IngestionHistory } from '../lib/eventsApi'
import { refusalInfo } from '../lib/refusals'
import { urls } from '../lib/urls'

type Refusal = IngestionHistory['refusals'][number]

export function Refusals({ history }: { history: IngestionHistory }): React.JSX.Element {
    return (
        <Card className="min-w-0 overflow-hidden xl:col-span-2">
            <CardHeader
                title="Turned away"
                description="Requests with this project’s token that were not accepted, by reason. Each may hold many events."
            />
            {history.refusals.length ? (
                <>
                    <div className="p-3">
                        <TimeChart
                            times={history.starts}
                            bucket="minute"
                            className="h-52"
                            kind="bars"
                            label="Requests turned away over time"
                            format={formatCompact}
                            formatExact={formatNumber}
                            series={history.refusals.map((one, index) => ({
                                name: refusalInfo(one.reason).title,
                                data: one.counts,
                                color: index + 1,
                            }))}
                        />
                    </div>
                    <div className="border-line border-t">
                        <Table
                            caption="Why requests were turned away, and what to do"
                            columns={COLUMNS}
                            rows={history.refusals}
                            rowKey={(one) => one.reason}
                        />
                    </div>
                </>
            ) : (
                <p className="grid h-24 place-items-center px-6 text-center text-ink-3">
                    Every request with this project’s token was accepted.
                </p>
            )}
        </Card>
    )
}

const COLUMNS: readonly Column<Refusal>[] = [
    {
        key: 'reason',
        title: 'Reason and what to do',
        render: (one) => <Reason refusal={one} />,
        className: 'whitespace-normal align-top lg:w-2/5',
    },
    {
        key: 'newest',
        title: 'The newest',
        from: 'md',
        render: (one) => <Newest refusal={one} />,
        className: 'whitespace-normal align-top',
    },
    {
        key: 'requests',
        title: 'Requests',
        align: 'right',
        render: (one) => <span className="tabular">{formatNumber(sum(one.counts))}</span>,
        className: 'align-top',
    },
]

function Reason({ refusal }: { refusal: Refusal }): React.JSX.Element {
    const info = refusalInfo(refusal.reason)
    return (
        <>
            <span className="flex flex-wrap items-center gap-2 font-medium">
                {info.title}
                <Badge tone={info.repeated ? 'neutral' : 'warn'}>{info.repeated ? 'sent again' : 'events lost'}</Badge>
            </span>
            <span className="mt-1 block text-ink-2 text-sm">
                {info.advice}
                {info.tab && (
                    <>
                        {' '}
                        <Link to={urls.dataManagement(info.tab)} className="text-brand-text underline">
                            Open protection
                        </Link>
                    </>
                )}
            </span>
            <span className="mt-2 block md:hidden">
                <Newest refusal={refusal} />
            </span>
        </>
    )
}

function Newest({ refusal }: { refusal: Refusal }): React.JSX.Element {
    return (
        <span className="block text-sm">
            <span className="block text-ink-3">
                {refusal.last_at && formatRelative(refusal.last_at)}
                {' · '}
                {refusal.last_origin ? (
                    <code className="break-all text-ink-2">{refusal.last_origin}</code>
                ) : (
                    'from no page'
                )}
            </span>
            <span className="mt-0.5 block [overflow-wrap:anywhere]">{refusal.last_detail}</span>
        </span>
    )
}

const sum = (counts: readonly number[]): number => counts.reduce((total, one) => total + one, 0)
