import { Tooltip } from '@base-ui/react/tooltip'
import { useActions, useMountedLogic, useValues } from 'kea'
import { Toasts } from '~/design/Toasts'
import { toastLogic } from '~/design/toastLogic'
import { ActiveScene } from './ActiveScene'
import { appLogic } from './appLogic'
import { BootFailed, Booting, ProjectMissing } from './BootScreens'
import { ErrorBoundary } from './ErrorBoundary'
import { sceneLogic } from './sceneLogic'
import { accessOf } from './scenes'
import { themeLogic } from './themeLogic'
import { useLater } from './useLater'

// Fetched beside the first requests: whoever signs in needs it next, and whoever only signs up does not wait for it.
const loadShell = (): Promise<typeof import('./Shell')> => import('./Shell')
loadShell().catch(() => undefined)

export function App(): React.JSX.Element {
    useMountedLogic(themeLogic)
    useMountedLogic(toastLogic)
    return (
        <Tooltip.Provider>
            <Screen />
            <Toasts />
        </Tooltip.Provider>
    )
}

function Screen(): React.JSX.Element {
    const { status, bootError } = useValues(appLogic)
    const { boot } = useActions(appLogic)
    const { match } = useValues(sceneLogic)
    const access = accessOf(match.scene)
    if (access === 'anyone' && status !== 'booting' && status !== 'failed') {
        return <ActiveScene />
    }
    switch (status) {
        case 'booting':
            return <Booting />
        case 'failed':
            return <BootFailed error={bootError} onRetry={boot} />
        case 'no-project':
            return <ProjectMissing />
        case 'anonymous':
            // For a moment the address may still be that of a page inside; the guard is about to change it.
            return access === 'anonymous' ? <ActiveScene /> : <Booting />
        case 'ready':
            return access === 'signed-in' ? (
                <ErrorBoundary>
                    <Inside />
                </ErrorBoundary>
            ) : (
                <Booting />
            )
    }
}

function Inside(): React.JSX.Element {
    const shell = useLater(loadShell)
    return shell ? (
        <shell.Shell>
            <ActiveScene />
        </shell.Shell>
    ) : (
        <Booting />
    )
}
