/** Finds every product's manifest at build time. Nothing here names a product. */
import type { ActivityKind } from '~/activity/sentences'
import type { Project } from '~/lib/types'
import type { NavigationEntry, ProductManifest, SceneConfig } from './manifest'

const modules = import.meta.glob<{ manifest: ProductManifest }>('../../../products/*/manifest.tsx', { eager: true })

export const manifests: ProductManifest[] = Object.values(modules).map((module) => module.manifest)

export const productScenes: Record<string, SceneConfig> = Object.assign({}, ...manifests.map((one) => one.scenes))

export const productRoutes: [pattern: string, scene: string][] = manifests.flatMap((one) => Object.entries(one.routes))

export const navigation: NavigationEntry[] = manifests
    .flatMap((one) => one.navigation)
    .sort((left, right) => left.order - right.order)

/** What is known of the things in the activity log, by their scope. */
export const activityKinds: Record<string, ActivityKind> = Object.assign({}, ...manifests.map((one) => one.activity))

const references: NonNullable<ProductManifest['references']> = Object.assign(
    {},
    ...manifests.map((one) => one.references)
)

/** The page of something that uses another product's thing, such as `feature_flag` 3; null when it has none. */
export function referencePath(kind: string, id: string): string | null {
    return references[kind]?.(id) ?? null
}

/** The page to show somebody who asked for none in particular. */
export function landingPath(project: Project): string {
    const offers = manifests.flatMap((one) => one.landing ?? []).sort((left, right) => left.order - right.order)
    for (const offer of offers) {
        const path = offer.path(project)
        if (path) {
            return path
        }
    }
    return '/settings'
}
