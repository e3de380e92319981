import { useEffect, useRef } from 'react'
import { Button } from '~/design/Button'
import { formatClock, formatCount, formatDuration } from '~/lib/format'
import type { EventRow } from '~/lib/types'
import { eventPlace } from '../lib/eventRows'
import { type TimelineSession, toTimeline } from '../lib/timeline'
import { EventName } from './EventName'

export interface PersonTimelineProps {
    rows: EventRow[]
    onOpen: (event: EventRow) => void
    hasMore: boolean
    loadingMore: boolean
    onMore: () => void
}

/** What a person did, day by day and session by session. Older days come when their place is scrolled to. */
export function PersonTimeline({ rows, onOpen, hasMore, loadingMore, onMore }: PersonTimelineProps) {
    return (
        <>
            {toTimeline(rows).map(({ day, sessions }) => (
                <section key={day} aria-label={day}>
                    <h2 className="border-line border-b bg-sunken px-4 py-1.5 font-semibold text-ink-2 text-xs sm:px-5">
                        {day}
                    </h2>
                    {sessions.map((session) => (
                        <Session key={session.key} session={session} onOpen={onOpen} />
                    ))}
                </section>
            ))}
            {hasMore && <More loading={loadingMore} onMore={onMore} />}
        </>
    )
}

function Session({ session, onOpen }: { session: TimelineSession; onOpen: (event: EventRow) => void }) {
    return (
        <div className="border-line border-b py-1.5 last:border-b-0">
            {session.sessionId && (
                <p className="px-4 pt-1 pb-0.5 text-ink-3 text-xs sm:px-5">
                    Session of {formatCount(session.rows.length, 'event')}
                    {session.lengthMs >= 1000 && `, ${formatDuration(session.lengthMs)}`}
                </p>
            )}
            <ol>
                {session.rows.map((row) => (
                    <li key={row.uuid}>
                        <button
                            type="button"
                            onClick={() => onOpen(row)}
                            className="flex w-full items-center gap-3 px-4 py-1.5 text-left -outline-offset-2 hover:bg-hover sm:px-5"
                        >
                            <time dateTime={row.timestamp} className="tabular w-14 shrink-0 text-ink-3 text-xs">
                                {formatClock(row.timestamp)}
                            </time>
                            <span className="min-w-0 shrink-0 max-sm:flex-1 sm:max-w-1/2">
                                <EventName name={row.event} />
                            </span>
                            <span className="hidden min-w-0 flex-1 truncate text-right text-ink-3 text-sm sm:block">
                                {eventPlace(row.properties)}
                            </span>
                        </button>
                    </li>
                ))}
            </ol>
        </div>
    )
}

function More({ loading, onMore }: { loading: boolean; onMore: () => void }): React.JSX.Element {
    const place = useRef<HTMLDivElement>(null)
    useEffect(() => {
        if (!place.current || loading || typeof IntersectionObserver === 'undefined') {
            return
        }
        const observer = new IntersectionObserver((seen) => seen.some((one) => one.isIntersecting) && onMore())
        observer.observe(place.current)
        return () => observer.disconnect()
    }, [loading, onMore])
    return (
        <div ref={place} className="border-line border-t p-3 text-center">
            <Button variant="ghost" onClick={onMore} loading={loading}>
                Show older events
            </Button>
        </div>
    )
}
