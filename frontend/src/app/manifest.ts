/** What a product tells the app about its pages. `products/<name>/manifest.tsx` exports one as `manifest`. */
import type { ComponentType } from 'react'
import type { ActivityKind } from '~/activity/sentences'
import type { Project } from '~/lib/types'

/** The module behind a scene. It receives the params of its route as props. */
export interface SceneModule {
    Scene: ComponentType<Record<string, string>>
}

export interface SceneConfig {
    /** What the browser's tab says until the page knows better. */
    title: string
    load: () => Promise<SceneModule>
}

export interface NavigationEntry {
    label: string
    path: string
    icon: ComponentType<{ className?: string }>
    /** Entries are listed by this number; products leave gaps for each other. */
    order: number
    /** The few that stand in the bar at the bottom of a phone. */
    onPhoneBar?: boolean
    section: 'analyze' | 'data'
    /** Words that find it in the command palette. */
    keywords?: string
    /** Tabs of the page, which the command palette opens directly. */
    tabs?: { label: string; path: string; keywords?: string }[]
}

export interface ProductManifest {
    name: string
    scenes: Record<string, SceneConfig>
    /** Path pattern without the project prefix → scene. */
    routes: Record<string, string>
    navigation: NavigationEntry[]
    /** What the activity log calls this product's things, by the scope that the server writes. */
    activity?: Record<string, ActivityKind>
    /** Where its things are that may use things of other products, by how scopes spell them. */
    references?: Record<string, (id: string) => string>
    /** Where "home" leads for a project; null leaves it to the next product. */
    landing?: { order: number; path: (project: Project) => string | null }
}
