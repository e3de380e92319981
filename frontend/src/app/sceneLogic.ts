/** Which page is open: matches the address to a scene, loads its code, and keeps strangers out. */
import { actions, afterMount, connect, kea, listeners, type MakeLogicType, path, reducers, selectors } from 'kea'
import { router } from 'kea-router'
import { isReady } from '~/lib/health'
import { unreachable } from '~/lib/http'
import { whenPreloading } from '~/lib/navigation'
import { projectInPath, safeNext } from '~/lib/routes'
import { type AppStatus, appLogic } from './appLogic'
import type { SceneModule } from './manifest'
import { accessOf, findScene, type SceneMatch, scenes } from './scenes'

const GONE = 'Its code is no longer there, because Prickle was updated since this tab was opened. Reloading helps.'

interface Values {
    status: AppStatus
    location: { pathname: string; search: string; hash: string }
    loaded: Record<string, SceneModule>
    failed: Record<string, Error>
    match: SceneMatch
    module: SceneModule | null
    loadError: Error | null
}
interface Actions {
    loadScene: (scene: string) => { scene: string }
    sceneLoaded: (scene: string, module: SceneModule) => { scene: string; module: SceneModule }
    sceneFailed: (scene: string, error: Error) => { scene: string; error: Error }
    guard: () => { value: true }
}

export const sceneLogic = kea<MakeLogicType<Values, Actions>>([
    path(['app', 'sceneLogic']),
    connect({
        values: [appLogic, ['status'], router, ['location']],
        actions: [appLogic, ['bootSucceeded', 'sessionEnded']],
    }),
    actions({
        loadScene: (scene) => ({ scene }),
        sceneLoaded: (scene, module) => ({ scene, module }),
        sceneFailed: (scene, error) => ({ scene, error }),
        guard: true,
    }),
    reducers({
        loaded: [
            {} as Record<string, SceneModule>,
            {
                sceneLoaded: (
                    state: Record<string, SceneModule>,
                    { scene, module }: { scene: string; module: SceneModule }
                ) => ({ ...state, [scene]: module }),
            },
        ],
        failed: [
            {} as Record<string, Error>,
            {
                loadScene: (state: Record<string, Error>, { scene }: { scene: string }) => {
                    const { [scene]: _, ...rest } = state
                    return rest
                },
                sceneFailed: (state: Record<string, Error>, { scene, error }: { scene: string; error: Error }) => ({
                    ...state,
                    [scene]: error,
                }),
            },
        ],
    }),
    selectors({
        match: [(s) => [s.location], (location: Values['location']) => findScene(location.pathname)],
        module: [
            (s) => [s.loaded, s.match],
            (loaded: Record<string, SceneModule>, match: SceneMatch) => loaded[match.scene] ?? null,
        ],
        loadError: [
            (s) => [s.failed, s.match],
            (failed: Record<string, Error>, match: SceneMatch) => failed[match.scene] ?? null,
        ],
    }),
    listeners(({ actions, values }) => ({
        loadScene: async ({ scene }) => {
            const config = scenes[scene]
            if (!config || values.loaded[scene]) {
                return
            }
            try {
                actions.sceneLoaded(scene, await config.load())
            } catch {
                // The import's own error is meant for programmers, and says nothing of the two reasons there are.
                actions.sceneFailed(scene, (await isReady()) ? new Error(GONE) : unreachable())
            }
        },
        guard: () => {
            const { status, match, location } = values
            const access = accessOf(match.scene)
            if (status === 'anonymous' && access === 'signed-in') {
                const next = `${location.pathname}${location.search}${location.hash}`
                const fresh = appLogic.values.preflight?.can_signup ?? false
                router.actions.replace(fresh ? '/signup' : '/login', next === '/' ? {} : { next })
            } else if (status === 'ready' && access === 'anonymous') {
                const { next } = router.values.searchParams
                router.actions.replace(safeNext(next))
            } else if (status !== 'booting') {
                if (status === 'ready' && access === 'signed-in' && projectInPath(location.pathname) === null) {
                    // Every page inside names its project, so that a copied address opens the same one elsewhere.
                    router.actions.replace(location.pathname, location.search, location.hash)
                    return
                }
                const config = scenes[match.scene]
                if (config) {
                    document.title = `${config.title} · Prickle`
                }
                actions.loadScene(match.scene)
            }
        },
        bootSucceeded: () => actions.guard(),
        sessionEnded: () => actions.guard(),
        [router.actionTypes.locationChanged]: () => actions.guard(),
    })),
    afterMount(({ actions }) => {
        whenPreloading((to) => actions.loadScene(findScene(to.split(/[?#]/, 1)[0] ?? to).scene))
        actions.guard()
    }),
])
