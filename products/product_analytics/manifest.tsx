/** Pages of product analytics: insights and the SQL editor. */
import { ChartLine, Library, SquareTerminal } from 'lucide-react'
import type { ProductManifest } from '~/app/manifest'
import { urls } from './frontend/lib/urls'

export { urls as analyticsUrls }

export const manifest: ProductManifest = {
    name: 'product_analytics',
    scenes: {
        insights: { title: 'Insights', load: () => import('./frontend/scenes/InsightsScene') },
        trends: { title: 'Trends', load: () => import('./frontend/scenes/TrendsScene') },
        sql: { title: 'SQL editor', load: () => import('./frontend/scenes/SqlScene') },
    },
    routes: {
        '/insights': 'insights',
        '/insights/new': 'trends',
        '/insights/:shortId': 'trends',
        '/sql': 'sql',
        '/sql/:shortId': 'sql',
    },
    references: { insight: (shortId) => urls.insight(shortId) },
    navigation: [
        {
            label: 'Trends',
            path: '/insights/new',
            icon: ChartLine,
            order: 10,
            section: 'analyze',
            onPhoneBar: true,
            keywords: 'chart line bar new insight',
        },
        {
            label: 'Insights',
            path: '/insights',
            icon: Library,
            order: 20,
            section: 'analyze',
            onPhoneBar: true,
            keywords: 'saved charts',
        },
        {
            label: 'SQL editor',
            path: '/sql',
            icon: SquareTerminal,
            order: 30,
            section: 'analyze',
            keywords: 'hogql query table',
        },
    ],
    landing: { order: 100, path: () => urls.newInsight() },
}
