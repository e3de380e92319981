import { describe, expect, it } from 'vitest'
import { allowedIntervals, describeRange, isDateExpression, rangeDays, suggestedInterval } from './dateRange'

const NOW = new Date('2026-03-10T12:00:00Z')

describe('isDateExpression', () => {
    it.each(['-7d', '-36h', '-1mStart', '-1dEnd', 'dStart', 'yStart', 'all', '2026-01-31', '2026-01-31T10:00:00'])(
        'takes %s',
        (text) => expect(isDateExpression(text)).toBe(true)
    )
    it.each(['7d', '-7', '-d', 'yesterday', '2026-13-40', '', '-7x', '-7dMiddle'])('refuses %s', (text) =>
        expect(isDateExpression(text)).toBe(false)
    )
})

describe('describeRange', () => {
    it.each([
        [{ date_from: '-7d', date_to: null }, 'Last 7 days'],
        [{ date_from: '-7d' }, 'Last 7 days'],
        [{ date_from: '-1mStart', date_to: '-1mEnd' }, 'Previous month'],
        [{ date_from: '-45d', date_to: null }, 'Last 45 days'],
        [{ date_from: '-1q' }, 'Last 1 quarter'],
        [{ date_from: '2026-01-05', date_to: '2026-01-20' }, 'Jan 5, 2026 – Jan 20, 2026'],
        [{ date_from: '2026-01-05', date_to: null }, 'Since Jan 5, 2026'],
        [{ date_from: null }, 'Last 7 days'],
    ])('%o is %s', (range, text) => expect(describeRange(range)).toBe(text))
})

describe('rangeDays', () => {
    it.each([
        [{ date_from: '-7d' }, 7],
        [{ date_from: '-24h' }, 1],
        [{ date_from: '-1dStart', date_to: '-1dEnd' }, 1],
        [{ date_from: '2026-03-01', date_to: '2026-03-08' }, 7],
    ])('%o spans %d days', (range, days) => expect(rangeDays(range, NOW)).toBeCloseTo(days, 5))

    it('is unknown for all time', () => {
        expect(rangeDays({ date_from: 'all' }, NOW)).toBeNull()
    })
})

describe('intervals', () => {
    it.each([
        [{ date_from: '-1h' }, 'minute'],
        [{ date_from: '-24h' }, 'hour'],
        [{ date_from: '-30d' }, 'day'],
        [{ date_from: '-12m' }, 'week'],
        [{ date_from: 'all' }, 'month'],
    ])('suggests for %o one that draws a readable chart', (range, interval) =>
        expect(suggestedInterval(range, NOW)).toBe(interval)
    )

    it('leaves out those that would draw thousands of points', () => {
        expect(allowedIntervals({ date_from: '-90d' }, NOW)).toEqual(['day', 'week', 'month'])
        expect(allowedIntervals({ date_from: '-24h' }, NOW)).toContain('minute')
    })
})
