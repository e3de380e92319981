import { useActions, useValues } from 'kea'
import { router } from 'kea-router'
import { ErrorState, Loading, Skeleton } from '~/design/States'
import { ApiError } from '~/lib/http'
import { ErrorBoundary } from './ErrorBoundary'
import { sceneLogic } from './sceneLogic'

/** Draws the page the address names: its code may still be on the way, or may not have arrived. */
export function ActiveScene(): React.JSX.Element {
    const { module, match, loadError } = useValues(sceneLogic)
    const { loadScene } = useActions(sceneLogic)
    const { location } = useValues(router)
    if (loadError) {
        return (
            <ErrorState
                title={loadError instanceof ApiError ? undefined : 'This page did not load'}
                error={loadError}
                // Some browsers remember that a part could not be had, and only forget it with the page.
                onRetry={() => (navigator.onLine ? window.location.reload() : loadScene(match.scene))}
            />
        )
    }
    if (!module) {
        return (
            <Loading label="Loading page">
                <Skeleton className="mb-6 h-8 w-48" />
                <Skeleton className="h-72 w-full rounded-xl opacity-60" />
            </Loading>
        )
    }
    return (
        <ErrorBoundary key={location.pathname}>
            <module.Scene key={match.scene} {...match.params} />
        </ErrorBoundary>
    )
}
