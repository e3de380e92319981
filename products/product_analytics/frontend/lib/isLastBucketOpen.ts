/** Whether the newest point of a chart is still growing, which a line should show. */
import type { TrendsResponse } from '~/lib/queries'

export function isLastBucketOpen(response: Pick<TrendsResponse, 'last_refresh' | 'resolved_date_range'>): boolean {
    const end = response.resolved_date_range?.date_to
    const computed = response.last_refresh
    return Boolean(end && computed) && new Date(end ?? 0).getTime() > new Date(computed ?? 0).getTime()
}
