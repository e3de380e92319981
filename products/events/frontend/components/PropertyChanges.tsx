import { ArrowRight } from 'lucide-react'
import { Link } from '~/design/Link'
import { ErrorState, SkeletonRows } from '~/design/States'
import { propertyLabel } from '~/filters/propertyNames'
import { formatDateTime, formatRelative } from '~/lib/format'
import type { Json } from '~/lib/types'
import type { GroupPropertyChange, PropertyChange } from '../lib/eventsApi'
import { urls } from '../lib/urls'
import { EventName } from './EventName'
import { PropertyValue } from './PropertyList'

export interface PropertyChangesProps {
    /** The newest first; null until they are there. */
    changes: readonly (PropertyChange | GroupPropertyChange)[] | null
    error: Error | null
    onRetry: () => void
    /** What to say when nothing has changed. */
    empty: string
}

/** What changed about the properties of somebody or something, from what to what, and what or who did it. */
export function PropertyChanges({ changes, error, onRetry, empty }: PropertyChangesProps): React.JSX.Element {
    if (error) {
        return <ErrorState error={error} onRetry={onRetry} />
    }
    if (!changes) {
        return <SkeletonRows rows={5} label="Loading what changed" />
    }
    if (!changes.length) {
        return <p className="px-5 py-10 text-center text-ink-3">{empty}</p>
    }
    return (
        <ol className="divide-y divide-line">
            {changes.map((one) => (
                <li key={`${one.event_uuid ?? one.changed_at}-${one.property}`} className="px-4 py-3 sm:px-5">
                    <div className="flex flex-wrap items-baseline justify-between gap-x-4">
                        <bdi className="min-w-0 break-words font-medium text-sm">{propertyLabel(one.property)}</bdi>
                        <time
                            dateTime={one.changed_at}
                            title={formatDateTime(one.changed_at)}
                            className="text-ink-3 text-xs"
                        >
                            {formatRelative(one.changed_at)}
                        </time>
                    </div>
                    <div className="mt-1 flex flex-wrap items-center gap-x-2.5 gap-y-1 text-sm">
                        <span className="min-w-0 max-w-full text-ink-3">
                            {one.before === null ? 'not set' : <PropertyValue value={one.before as Json} />}
                        </span>
                        <ArrowRight className="size-3.5 shrink-0 text-ink-3" aria-label="became" />
                        <span className="min-w-0 max-w-full">
                            {one.was_set ? (
                                <PropertyValue value={one.after as Json} />
                            ) : (
                                <i className="text-ink-3">removed</i>
                            )}
                        </span>
                        <Source change={one} />
                    </div>
                </li>
            ))}
        </ol>
    )
}

/** The event that said so, or who changed it by hand. */
function Source({ change }: { change: PropertyChange | GroupPropertyChange }): React.JSX.Element {
    const changedBy = 'changed_by' in change ? change.changed_by : null
    if (change.event_uuid === null) {
        return (
            <span className="ml-auto min-w-0 break-words text-ink-3 text-xs">
                by <bdi>{changedBy ?? 'hand, through an account that is gone'}</bdi>
            </span>
        )
    }
    return (
        <Link
            to={urls.event(change.event_uuid)}
            className="ml-auto max-w-60 rounded-md text-ink-3 text-xs hover:underline"
        >
            {/* Groups are described by events of one name. */}
            <EventName name={'event' in change ? change.event : '$groupidentify'} />
        </Link>
    )
}
