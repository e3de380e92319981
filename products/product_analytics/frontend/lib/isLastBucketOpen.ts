/** Whether the newest point of a chart is still growing, which a line should show. */
import type { TrendsQuery, TrendsResponse } from '~/lib/queries'

export function isLastBucketOpen(query: TrendsQuery, response: TrendsResponse): boolean {
    // A range with an end in words or days may end in the past; only an open one certainly reaches the present.
    return !query.dateRange?.date_to && response.results.some((result) => result.data.length > 1)
}
