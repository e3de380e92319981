import { useActions, useValues } from 'kea'
import { KeyRound, LogOut, Monitor, Moon, Sun, UserRound } from 'lucide-react'
import { Avatar } from '~/design/Avatar'
import { Menu, MenuChoice, MenuItem, MenuLink, MenuSeparator } from '~/design/Menu'
import type { ThemeMode } from '~/lib/types'
import { appLogic } from './appLogic'
import { themeLogic } from './themeLogic'

const THEMES: { value: ThemeMode; label: string; icon: React.JSX.Element }[] = [
    { value: 'light', label: 'Light', icon: <Sun /> },
    { value: 'dark', label: 'Dark', icon: <Moon /> },
    { value: 'system', label: 'System', icon: <Monitor /> },
]

export interface UserMenuProps {
    /** Only the picture is seen. */
    compact?: boolean
}

export function UserMenu({ compact = false }: UserMenuProps): React.JSX.Element {
    const { user } = useValues(appLogic)
    const { logOut } = useActions(appLogic)
    const { mode } = useValues(themeLogic)
    const { setMode } = useActions(themeLogic)
    const name = user?.first_name || user?.email || ''
    return (
        <Menu
            side="top"
            align="start"
            className="w-60"
            trigger={
                <button
                    type="button"
                    className="flex h-10 items-center gap-2.5 rounded-md px-2 text-left hover:bg-nav-hover data-popup-open:bg-nav-hover"
                >
                    <Avatar name={name} seed={user?.email} size="sm" />
                    <span className={compact ? 'sr-only' : 'min-w-0 flex-1 truncate text-nav-ink-2'}>
                        <span className="sr-only">Account of </span>
                        {name}
                    </span>
                </button>
            }
        >
            <div className="px-2.5 pt-1.5 pb-2">
                <div className="truncate font-medium">
                    {[user?.first_name, user?.last_name].filter(Boolean).join(' ')}
                </div>
                <div className="truncate text-ink-3 text-sm">{user?.email}</div>
            </div>
            <MenuSeparator />
            <MenuLink icon={<UserRound />} to="/settings/account">
                Your account
            </MenuLink>
            <MenuLink icon={<KeyRound />} to="/settings/keys">
                Personal API keys
            </MenuLink>
            <MenuSeparator />
            <MenuChoice label="Theme" value={mode} onChange={setMode} options={THEMES} />
            <MenuSeparator />
            <MenuItem icon={<LogOut />} onSelect={logOut}>
                Log out
            </MenuItem>
        </Menu>
    )
}
