/** Addresses of this product's pages. Other products take them from the manifest. */
import { encodeParams } from 'kea-router'
import type { TrendsQuery } from '~/lib/queries'

export const urls = {
    insights: (): string => '/insights',
    newInsight: (query?: TrendsQuery): string =>
        query ? `/insights/new${encodeParams({ q: query }, '#')}` : '/insights/new',
    insight: (shortId: string): string => `/insights/${shortId}`,
    sql: (query?: string): string => (query ? `/sql${encodeParams({ q: query }, '#')}` : '/sql'),
    savedSql: (shortId: string): string => `/sql/${shortId}`,
}
