/** All scenes and who may see them: the app's own, and the products' from their manifests. */
import { matchRoute, type RouteParams, withoutProject } from '~/lib/routes'
import type { SceneConfig } from './manifest'
import { productRoutes, productScenes } from './products'

/** anyone: the page draws itself without the navigation, whoever looks at it. */
export type Access = 'signed-in' | 'anonymous' | 'anyone'

const anonymousScenes: Record<string, SceneConfig> = {
    login: { title: 'Log in', load: () => import('~/auth/LoginScene') },
    signup: { title: 'Sign up', load: () => import('~/auth/SignupScene') },
}

const openScenes: Record<string, SceneConfig> = {
    inviteSignup: { title: 'Join', load: () => import('~/auth/InviteSignupScene') },
}

const appScenes: Record<string, SceneConfig> = {
    home: { title: 'Prickle', load: () => import('./HomeScene') },
    settings: { title: 'Settings', load: () => import('~/settings/SettingsScene') },
    notFound: { title: 'Page not found', load: () => import('./NotFoundScene') },
}

export const scenes: Record<string, SceneConfig> = { ...productScenes, ...appScenes, ...anonymousScenes, ...openScenes }

const routes: [pattern: string, scene: string][] = [
    ['/', 'home'],
    ['/login', 'login'],
    ['/signup', 'signup'],
    ['/signup/:inviteId', 'inviteSignup'],
    ['/settings', 'settings'],
    ['/settings/:section', 'settings'],
    ...productRoutes,
]

export interface SceneMatch {
    scene: string
    params: RouteParams
}

export function findScene(pathname: string): SceneMatch {
    const path = withoutProject(pathname)
    for (const [pattern, scene] of routes) {
        const params = matchRoute(pattern, path)
        if (params) {
            return { scene, params }
        }
    }
    return { scene: 'notFound', params: {} }
}

export function accessOf(scene: string): Access {
    return scene in openScenes ? 'anyone' : scene in anonymousScenes ? 'anonymous' : 'signed-in'
}
