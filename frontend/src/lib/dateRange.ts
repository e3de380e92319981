/** The relative date grammar: `-7d`, `-1mStart`, `all`, absolute days. Says what a range means; the server resolves it. */
import { formatDate } from './format'
import type { DateRange, Interval } from './queries'

export interface DatePreset {
    label: string
    range: DateRange
}

export const DEFAULT_RANGE: DateRange = { date_from: '-7d', date_to: null }

export const DATE_PRESETS: DatePreset[] = [
    { label: 'Last hour', range: { date_from: '-1h', date_to: null } },
    { label: 'Last 24 hours', range: { date_from: '-24h', date_to: null } },
    { label: 'Today', range: { date_from: 'dStart', date_to: null } },
    { label: 'Yesterday', range: { date_from: '-1dStart', date_to: '-1dEnd' } },
    { label: 'Last 7 days', range: { date_from: '-7d', date_to: null } },
    { label: 'Last 14 days', range: { date_from: '-14d', date_to: null } },
    { label: 'Last 30 days', range: { date_from: '-30d', date_to: null } },
    { label: 'Last 90 days', range: { date_from: '-90d', date_to: null } },
    { label: 'This month', range: { date_from: 'mStart', date_to: null } },
    { label: 'Previous month', range: { date_from: '-1mStart', date_to: '-1mEnd' } },
    { label: 'This year', range: { date_from: 'yStart', date_to: null } },
    { label: 'Last 12 months', range: { date_from: '-12m', date_to: null } },
    { label: 'All time', range: { date_from: 'all', date_to: null } },
]

const RELATIVE = /^-(\d+)([hdwmqyMs])(Start|End)?$/
const START = /^([hdwmqy])Start$/
const ABSOLUTE = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2})?)?/

const UNITS: Record<string, string> = {
    h: 'hour',
    d: 'day',
    w: 'week',
    m: 'month',
    q: 'quarter',
    y: 'year',
    M: 'minute',
    s: 'second',
}
const DAYS: Record<string, number> = {
    s: 1 / 86400,
    M: 1 / 1440,
    h: 1 / 24,
    d: 1,
    w: 7,
    m: 30.4,
    q: 91.3,
    y: 365.25,
}

/** Whether the server would understand this as one end of a range. */
export function isDateExpression(text: string): boolean {
    if (ABSOLUTE.test(text)) {
        return !Number.isNaN(new Date(text.slice(0, 10)).getTime())
    }
    return text === 'all' || RELATIVE.test(text) || START.test(text)
}

function describeEnd(text: string): string {
    if (ABSOLUTE.test(text)) {
        return formatDate(new Date(`${text.slice(0, 10)}T12:00:00Z`))
    }
    const start = START.exec(text)
    if (start) {
        return `start of this ${UNITS[start[1] ?? '']}`
    }
    const relative = RELATIVE.exec(text)
    if (relative) {
        const [, amount, unit = 'd', edge] = relative
        const word = UNITS[unit] ?? unit
        const ago = `${amount} ${word}${amount === '1' ? '' : 's'} ago`
        return edge ? `${edge.toLowerCase()} of the ${word} ${ago}` : ago
    }
    return text
}

/** A range in words: a preset's name where there is one. */
export function describeRange(range: DateRange): string {
    const from = range.date_from ?? DEFAULT_RANGE.date_from ?? ''
    const to = range.date_to ?? null
    const preset = DATE_PRESETS.find((one) => one.range.date_from === from && (one.range.date_to ?? null) === to)
    if (preset) {
        return preset.label
    }
    const relative = RELATIVE.exec(from)
    if (relative && !relative[3] && to === null) {
        const [, amount, unit = 'd'] = relative
        return `Last ${amount} ${UNITS[unit]}${amount === '1' ? '' : 's'}`
    }
    return to === null ? `Since ${describeEnd(from)}` : `${describeEnd(from)} – ${describeEnd(to)}`
}

/** Roughly how many days a range spans; null when that depends on the data. */
export function rangeDays(range: DateRange, now: Date = new Date()): number | null {
    const from = daysAgo(range.date_from ?? '-7d', now)
    const to = range.date_to ? daysAgo(range.date_to, now) : 0
    return from === null || to === null ? null : Math.max(from - to, 0)
}

function daysAgo(text: string, now: Date): number | null {
    if (ABSOLUTE.test(text)) {
        return (now.getTime() - new Date(text.length === 10 ? `${text}T00:00:00Z` : text).getTime()) / 86_400_000
    }
    const relative = RELATIVE.exec(text)
    if (relative) {
        const [, amount, unit = 'd', edge] = relative
        const length = DAYS[unit] ?? 1
        return Number(amount) * length + (edge === 'Start' ? length : 0)
    }
    const start = START.exec(text)
    return start ? (DAYS[start[1] ?? 'd'] ?? 1) : null
}

/** The interval that gives a readable number of points for a range. */
export function suggestedInterval(range: DateRange, now: Date = new Date()): Interval {
    const days = rangeDays(range, now)
    if (days === null) {
        return 'month'
    }
    if (days <= 1 / 12) {
        return 'minute'
    }
    if (days <= 2) {
        return 'hour'
    }
    if (days <= 100) {
        return 'day'
    }
    return days <= 370 ? 'week' : 'month'
}

/** Intervals that would draw no more points than a chart (and the server) can take. */
export function allowedIntervals(range: DateRange, now: Date = new Date()): Interval[] {
    const days = rangeDays(range, now)
    const all: [Interval, number][] = [
        ['minute', 1 / 1440],
        ['hour', 1 / 24],
        ['day', 1],
        ['week', 7],
        ['month', 30.4],
    ]
    return all.filter(([, length]) => days === null || days / length <= 1500).map(([name]) => name)
}
