import { useActions, useValues } from 'kea'
import { GitMerge } from 'lucide-react'
import { CopyField } from '~/design/Copy'
import { ErrorState, SkeletonRows } from '~/design/States'
import { formatDate, formatDateTime, formatRelative } from '~/lib/format'
import { personIdentityLogic } from '../scenes/personIdentityLogic'
import { PropertyChanges } from './PropertyChanges'

/** What events changed about the person. */
export function PersonChanges({ id }: { id: string }): React.JSX.Element {
    const { changes, error } = useValues(personIdentityLogic({ id }))
    const { load } = useActions(personIdentityLogic({ id }))
    return (
        <PropertyChanges
            changes={changes}
            error={error}
            onRetry={load}
            empty="No event has changed this person’s properties."
        />
    )
}

/** The ids of the person with when each came, and who was merged into them. */
export function Identity({ id }: { id: string }): React.JSX.Element {
    const { history, error } = useValues(personIdentityLogic({ id }))
    const { load } = useActions(personIdentityLogic({ id }))
    if (error) {
        return <ErrorState error={error} onRetry={load} />
    }
    if (!history) {
        return <SkeletonRows rows={4} label="Loading the IDs" />
    }
    return (
        <div className="flex flex-col gap-6 p-4 sm:p-5">
            <section>
                <h3 className="mb-2 font-semibold text-ink-3 text-xs">Distinct IDs, the oldest first</h3>
                <ul className="flex flex-col gap-2">
                    {history.distinct_ids.map((one) => (
                        <li key={one.distinct_id} className="flex items-center gap-3">
                            <CopyField value={one.distinct_id} label="distinct ID" className="min-w-0 flex-1" />
                            <span
                                className="w-24 shrink-0 text-right text-ink-3 text-xs"
                                title={one.added_at ? formatDateTime(one.added_at) : 'Older than what is recorded'}
                            >
                                {one.added_at ? formatDate(one.added_at) : 'before records'}
                            </span>
                        </li>
                    ))}
                </ul>
            </section>
            <section>
                <h3 className="mb-2 font-semibold text-ink-3 text-xs">Merged into this person</h3>
                {history.merges.length === 0 ? (
                    <p className="text-ink-3 text-sm">Nobody has been merged into this person.</p>
                ) : (
                    <ol className="flex flex-col gap-3">
                        {history.merges.map((one) => (
                            <li key={`${one.from_person}-${one.merged_at}`} className="flex items-start gap-3 text-sm">
                                <GitMerge className="mt-0.5 size-4 shrink-0 text-brand-text" aria-hidden="true" />
                                <div className="min-w-0">
                                    <p>
                                        <span title={formatDateTime(one.merged_at)}>
                                            {formatRelative(one.merged_at)}
                                        </span>
                                        {one.distinct_ids.length > 0 && ' with '}
                                        <bdi className="break-all">{one.distinct_ids.join(', ')}</bdi>
                                    </p>
                                    <code className="break-all text-ink-3 text-xs">{one.from_person}</code>
                                </div>
                            </li>
                        ))}
                    </ol>
                )}
            </section>
        </div>
    )
}
