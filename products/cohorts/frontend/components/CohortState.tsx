import { Badge } from '~/design/Badge'
import { Spinner } from '~/design/Spinner'
import { formatRelative } from '~/lib/format'
import type { Cohort } from '~/lib/types'

/** How fresh a cohort's members are, in a few words. */
export function CohortState({ cohort }: { cohort: Cohort }): React.JSX.Element {
    // A list without a version is one whose people are still being gathered.
    if (cohort.is_static && cohort.version !== null) {
        return <Badge>Kept by hand</Badge>
    }
    if (cohort.is_calculating || (cohort.version === null && cohort.errors_calculating === 0)) {
        return (
            <Badge tone="info">
                <Spinner className="size-3" /> Calculating
            </Badge>
        )
    }
    if (cohort.errors_calculating > 0) {
        return (
            <span title={cohort.last_error}>
                <Badge tone="danger">
                    {cohort.errors_calculating === 1 ? 'Failed' : `Failed ${cohort.errors_calculating}×`}
                </Badge>
            </span>
        )
    }
    return <span className="text-ink-3 text-sm">{formatRelative(cohort.last_calculation)}</span>
}
