/** What is shown before there is a page to show. */
import { useActions, useValues } from 'kea'
import { FolderX } from 'lucide-react'
import { Button } from '~/design/Button'
import { Logo } from '~/design/Logo'
import { EmptyState, ErrorState } from '~/design/States'
import { appLogic } from './appLogic'

export function Booting(): React.JSX.Element {
    return (
        <div role="status" className="grid min-h-dvh place-items-center text-2xl">
            <span className="sr-only">Starting</span>
            <Logo markOnly className="animate-shimmer" />
        </div>
    )
}

export function BootFailed({ error, onRetry }: { error: Error | null; onRetry: () => void }): React.JSX.Element {
    return (
        <main className="grid min-h-dvh place-items-center">
            <ErrorState error={error} onRetry={onRetry} />
        </main>
    )
}

export function ProjectMissing(): React.JSX.Element {
    const { user } = useValues(appLogic)
    const { logOut, openProject } = useActions(appLogic)
    const own = user?.team ?? user?.organization?.teams[0]
    return (
        <main className="grid min-h-dvh place-items-center">
            <EmptyState
                icon={<FolderX />}
                isPage
                title="There is no such project here"
                action={
                    <>
                        {own && (
                            <Button variant="primary" onClick={() => openProject(own.id)}>
                                Open {own.name}
                            </Button>
                        )}
                        <Button onClick={logOut}>Log out</Button>
                    </>
                }
            >
                The address names a project that does not exist or that {user?.email ?? 'this account'} may not see. Ask
                whoever sent the link to invite you to its organization.
            </EmptyState>
        </main>
    )
}
