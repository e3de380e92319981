import { expect, it } from 'vitest'
import type { EventRow } from '~/lib/types'
import { toTimeline } from './timeline'

const row = (uuid: string, timestamp: string, session?: string): EventRow =>
    ({ uuid, timestamp, event: 'e', properties: session ? { $session_id: session } : {} }) as unknown as EventRow

it('groups by day and by session, newest first, and loses nothing', () => {
    const days = toTimeline([
        row('6', '2026-03-05T09:00:00Z', 's2'),
        row('5', '2026-03-04T12:00:00Z', 's1'),
        row('4', '2026-03-04T11:59:00Z', 'other'),
        row('3', '2026-03-04T11:58:00Z', 's1'),
        row('2', '2026-03-04T10:00:00Z'),
        row('1', '2026-03-04T09:00:00Z'),
    ])
    expect(days.map(({ day, sessions }) => [day, sessions.map((one) => one.rows.map((row) => row.uuid))])).toEqual([
        ['Mar 5, 2026', [['6']]],
        ['Mar 4, 2026', [['5', '3'], ['4'], ['2', '1']]],
    ])
    expect(days[1]?.sessions.map((one) => one.lengthMs)).toEqual([120_000, 0, 3_600_000])
})
