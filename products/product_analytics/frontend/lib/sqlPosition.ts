/** Where in a text something is: offsets as the server counts them, lines and columns as people do. */
import { ApiError } from '~/lib/http'

export interface SqlProblem {
    message: string
    /** Offsets into the query in characters; null when the server does not know. */
    start: number | null
    end: number | null
}

export interface LinePosition {
    line: number
    column: number
}

export function positionOf(text: string, offset: number): LinePosition {
    const before = text.slice(0, offset)
    return { line: before.split('\n').length, column: offset - (before.lastIndexOf('\n') + 1) + 1 }
}

const asOffset = (value: unknown): number | null => (typeof value === 'number' && value >= 0 ? value : null)

export function toProblem(error: unknown): SqlProblem {
    if (!(error instanceof ApiError)) {
        return { message: error instanceof Error ? error.message : String(error), start: null, end: null }
    }
    const start = asOffset(error.extra.start)
    return { message: error.detail, start, end: asOffset(error.extra.end) ?? (start === null ? null : start + 1) }
}
