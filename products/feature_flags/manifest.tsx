/** Pages of feature flags. */
import { ToggleRight } from 'lucide-react'
import type { ProductManifest } from '~/app/manifest'
import { FLAG_KIND } from './frontend/lib/history'
import { urls } from './frontend/lib/urls'

export { urls as flagUrls }

export const manifest: ProductManifest = {
    name: 'feature_flags',
    scenes: {
        featureFlags: { title: 'Feature flags', load: () => import('./frontend/scenes/FeatureFlagsScene') },
        featureFlag: { title: 'Feature flag', load: () => import('./frontend/scenes/FeatureFlagScene') },
    },
    routes: {
        '/feature-flags': 'featureFlags',
        '/feature-flags/:id': 'featureFlag',
    },
    activity: {
        FeatureFlag: FLAG_KIND,
    },
    navigation: [
        {
            label: 'Feature flags',
            path: '/feature-flags',
            icon: ToggleRight,
            order: 40,
            section: 'analyze',
            keywords: 'toggles rollout experiments',
        },
    ],
}
