/** Which page opens an insight. */
import type { SavedInsight } from '~/lib/types'

export type InsightKind = 'trends' | 'sql' | 'other'

export function insightKind(insight: Pick<SavedInsight, 'query'>): InsightKind {
    const query = insight.query
    const source = (query?.source ?? query) as { kind?: unknown } | null
    if (source?.kind === 'HogQLQuery') {
        return 'sql'
    }
    return source?.kind === 'TrendsQuery' ? 'trends' : 'other'
}
