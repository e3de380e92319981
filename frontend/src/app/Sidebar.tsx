import { useActions } from 'kea'
import { Search, Settings } from 'lucide-react'
import { cn } from '~/design/cn'
import { Link } from '~/design/Link'
import { Logo } from '~/design/Logo'
import { commandPaletteLogic } from './commandPaletteLogic'
import type { NavigationEntry } from './manifest'
import { ProjectSwitcher } from './ProjectSwitcher'
import { navigation } from './products'
import { UserMenu } from './UserMenu'
import { useIsOpen } from './useIsOpen'

const SECTIONS: [section: NavigationEntry['section'], title: string][] = [
    ['analyze', 'Analyze'],
    ['data', 'Data'],
]

export function Sidebar(): React.JSX.Element {
    const { open } = useActions(commandPaletteLogic)
    return (
        <aside className="on-nav sticky top-0 hidden h-dvh flex-col bg-nav text-nav-ink lg:flex">
            <div className="flex items-center px-4 pt-4 pb-3 text-lg">
                <Link to="/" aria-label="Prickle, home" className="rounded-md">
                    <Logo />
                </Link>
            </div>
            <div className="flex flex-col gap-1.5 px-2.5">
                <ProjectSwitcher />
                <button
                    type="button"
                    onClick={() => open()}
                    className="flex h-8 items-center gap-2 rounded-md px-2.5 text-nav-ink-2 text-sm hover:bg-nav-hover hover:text-nav-ink"
                >
                    <Search className="size-4" />
                    Search
                    <kbd className="ml-auto rounded border border-nav-line px-1.5 font-sans text-2xs text-nav-ink-3">
                        {isMac ? '⌘' : 'Ctrl'} K
                    </kbd>
                </button>
            </div>
            <nav aria-label="Main" className="scrollbar-thin mt-3 flex-1 overflow-y-auto px-2.5 pb-4">
                {SECTIONS.map(([section, title]) => (
                    <div key={section} className="mt-3">
                        <h2 className="px-2.5 pb-1 font-medium text-nav-ink-3 text-xs">{title}</h2>
                        <ul className="flex flex-col gap-0.5">
                            {navigation
                                .filter((entry) => entry.section === section)
                                .map((entry) => (
                                    <li key={entry.path}>
                                        <SidebarLink {...entry} />
                                    </li>
                                ))}
                        </ul>
                    </div>
                ))}
            </nav>
            <div className="flex flex-col gap-0.5 border-nav-line border-t p-2.5">
                <SidebarLink label="Settings" path="/settings" icon={Settings} />
                <UserMenu />
            </div>
        </aside>
    )
}

const isMac = /Mac|iPhone|iPad/.test(navigator.platform)

function SidebarLink({ label, path, icon: Icon }: Pick<NavigationEntry, 'label' | 'path' | 'icon'>) {
    const open = useIsOpen(path)
    return (
        <Link
            to={path}
            aria-current={open ? 'page' : undefined}
            className={cn(
                'relative flex h-8.5 items-center gap-2.5 rounded-md px-2.5 transition-colors',
                open
                    ? 'bg-nav-active font-medium text-nav-ink before:absolute before:top-2 before:bottom-2 before:-left-2.5 before:w-[3px] before:rounded-r-full before:bg-[#ff6f9f]'
                    : 'text-nav-ink-2 hover:bg-nav-hover hover:text-nav-ink'
            )}
        >
            <Icon className="size-4.5 shrink-0" />
            <span className="truncate">{label}</span>
        </Link>
    )
}
