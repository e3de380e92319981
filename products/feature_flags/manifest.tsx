/** Pages of feature flags. */
import { Sprout, ToggleRight } from 'lucide-react'
import type { ProductManifest } from '~/app/manifest'
import { FLAG_KIND } from './frontend/lib/history'
import { urls } from './frontend/lib/urls'

export { urls as flagUrls }

export const manifest: ProductManifest = {
    name: 'feature_flags',
    scenes: {
        featureFlags: { title: 'Feature flags', load: () => import('./frontend/scenes/FeatureFlagsScene') },
        featureFlag: { title: 'Feature flag', load: () => import('./frontend/scenes/FeatureFlagScene') },
        earlyAccess: { title: 'Early access', load: () => import('./frontend/scenes/EarlyAccessScene') },
        earlyAccessFeature: {
            title: 'Early access feature',
            load: () => import('./frontend/scenes/EarlyAccessFeatureScene'),
        },
    },
    routes: {
        '/feature-flags': 'featureFlags',
        '/feature-flags/:id': 'featureFlag',
        '/early-access': 'earlyAccess',
        '/early-access/:id': 'earlyAccessFeature',
    },
    references: {
        feature_flag: (id) => urls.flag(Number(id)),
        // A plan is named by its flag.
        scheduled_change: (id) => urls.flag(Number(id), 'schedule'),
    },
    activity: {
        FeatureFlag: FLAG_KIND,
        EarlyAccessFeature: { noun: 'early access feature', pathOf: (id) => urls.feature(id) },
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
        {
            label: 'Early access',
            path: '/early-access',
            icon: Sprout,
            order: 42,
            section: 'analyze',
            keywords: 'beta opt in enrolment features preview',
        },
    ],
}
