/** How numbers and times look, everywhere. Nothing else in the app calls Intl or toLocaleString. */

const LOCALE = 'en'

let displayTimeZone: string | undefined

/** Times are shown in the project's time zone, because its days are the days charts are cut into. */
export function setDisplayTimeZone(name: string | undefined): void {
    displayTimeZone = name
}

/** The time zone that times are shown in; the browser's while no project is open. */
export function shownTimeZone(): string {
    return displayTimeZone ?? new Intl.DateTimeFormat().resolvedOptions().timeZone
}

const numberFormats = new Map<string, Intl.NumberFormat>()
const dateFormats = new Map<string, Intl.DateTimeFormat>()

function numberFormat(options: Intl.NumberFormatOptions): Intl.NumberFormat {
    const key = JSON.stringify(options)
    let format = numberFormats.get(key)
    if (!format) {
        format = new Intl.NumberFormat(LOCALE, options)
        numberFormats.set(key, format)
    }
    return format
}

function dateFormat(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
    const key = JSON.stringify(options)
    let format = dateFormats.get(key)
    if (!format) {
        format = new Intl.DateTimeFormat(LOCALE, options)
        dateFormats.set(key, format)
    }
    return format
}

/** 1,234,567 or 3.14; at most two decimals. */
export function formatNumber(value: number | null | undefined): string {
    if (value === null || value === undefined || Number.isNaN(value)) {
        return '–'
    }
    return numberFormat({ maximumFractionDigits: Math.abs(value) < 1 ? 4 : 2 }).format(value)
}

/** 1.2K, 3.4M: for axes and other tight places. */
export function formatCompact(value: number): string {
    return numberFormat({ notation: 'compact', maximumFractionDigits: Math.abs(value) < 1 ? 3 : 1 }).format(value)
}

/** A share from 0 to 1 as 12.3%. */
export function formatPercent(share: number): string {
    return numberFormat({ style: 'percent', maximumFractionDigits: 1 }).format(share)
}

/** +12.3% or −4%. */
export function formatChange(share: number): string {
    return numberFormat({ style: 'percent', maximumFractionDigits: 1, signDisplay: 'exceptZero' }).format(share)
}

/** "1 event", "2 events": `plural` defaults to the word with an s. */
export function formatCount(count: number, word: string, plural = `${word}s`): string {
    return `${formatNumber(count)} ${count === 1 ? word : plural}`
}

/** 340 ms, 2.1 s, 1 m 12 s. */
export function formatDuration(milliseconds: number): string {
    if (milliseconds < 1000) {
        return `${Math.round(milliseconds)} ms`
    }
    const seconds = milliseconds / 1000
    if (seconds < 60) {
        return `${numberFormat({ maximumFractionDigits: 1 }).format(seconds)} s`
    }
    return `${Math.floor(seconds / 60)} m ${Math.round(seconds % 60)} s`
}

function parse(value: string | Date): Date | null {
    const date = value instanceof Date ? value : new Date(value)
    return Number.isNaN(date.getTime()) ? null : date
}

/** Mar 4, 2026, 14:05:09 in the project's time zone. */
export function formatDateTime(value: string | Date | null | undefined): string {
    const date = value ? parse(value) : null
    if (!date) {
        return '–'
    }
    return dateFormat({
        year: 'numeric',
        month: 'short',
        day: 'numeric',
        hour: '2-digit',
        minute: '2-digit',
        second: '2-digit',
        hourCycle: 'h23',
        timeZone: displayTimeZone,
    }).format(date)
}

/** 14:05:09 in the project's time zone. */
export function formatClock(value: string | Date): string {
    const date = parse(value)
    return date
        ? dateFormat({
              hour: '2-digit',
              minute: '2-digit',
              second: '2-digit',
              hourCycle: 'h23',
              timeZone: displayTimeZone,
          }).format(date)
        : '–'
}

/** Mar 4, 2026. */
export function formatDate(value: string | Date | null | undefined): string {
    const date = value ? parse(value) : null
    return date
        ? dateFormat({ year: 'numeric', month: 'short', day: 'numeric', timeZone: displayTimeZone }).format(date)
        : '–'
}

const STEPS: [unit: Intl.RelativeTimeFormatUnit, seconds: number][] = [
    ['year', 365 * 86400],
    ['month', 30 * 86400],
    ['week', 7 * 86400],
    ['day', 86400],
    ['hour', 3600],
    ['minute', 60],
]
const relativeFormat = new Intl.RelativeTimeFormat(LOCALE, { numeric: 'auto', style: 'short' })

