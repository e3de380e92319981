import { useActions, useValues } from 'kea'
import { ToggleRight } from 'lucide-react'
import { Card } from '~/design/Card'
import { PageHeader } from '~/design/PageHeader'
import { EmptyState, ErrorState, SkeletonRows } from '~/design/States'
import { featureFlagsSceneLogic } from './featureFlagsSceneLogic'

/** The flags of the project. */
export function Scene(): React.JSX.Element {
    return (
        <>
            <PageHeader title="Feature flags" description="Who gets what, decided without a release." />
            <Card>
                <Flags />
            </Card>
        </>
    )
}

function Flags(): React.JSX.Element {
    const { flags, loadError } = useValues(featureFlagsSceneLogic)
    const { load } = useActions(featureFlagsSceneLogic)
    if (loadError) {
        return <ErrorState error={loadError} onRetry={load} />
    }
    if (!flags) {
        return <SkeletonRows rows={3} label="Loading feature flags" />
    }
    if (!flags.length) {
        return (
            <EmptyState icon={<ToggleRight />} title="No feature flags yet">
                The first one you add appears here.
            </EmptyState>
        )
    }
    return (
        <ul className="divide-y divide-line">
            {flags.map((flag) => (
                <li key={flag.id} className="flex items-center justify-between gap-4 px-4 py-2.5 sm:px-5">
                    <span className="text-ink">{flag.key}</span>
                    <span className="text-ink-3">{flag.active ? 'On' : 'Off'}</span>
                </li>
            ))}
        </ul>
    )
}
