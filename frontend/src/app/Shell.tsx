import { useMountedLogic, useValues } from 'kea'
import { router } from 'kea-router'
import { type ReactNode, useEffect, useRef } from 'react'
import { commandPaletteLogic } from './commandPaletteLogic'
import { DiskBanner } from './DiskBanner'
import { PhoneBar, PhoneHeader } from './PhoneNavigation'
import { Sidebar } from './Sidebar'
import { useLater } from './useLater'

// The list and its search come with the first use of it; its shortcut works from the start.
const loadPalette = (): Promise<typeof import('./CommandPalette')> => import('./CommandPalette')

/** The frame around every page of a project: navigation at the side, or above and below on a phone. */
export function Shell({ children }: { children: ReactNode }): React.JSX.Element {
    const main = useRef<HTMLElement>(null)
    const { location } = useValues(router)
    const previousPath = useRef(location.pathname)

    useEffect(() => {
        if (previousPath.current !== location.pathname) {
            previousPath.current = location.pathname
            // A new page starts at its top, for eyes and for screen readers alike.
            window.scrollTo(0, 0)
            main.current?.focus({ preventScroll: true })
        }
    }, [location.pathname])

    return (
        <div className="min-h-dvh lg:grid lg:grid-cols-[14.5rem_minmax(0,1fr)]">
            <a
                href="#main"
                className="sr-only z-60 rounded-md bg-raised px-4 py-2 shadow-pop focus:not-sr-only focus:fixed focus:top-3 focus:left-3"
            >
                Skip to content
            </a>
            <Sidebar />
            <PhoneHeader />
            <main
                id="main"
                ref={main}
                tabIndex={-1}
                className="mx-auto w-full min-w-0 max-w-[88rem] px-4 pt-5 pb-[calc(5.5rem+env(safe-area-inset-bottom))] outline-none sm:px-6 lg:px-8 lg:pt-7 lg:pb-10"
            >
                <DiskBanner />
                {children}
            </main>
            <PhoneBar />
            <Palette />
        </div>
    )
}

function Palette(): React.JSX.Element | null {
    useMountedLogic(commandPaletteLogic)
    const { wasOpened } = useValues(commandPaletteLogic)
    return wasOpened ? <OpenedPalette /> : null
}

function OpenedPalette(): React.JSX.Element | null {
    const palette = useLater(loadPalette)
    return palette && <palette.CommandPalette />
}
