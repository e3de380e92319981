import { useActions, useValues } from 'kea'
import { MessageSquareText, Pencil, Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { Button } from '~/design/Button'
import type { Drawing } from '~/design/charts/EChart'
import { cn } from '~/design/cn'
import { Popover } from '~/design/Popover'
import { Tooltip } from '~/design/Tooltip'
import { formatBucketLong, formatCount, formatDateTime } from '~/lib/format'
import type { Interval } from '~/lib/queries'
import type { Annotation } from '../lib/annotations'
import { annotationsLogic } from '../logics/annotationsLogic'

export interface AnnotationMarksProps {
    drawing: Drawing
    /** Where the chart's buckets begin. */
    days: readonly string[]
    interval: Interval
    /** The remarks by bucket. */
    placed: ReadonlyMap<number, readonly Annotation[]>
}

/** Remarks above the moments they are about, and where the chart is pointed at, a place for another one. */
export function AnnotationMarks({ drawing, days, interval, placed }: AnnotationMarksProps): React.JSX.Element {
    const { write } = useActions(annotationsLogic)
    const { pointed } = drawing
    const day = pointed === null ? undefined : days[pointed]
    const x = pointed === null || placed.has(pointed) ? null : drawing.at(pointed)
    return (
        <>
            {x !== null && day !== undefined && (
                <Tooltip text={`Annotate ${formatBucketLong(day, interval)}`}>
                    <button
                        type="button"
                        aria-label={`Annotate ${formatBucketLong(day, interval)}`}
                        style={{ left: x }}
                        onClick={() => write(day)}
                        className="absolute top-0.5 grid size-6 -translate-x-1/2 place-items-center rounded-full border border-line-strong border-dashed bg-surface text-ink-3 hover:border-solid hover:text-ink coarse:size-8"
                    >
                        <Plus className="size-3.5" />
                    </button>
                </Tooltip>
            )}
            {[...placed].map(([index, annotations]) => (
                <Mark
                    key={index}
                    x={drawing.at(index)}
                    day={days[index] ?? ''}
                    interval={interval}
                    annotations={annotations}
                />
            ))}
        </>
    )
}

interface MarkProps {
    x: number | null
    day: string
    interval: Interval
    annotations: readonly Annotation[]
}

function Mark({ x, day, interval, annotations }: MarkProps): React.JSX.Element | null {
    const { write } = useActions(annotationsLogic)
    const [open, setOpen] = useState(false)
    const [only] = annotations
    if (x === null || !only) {
        return null
    }
    const emoji = annotations.length === 1 && only.is_emoji
    const when = formatBucketLong(day, interval)
    return (
        <>
            <span
                aria-hidden="true"
                style={{ left: x }}
                className="pointer-events-none absolute top-7 bottom-7 border-bloom/50 border-l border-dashed"
            />
            <Popover
                label={`Annotations of ${when}`}
                open={open}
                onOpenChange={setOpen}
                align="center"
                className="w-80 p-0"
                trigger={
                    <button
                        type="button"
                        aria-label={`${when}: ${annotations.length === 1 ? only.content.slice(0, 200) : formatCount(annotations.length, 'annotation')}`}
                        title={annotations.map((one) => one.content.slice(0, 200)).join('\n')}
                        style={{ left: x }}
                        className={cn(
                            'absolute top-0.5 grid h-6 min-w-6 -translate-x-1/2 place-items-center rounded-full font-semibold text-xs coarse:h-8 coarse:min-w-8',
                            emoji
                                ? 'text-base'
                                : 'border border-bloom/40 bg-bloom-soft px-1 text-bloom-text shadow-card hover:border-bloom'
                        )}
                    >
                        {emoji ? (
                            only.content.slice(0, 8)
                        ) : annotations.length > 1 ? (
                            annotations.length
                        ) : (
                            <MessageSquareText className="size-3.5" />
                        )}
                    </button>
                }
            >
                <ul className="max-h-80 divide-y divide-line overflow-y-auto">
                    {annotations.map((one) => (
                        <Remark key={one.id} annotation={one} onAct={() => setOpen(false)} />
                    ))}
                </ul>
                <div className="border-line border-t p-1.5">
                    <Button
                        variant="ghost"
                        size="sm"
                        icon={<Plus />}
                        onClick={() => {
                            setOpen(false)
                            write(day)
                        }}
                    >
                        Annotate {when}
                    </Button>
                </div>
            </Popover>
        </>
    )
}

function Remark({ annotation, onAct }: { annotation: Annotation; onAct: () => void }): React.JSX.Element {
    const { edit, remove } = useActions(annotationsLogic)
    const author = annotation.created_by
    const named = annotation.content.slice(0, 40)
    return (
        <li className="flex items-start gap-2 px-3.5 py-2.5">
            <div className="min-w-0 flex-1">
                <p className="whitespace-pre-wrap break-words text-sm">
                    <bdi>{annotation.content}</bdi>
                </p>
                <p className="mt-1 break-words text-ink-3 text-xs">
                    {formatDateTime(annotation.date_marker)}
                    {author && (
                        <>
                            {' · '}
                            <bdi>{author.first_name || author.email}</bdi>
                        </>
                    )}
                    {annotation.scope === 'organization' && ' · in all projects'}
                </p>
            </div>
            <div className="flex shrink-0">
                <Button
                    variant="ghost"
                    size="sm"
                    square
                    aria-label={`Edit “${named}”`}
                    icon={<Pencil />}
                    onClick={() => {
                        onAct()
                        edit(annotation)
                    }}
                />
                <Button
                    variant="ghost"
                    size="sm"
                    square
                    aria-label={`Delete “${named}”`}
                    icon={<Trash2 />}
                    onClick={() => {
                        onAct()
                        remove(annotation)
                    }}
                />
            </div>
        </li>
    )
}

/** Said where the chart is shown without its remarks, which could not be read. */
export function AnnotationsMissing(): React.JSX.Element | null {
    const { error } = useValues(annotationsLogic)
    const { load } = useActions(annotationsLogic)
    return error ? (
        <p className="flex flex-wrap items-center gap-x-2 border-line border-t px-4 py-2 text-ink-3 text-sm">
            Annotations could not be loaded.
            <Button variant="ghost" size="sm" onClick={load}>
                Try again
            </Button>
        </p>
    ) : null
}
