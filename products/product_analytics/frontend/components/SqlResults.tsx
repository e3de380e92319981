import { useValues } from 'kea'
import { CircleAlert, Download, Play, Rows3 } from 'lucide-react'
import { Badge } from '~/design/Badge'
import { Button } from '~/design/Button'
import { CopyButton } from '~/design/Copy'
import { cn } from '~/design/cn'
import { EmptyState, Loading, Skeleton } from '~/design/States'
import { downloadText } from '~/lib/clipboard'
import { toCsv } from '~/lib/csv'
import { formatCount, formatDuration } from '~/lib/format'
import type { Json } from '~/lib/types'
import { cellKind, cellText, shortType } from '../lib/sqlCells'
import { positionOf } from '../lib/sqlPosition'
import { sqlSceneLogic } from '../scenes/sqlSceneLogic'

/** More rows than this would make the page slow; the CSV has them all. */
const MAX_DRAWN = 1000

export function SqlResults(): React.JSX.Element {
    const { status, answer } = useValues(sqlSceneLogic)
    switch (status) {
        case 'running':
            return (
                <Loading label="Running the query">
                    <div className="flex flex-col gap-3 p-5">
                        <Skeleton className="h-4 w-2/3" />
                        <Skeleton className="h-4 w-full" />
                        <Skeleton className="h-4 w-5/6" />
                        <Skeleton className="h-4 w-3/4" />
                    </div>
                </Loading>
            )
        case 'failed':
            return <Problem />
        case 'idle':
            return (
                <EmptyState icon={<Play />} title="Nothing run yet" className="py-10">
                    Press <Keys /> in the editor. Answers stand here.
                </EmptyState>
            )
        case 'empty':
            return (
                <>
                    <ResultBar />
                    <EmptyState icon={<Rows3 />} title="No rows" className="py-10">
                        The query ran, and nothing matches it.
                    </EmptyState>
                </>
            )
        case 'ready':
            return (
                <>
                    <ResultBar />
                    {answer && (
                        <ResultTable
                            columns={answer.response.columns}
                            types={answer.response.types}
                            rows={answer.response.results}
                        />
                    )}
                </>
            )
    }
}

export function Keys(): React.JSX.Element {
    const mac = /Mac|iPhone|iPad/.test(navigator.platform)
    return (
        <kbd className="whitespace-nowrap rounded border border-line-strong bg-sunken px-1.5 py-0.5 font-sans text-xs">
            {mac ? '⌘' : 'Ctrl'} Enter
        </kbd>
    )
}

function Problem(): React.JSX.Element | null {
    const { problem, text } = useValues(sqlSceneLogic)
    if (!problem) {
        return null
    }
    const at = problem.start === null ? null : positionOf(text, problem.start)
    const line = at ? (text.split('\n')[at.line - 1] ?? '') : ''
    const width = Math.max(1, Math.min((problem.end ?? 0) - (problem.start ?? 0), line.length - (at?.column ?? 1) + 1))
    return (
        <div role="alert" className="flex gap-3 p-5">
            <CircleAlert className="mt-0.5 size-5 shrink-0 text-danger-text" />
            <div className="min-w-0 flex-1">
                <p className="whitespace-pre-wrap font-medium text-danger-text">{problem.message}</p>
                {at && (
                    <>
                        <p className="mt-1 text-ink-3 text-sm">
                            Line {at.line}, column {at.column}
                        </p>
                        <pre className="scrollbar-thin mt-2 overflow-x-auto rounded-md bg-sunken px-3 py-2 font-mono text-sm leading-relaxed">
                            {line}
                            {'\n'}
                            <span className="text-danger-text">{`${' '.repeat(at.column - 1)}${'^'.repeat(width)}`}</span>
                        </pre>
                    </>
                )}
            </div>
        </div>
    )
}

function ResultBar(): React.JSX.Element | null {
    const { answer } = useValues(sqlSceneLogic)
    if (!answer) {
        return null
    }
    const { columns, results, hasMore } = answer.response
    return (
        <div className="flex flex-wrap items-center gap-x-3 gap-y-2 border-line border-b px-4 py-2">
            <span className="text-sm">
                <strong className="tabular font-semibold">{formatCount(results.length, 'row')}</strong>{' '}
                <span className="text-ink-3">in {formatDuration(answer.elapsed)}</span>
            </span>
            {hasMore && <Badge tone="warn">There are more; raise the LIMIT</Badge>}
            <div className="ml-auto flex items-center gap-1">
                <CopyButton text={toCsv(columns, results)} label="Copy as CSV" withText />
                <Button
                    variant="ghost"
                    size="sm"
                    icon={<Download />}
                    onClick={() => downloadText('query.csv', toCsv(columns, results))}
                >
                    CSV
                </Button>
            </div>
        </div>
    )
}

interface ResultTableProps {
    columns: string[]
    types: string[][]
    rows: Json[][]
}

function ResultTable({ columns, types, rows }: ResultTableProps): React.JSX.Element {
    return (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must be able to reach it
        <section tabIndex={0} aria-label="Result" className="scrollbar-thin max-h-[60dvh] overflow-auto">
            <table className="w-full border-separate border-spacing-0 text-sm">
                <caption className="sr-only">Result of the query</caption>
                <thead>
                    <tr>
                        {columns.map((column, index) => (
                            <th
                                // columns may share a name
                                key={index}
                                scope="col"
                                className={cn(
                                    'sticky top-0 whitespace-nowrap border-line border-b bg-surface px-3 py-2 font-medium first:pl-4',
                                    cellKind(rows[0]?.[index]) === 'number' ? 'text-right' : 'text-left'
                                )}
                            >
                                {column}
                                <span className="ml-1.5 font-normal text-2xs text-ink-3">
                                    {shortType(types[index]?.[1] ?? '')}
                                </span>
                            </th>
                        ))}
                    </tr>
                </thead>
                <tbody>
                    {rows.slice(0, MAX_DRAWN).map((row, at) => (
                        // rows have no identity but their place
                        <tr key={at} className="group hover:bg-hover">
                            {row.map((value, index) => (
                                // cells neither
                                <td
                                    key={index}
                                    className="max-w-96 border-line border-b px-3 py-1.5 align-top first:pl-4"
                                >
                                    <Cell value={value} />
                                </td>
                            ))}
                        </tr>
                    ))}
                </tbody>
            </table>
            {rows.length > MAX_DRAWN && (
                <p className="px-4 py-3 text-ink-3 text-sm">
                    The first {MAX_DRAWN} rows are shown. The CSV has all of them.
                </p>
            )}
        </section>
    )
}

function Cell({ value }: { value: Json }): React.JSX.Element {
    const kind = cellKind(value)
    if (kind === 'null') {
        return <span className="text-ink-3 text-xs italic">null</span>
    }
    const text = cellText(value)
    return (
        <span
            title={text.length > 60 ? text : undefined}
            className={cn(
                'block truncate',
                kind === 'number' && 'tabular text-right',
                kind === 'json' && 'font-mono text-xs',
                kind === 'boolean' && 'text-info-text'
            )}
        >
            {text}
        </span>
    )
}
