/** The palette behind Cmd/Ctrl+K: every page, project and setting, a few keystrokes away. */
import {
    actions,
    afterMount,
    beforeUnmount,
    connect,
    kea,
    listeners,
    type MakeLogicType,
    path,
    reducers,
    selectors,
} from 'kea'
import { router } from 'kea-router'
import type { ProjectId, ThemeMode, User } from '~/lib/types'
import { appLogic } from './appLogic'
import { navigation } from './products'
import { themeLogic } from './themeLogic'

export interface Command {
    id: string
    label: string
    group: string
    keywords?: string
    run:
        | { kind: 'open'; path: string }
        | { kind: 'theme'; mode: ThemeMode }
        | { kind: 'project'; id: ProjectId }
        | { kind: 'log-out' }
}

interface Values {
    isOpen: boolean
    wasOpened: boolean
    user: User | null
    commands: Command[]
}
interface Actions {
    open: () => { value: true }
    close: () => { value: true }
    run: (command: Command) => { command: Command }
    setMode: (mode: ThemeMode) => { mode: ThemeMode }
    openProject: (id: ProjectId) => { id: ProjectId }
    logOut: () => { value: true }
}

const SETTINGS: [label: string, path: string, keywords: string][] = [
    ['Project settings', '/settings/project', 'name time zone token rotate'],
    ['Members and invitations', '/settings/members', 'team people organization invite'],
    ['Personal API keys', '/settings/keys', 'phx scopes'],
    ['Activity log', '/settings/activity-log', 'history audit changes who'],
    ['Your account', '/settings/account', 'name theme'],
]

function open(label: string, to: string, group: string, keywords?: string): Command {
    return { id: `${group}:${to}`, label, group, keywords, run: { kind: 'open', path: to } }
}

export const commandPaletteLogic = kea<MakeLogicType<Values, Actions>>([
    path(['app', 'commandPaletteLogic']),
    connect({ values: [appLogic, ['user']], actions: [themeLogic, ['setMode'], appLogic, ['openProject', 'logOut']] }),
    actions({ open: true, close: true, run: (command) => ({ command }) }),
    reducers({
        isOpen: [false, { open: () => true, close: () => false, run: () => false }],
        wasOpened: [false, { open: () => true }],
    }),
    selectors({
        commands: [
            (s) => [s.user],
            (user: User | null): Command[] => [
                ...navigation.flatMap((entry) => [
                    open(entry.label, entry.path, 'Go to', entry.keywords),
                    ...(entry.tabs ?? []).map((tab) => open(tab.label, tab.path, entry.label, tab.keywords)),
                ]),
                ...SETTINGS.map(([label, to, keywords]) => open(label, to, 'Settings', keywords)),
                ...(user?.organization?.teams ?? []).map(
                    (team): Command => ({
                        id: `project:${team.id}`,
                        label: team.name,
                        group: 'Projects',
                        keywords: 'switch project',
                        run: { kind: 'project', id: team.id },
                    })
                ),
                ...(['light', 'dark', 'system'] as const).map(
                    (mode): Command => ({
                        id: `theme:${mode}`,
                        label: `Theme: ${mode === 'system' ? 'as the system' : mode}`,
                        group: 'Actions',
                        keywords: 'appearance colour mode',
                        run: { kind: 'theme', mode },
                    })
                ),
                { id: 'log-out', label: 'Log out', group: 'Actions', run: { kind: 'log-out' } },
            ],
        ],
    }),
    listeners(({ actions }) => ({
        run: ({ command: { run } }) => {
            switch (run.kind) {
                case 'open':
                    return router.actions.push(run.path)
                case 'theme':
                    return actions.setMode(run.mode)
                case 'project':
                    return actions.openProject(run.id)
                case 'log-out':
                    return actions.logOut()
            }
        },
    })),
    afterMount(({ actions, values, cache }) => {
        cache.onKey = (event: KeyboardEvent): void => {
            if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === 'k') {
                event.preventDefault()
                values.isOpen ? actions.close() : actions.open()
            }
        }
        window.addEventListener('keydown', cache.onKey)
    }),
    beforeUnmount(({ cache }) => window.removeEventListener('keydown', cache.onKey)),
])
