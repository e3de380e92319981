import { useValues } from 'kea'
import { Flag } from 'lucide-react'
import { Badge } from '~/design/Badge'
import { EmptyState, ErrorState, SkeletonRows } from '~/design/States'
import { personFlagsLogic } from '../scenes/personFlagsLogic'

/** What every feature flag answers for this person, and why. */
export function PersonFlags({ distinctId }: { distinctId: string }): React.JSX.Element {
    const { flags, error } = useValues(personFlagsLogic({ distinctId }))
    if (error) {
        return <ErrorState error={error} />
    }
    if (!flags) {
        return <SkeletonRows rows={4} label="Loading flags" />
    }
    if (!flags.length) {
        return <EmptyState icon={<Flag />} title="No feature flags in this project" />
    }
    return (
        <ul className="divide-y divide-line">
            {flags.map((flag) => (
                <li key={flag.key} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2.5 sm:px-5">
                    <bdi className="min-w-0 flex-1 break-words font-medium font-mono text-sm">{flag.key}</bdi>
                    <span className="text-ink-3 text-sm">{flag.why}</span>
                    {flag.value === false ? (
                        <Badge>off</Badge>
                    ) : (
                        <Badge tone="brand">{flag.value === true ? 'on' : flag.value}</Badge>
                    )}
                </li>
            ))}
        </ul>
    )
}
