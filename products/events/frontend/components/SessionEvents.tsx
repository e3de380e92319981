import { useActions, useValues } from 'kea'
import { cn } from '~/design/cn'
import { ErrorState, SkeletonRows } from '~/design/States'
import { formatClock, formatCount, formatDuration } from '~/lib/format'
import type { EventRow } from '~/lib/types'
import { eventPlace } from '../lib/eventRows'
import { EventName } from './EventName'
import { eventDetailLogic } from './eventDetailLogic'

export interface SessionEventsProps {
    event: EventRow
    onOpen: (event: EventRow) => void
}

/** What else happened in the same session, in order, with this event in its place. */
export function SessionEvents({ event, onOpen }: SessionEventsProps): React.JSX.Element {
    const logic = eventDetailLogic({ event })
    const { session, sessionError, sessionIsCut } = useValues(logic)
    const { loadSession } = useActions(logic)
    if (sessionError) {
        return <ErrorState title="The session could not be loaded" error={sessionError} onRetry={loadSession} />
    }
    if (!session) {
        return <SkeletonRows rows={5} label="Loading the session" />
    }
    const [first, last] = [session[0], session.at(-1)]
    const length = first && last ? Date.parse(last.timestamp) - Date.parse(first.timestamp) : 0
    return (
        <div className="p-5">
            <p className="mb-3 text-ink-3 text-sm">
                {sessionIsCut ? 'The last ' : ''}
                {formatCount(session.length, 'event')} in {formatDuration(length)}
            </p>
            <ol className="flex flex-col">
                {session.map((one) => {
                    const isThis = one.uuid === event.uuid
                    return (
                        <li key={one.uuid}>
                            <button
                                type="button"
                                onClick={() => onOpen(one)}
                                disabled={isThis}
                                aria-current={isThis || undefined}
                                className={cn(
                                    'relative flex w-full items-start gap-3 rounded-md py-1.5 pr-2 text-left disabled:cursor-default',
                                    isThis ? 'bg-brand-soft' : 'hover:bg-hover'
                                )}
                            >
                                <time
                                    dateTime={one.timestamp}
                                    className="tabular w-14 shrink-0 pt-1 text-right text-ink-3 text-xs"
                                >
                                    {formatClock(one.timestamp)}
                                </time>
                                <span className="min-w-0 flex-1">
                                    <EventName name={one.event} />
                                    <span className="block truncate pl-9.5 text-ink-3 text-xs">
                                        {eventPlace(one.properties)}
                                    </span>
                                </span>
                            </button>
                        </li>
                    )
                })}
            </ol>
        </div>
    )
}
