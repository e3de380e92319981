/** How often events happened, day by day. */
import type { HogQLQuery } from '~/lib/queries'
import type { Json } from '~/lib/types'

export const VOLUME_DAYS = 30

export type Volumes = Record<string, number[]>

/** Counts by event and by how many days ago it was. */
export function volumesQuery(events: readonly string[]): HogQLQuery {
    return {
        kind: 'HogQLQuery',
        query:
            "SELECT event, dateDiff('day', toDate(timestamp), today()) AS age, count() AS times FROM events " +
            `WHERE timestamp > now() - INTERVAL ${VOLUME_DAYS} DAY AND event IN {names} GROUP BY event, age LIMIT 10000`,
        values: { names: [...events] },
    }
}

/** A number for each day, the oldest first; events that did not happen have zeros. */
export function toVolumes(events: readonly string[], rows: readonly Json[][]): Volumes {
    const volumes: Volumes = Object.fromEntries(events.map((name) => [name, Array(VOLUME_DAYS).fill(0) as number[]]))
    for (const [name, age, times] of rows) {
        const days = Object.hasOwn(volumes, String(name)) ? volumes[String(name)] : undefined
        const at = VOLUME_DAYS - 1 - Number(age)
        if (days && at >= 0 && at < VOLUME_DAYS) {
            days[at] = Number(times)
        }
    }
    return volumes
}