/** "just now", "5 min. ago", "yesterday". */
export function formatRelative(value: string | Date | null | undefined, now: Date = new Date()): string {
    const date = value ? parse(value) : null
    if (!date) {
        return 'never'
    }
    const seconds = (date.getTime() - now.getTime()) / 1000
    if (Math.abs(seconds) < 10) {
        return 'just now'
    }
    if (Math.abs(seconds) < 60) {
        return relativeFormat.format(Math.round(seconds), 'second')
    }
    for (const [unit, length] of STEPS) {
        if (Math.abs(seconds) >= length) {
            return relativeFormat.format(Math.trunc(seconds / length), unit)
        }
    }
    return 'just now'
}

/**
 * A bucket's start as the query endpoint writes it: a wall-clock time of the project without an offset, such as
 * "2026-03-04" or "2026-03-04 14:00:00". Read as UTC and printed as UTC, so that no time zone can move it.
 */
function parseBucket(day: string): Date | null {
    const match = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2}))?/.exec(day)
    if (!match) {
        return null
    }
    const [, year, month, date, hour = '0', minute = '0'] = match
    return new Date(Date.UTC(Number(year), Number(month) - 1, Number(date), Number(hour), Number(minute)))
}

export type BucketSize = 'minute' | 'hour' | 'day' | 'week' | 'month'

const AXIS: Record<BucketSize, Intl.DateTimeFormatOptions> = {
    minute: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
    hour: { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
    day: { day: 'numeric', month: 'short' },
    week: { day: 'numeric', month: 'short' },
    month: { month: 'short', year: 'numeric' },
}
const FULL: Record<BucketSize, Intl.DateTimeFormatOptions> = {
    minute: { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
    hour: { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
    day: { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' },
    week: { day: 'numeric', month: 'short', year: 'numeric' },
    month: { month: 'long', year: 'numeric' },
}

/** A moment under a chart, in the project's time zone. */
export function formatMoment(value: string | Date, size: BucketSize): string {
    const date = parse(value)
    return date ? dateFormat({ ...AXIS[size], timeZone: displayTimeZone }).format(date) : '–'
}

/** A moment beside a chart's pointer: "Wed, Mar 4, 14:05". */
export function formatMomentLong(value: string | Date): string {
    const date = parse(value)
    return date ? dateFormat({ ...FULL.minute, timeZone: displayTimeZone }).format(date) : '–'
}

/** A bucket under a chart: "4 Mar". */
export function formatBucket(day: string, size: BucketSize): string {
    const date = parseBucket(day)
    return date ? dateFormat({ ...AXIS[size], timeZone: 'UTC' }).format(date) : day
}

/** A bucket where there is room: "Wed, Mar 4, 2026", and for weeks "Week of …". */
export function formatBucketLong(day: string, size: BucketSize): string {
    const date = parseBucket(day)
    if (!date) {
        return day
    }
    const text = dateFormat({ ...FULL[size], timeZone: 'UTC' }).format(date)
    return size === 'week' ? `Week of ${text}` : text
}

/** A moment as a field of type `datetime-local` holds it, in the project's time zone: "2026-03-04T14:05". */
export function toWallClock(value: string | Date): string {
    const date = parse(value)
    if (!date) {
        return ''
    }
    const parts = dateFormat({
        year: 'numeric',
        month: '2-digit',
        day: '2-digit',
        hour: '2-digit',
        minute: '2-digit',
        hourCycle: 'h23',
        timeZone: displayTimeZone,
    }).formatToParts(date)
    const part = (type: Intl.DateTimeFormatPartTypes): string => parts.find((one) => one.type === type)?.value ?? ''
    return `${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}`
}

/** The moment at which clocks of the project's time zone show this, as ISO 8601 in UTC; null when it is no time. */
export function fromWallClock(text: string): string | null {
    const shown = Date.parse(`${text}Z`)
    if (Number.isNaN(shown)) {
        return null
    }
    // The offset depends on the moment that is being looked for; the second round settles it near a change of clocks.
    let moment = shown
    for (let round = 0; round < 2; round++) {
        moment = shown - (Date.parse(`${toWallClock(new Date(moment))}Z`) - moment)
    }
    return new Date(moment).toISOString()
}
