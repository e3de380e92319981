/** Rows as CSV (RFC 4180), safe to open in a spreadsheet. */
import type { Json } from './types'

function cell(value: Json | undefined): string {
    if (value === null || value === undefined) {
        return ''
    }
    let text = typeof value === 'object' ? JSON.stringify(value) : String(value)
    // A spreadsheet would run a cell that starts like a formula; event data comes from strangers.
    if (typeof value === 'string' && /^[=+\-@\t\r]/.test(text)) {
        text = `'${text}`
    }
    return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

export function toCsv(columns: readonly string[], rows: readonly (readonly Json[])[]): string {
    return [columns, ...rows].map((row) => row.map(cell).join(',')).join('\r\n')
}
