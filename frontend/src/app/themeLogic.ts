/** Light, dark, or as the system says. The first paint is chosen by public/theme.js; this keeps up with changes. */
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
import { api } from '~/lib/api'
import { recall, remember } from '~/lib/storage'
import type { ThemeMode } from '~/lib/types'
import { appLogic } from './appLogic'

export type Theme = 'light' | 'dark'

interface Values {
    mode: ThemeMode
    systemTheme: Theme
    theme: Theme
}
interface Actions {
    setMode: (mode: ThemeMode) => { mode: ThemeMode }
    systemChanged: (theme: Theme) => { theme: Theme }
    apply: () => { value: true }
}

const DARK = '(prefers-color-scheme: dark)'
const systemTheme = (): Theme => (window.matchMedia(DARK).matches ? 'dark' : 'light')

function rememberedMode(): ThemeMode {
    const mode = recall('theme')
    return mode === 'light' || mode === 'dark' ? mode : 'system'
}

export const themeLogic = kea<MakeLogicType<Values, Actions>>([
    path(['app', 'themeLogic']),
    connect({ actions: [appLogic, ['bootSucceeded']] }),
    actions({
        setMode: (mode) => ({ mode }),
        systemChanged: (theme) => ({ theme }),
        apply: true,
    }),
    reducers({
        mode: [rememberedMode(), { setMode: (_: ThemeMode, { mode }: { mode: ThemeMode }) => mode }],
        systemTheme: [systemTheme(), { systemChanged: (_: Theme, { theme }: { theme: Theme }) => theme }],
    }),
    selectors({
        theme: [
            (s) => [s.mode, s.systemTheme],
            (mode: ThemeMode, system: Theme): Theme => (mode === 'system' ? system : mode),
        ],
    }),
    listeners(({ actions, values }) => ({
        apply: () => {
            document.documentElement.dataset.theme = values.theme
        },
        systemChanged: () => actions.apply(),
        setMode: async ({ mode }) => {
            remember('theme', mode)
            actions.apply()
            if (appLogic.values.user && appLogic.values.user.theme_mode !== mode) {
                // The choice already shows; that other browsers will not know it is no reason for an error message.
                await api.updateMe({ theme_mode: mode }).then(appLogic.actions.userChanged, () => undefined)
            }
        },
        bootSucceeded: () => {
            const chosenElsewhere = appLogic.values.user?.theme_mode
            if (chosenElsewhere && recall('theme') === null) {
                actions.setMode(chosenElsewhere)
            }
        },
    })),
    afterMount(({ actions, cache }) => {
        const media = window.matchMedia(DARK)
        const follow = (): void => void actions.systemChanged(systemTheme())
        media.addEventListener('change', follow)
        cache.stop = () => media.removeEventListener('change', follow)
        actions.apply()
    }),
    beforeUnmount(({ cache }) => cache.stop?.()),
])
