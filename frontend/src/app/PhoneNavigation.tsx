import { useActions } from 'kea'
import { Menu as MenuIcon, Search, Settings } from 'lucide-react'
import { cn } from '~/design/cn'
import { Link } from '~/design/Link'
import { Logo } from '~/design/Logo'
import { Menu, MenuLink } from '~/design/Menu'
import { commandPaletteLogic } from './commandPaletteLogic'
import type { NavigationEntry } from './manifest'
import { ProjectSwitcher } from './ProjectSwitcher'
import { navigation } from './products'
import { UserMenu } from './UserMenu'
import { useIsOpen } from './useIsOpen'

/** The top of a narrow screen: whose project this is, search, and the account. */
export function PhoneHeader(): React.JSX.Element {
    const { open } = useActions(commandPaletteLogic)
    return (
        <header className="on-nav sticky top-0 z-30 flex h-13 items-center gap-2 bg-nav px-3 text-nav-ink lg:hidden">
            <Link to="/" aria-label="Prickle, home" className="px-1 text-lg">
                <Logo markOnly />
            </Link>
            <ProjectSwitcher className="h-9! max-w-52 flex-1 border-transparent" />
            <button
                type="button"
                aria-label="Search"
                onClick={() => open()}
                className="ml-auto grid size-10 place-items-center rounded-md text-nav-ink-2 hover:bg-nav-hover hover:text-nav-ink"
            >
                <Search className="size-5" />
            </button>
            <UserMenu compact />
        </header>
    )
}

const onBar = navigation.filter((entry) => entry.onPhoneBar).slice(0, 4)
const inMore = navigation.filter((entry) => !onBar.includes(entry))

export function PhoneBar(): React.JSX.Element {
    return (
        <nav
            aria-label="Main"
            className="fixed inset-x-0 bottom-0 z-30 grid auto-cols-fr grid-flow-col border-line border-t bg-surface pb-[env(safe-area-inset-bottom)] lg:hidden"
        >
            {onBar.map((entry) => (
                <BarLink key={entry.path} {...entry} />
            ))}
            <Menu
                side="top"
                align="end"
                trigger={
                    <button type="button" className={cn(BAR_ITEM, 'text-ink-3 data-popup-open:text-brand-text')}>
                        <MenuIcon className="size-5.5" />
                        More
                    </button>
                }
            >
                {inMore.map(({ label, path, icon: Icon }) => (
                    <MenuLink key={path} to={path} icon={<Icon />}>
                        {label}
                    </MenuLink>
                ))}
                <MenuLink to="/settings" icon={<Settings />}>
                    Settings
                </MenuLink>
            </Menu>
        </nav>
    )
}

const BAR_ITEM = 'flex h-15 min-w-0 flex-col items-center justify-center gap-0.5 text-2xs font-medium -outline-offset-2'

function BarLink({ label, path, icon: Icon }: NavigationEntry): React.JSX.Element {
    const open = useIsOpen(path)
    return (
        <Link
            to={path}
            aria-current={open ? 'page' : undefined}
            className={cn(BAR_ITEM, open ? 'text-brand-text' : 'text-ink-3')}
        >
            <Icon className="size-5.5" />
            <span className="max-w-full truncate px-1">{label}</span>
        </Link>
    )
}
