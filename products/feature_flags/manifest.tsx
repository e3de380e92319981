/** Pages of feature flags. */
import { ToggleRight } from 'lucide-react'
import type { ProductManifest } from '~/app/manifest'

export const manifest: ProductManifest = {
    name: 'feature_flags',
    scenes: {
        featureFlags: { title: 'Feature flags', load: () => import('./frontend/scenes/FeatureFlagsScene') },
    },
    routes: {
        '/feature-flags': 'featureFlags',
    },
    navigation: [
        {
            label: 'Feature flags',
            path: '/feature-flags',
            icon: ToggleRight,
            order: 900,
            section: 'data',
            keywords: 'toggles rollout experiments',
        },
    ],
}
