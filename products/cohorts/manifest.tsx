/** Pages of cohorts: the list, the builder, and who is in one. */
import { UsersRound } from 'lucide-react'
import type { ProductManifest } from '~/app/manifest'
import { urls } from './frontend/lib/urls'

export { urls as cohortsUrls }

export const manifest: ProductManifest = {
    name: 'cohorts',
    scenes: {
        cohorts: { title: 'Cohorts', load: () => import('./frontend/scenes/CohortsScene') },
        cohort: { title: 'Cohort', load: () => import('./frontend/scenes/CohortScene') },
    },
    routes: {
        '/cohorts': 'cohorts',
        '/cohorts/:id': 'cohort',
    },
    references: { cohort: (id) => urls.cohort(Number(id)) },
    activity: {
        Cohort: { noun: 'cohort', pathOf: (id) => urls.cohort(Number(id)), words: { is_static: 'list kept by hand' } },
    },
    navigation: [
        {
            label: 'Cohorts',
            path: '/cohorts',
            icon: UsersRound,
            order: 125,
            section: 'data',
            keywords: 'segments audiences groups of people',
        },
    ],
}
