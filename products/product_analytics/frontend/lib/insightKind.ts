/** Which page opens an insight. */
import type { SavedInsight } from '~/lib/types'

export type InsightKind = 'trends' | 'sql' | 'other'

export function insightKind({ query }: { query: SavedInsight['query'] | null }): InsightKind {
    const source = (query?.source ?? query) as { kind?: unknown } | null
    if (source?.kind === 'HogQLQuery') {
        return 'sql'
    }
    return source?.kind === 'TrendsQuery' ? 'trends' : 'other'
}
