/** A person's events as days with sessions in them: how people remember what they did. */
import { formatDate } from '~/lib/format'
import type { EventRow } from '~/lib/types'

export interface TimelineSession {
    key: string
    /** null gathers what neighbours it and belongs to no session. */
    sessionId: string | null
    rows: EventRow[]
    lengthMs: number
}

export interface TimelineDay {
    day: string
    sessions: TimelineSession[]
}

function sessionOf(row: EventRow): string | null {
    const id = row.properties.$session_id
    return typeof id === 'string' && id ? id : null
}

/** Rows come newest first, and so do days, sessions and what is in them. A session past midnight stands in both days. */
export function toTimeline(rows: readonly EventRow[]): TimelineDay[] {
    const days: TimelineDay[] = []
    for (const row of rows) {
        const name = formatDate(row.timestamp)
        let day = days.at(-1)
        if (day?.day !== name) {
            day = { day: name, sessions: [] }
            days.push(day)
        }
        const id = sessionOf(row)
        // Sessions of two devices may overlap, so one is looked for in the whole day.
        let session = id === null ? day.sessions.at(-1) : day.sessions.find((one) => one.sessionId === id)
        if (!session || session.sessionId !== id) {
            session = { key: row.uuid, sessionId: id, rows: [], lengthMs: 0 }
            day.sessions.push(session)
        }
        session.rows.push(row)
        session.lengthMs = Date.parse(session.rows[0]?.timestamp ?? row.timestamp) - Date.parse(row.timestamp)
    }
    return days
}
