import { describe, expect, it } from 'vitest'
import {
    formatBucket,
    formatBucketLong,
    formatChange,
    formatCompact,
    formatCount,
    formatDateTime,
    formatDuration,
    formatNumber,
    formatPercent,
    formatRelative,
    fromWallClock,
    setDisplayTimeZone,
    toWallClock,
} from './format'

describe('numbers', () => {
    it.each([
        [0, '0'],
        [1234567, '1,234,567'],
        [2.34567, '2.35'],
        [0.00123, '0.0012'],
        [-12.5, '-12.5'],
        [null, '–'],
        [undefined, '–'],
        [Number.NaN, '–'],
    ])('formats %s as %s', (value, text) => {
        expect(formatNumber(value)).toBe(text)
    })

    it('shortens what stands on an axis', () => {
        expect([0.25, 950, 1500, 2_400_000].map(formatCompact)).toEqual(['0.25', '950', '1.5K', '2.4M'])
    })

    it('writes shares and changes as percent', () => {
        expect([formatPercent(0.1234), formatChange(0.2), formatChange(-0.05), formatChange(0)]).toEqual([
            '12.3%',
            '+20%',
            '-5%',
            '0%',
        ])
    })

    it('counts one thing differently from several', () => {
        expect([formatCount(1, 'row'), formatCount(2, 'row'), formatCount(0, 'person', 'people')]).toEqual([
            '1 row',
            '2 rows',
            '0 people',
        ])
    })

    it('chooses the unit of a duration', () => {
        expect([340, 2100, 72_000].map(formatDuration)).toEqual(['340 ms', '2.1 s', '1 m 12 s'])
    })
})

describe('times', () => {
    it('are shown in the time zone of the project', () => {
        setDisplayTimeZone('America/New_York')
        expect(formatDateTime('2026-03-04T02:05:09Z')).toBe('Mar 3, 2026, 21:05:09')
    })

    it('that cannot be read become a dash', () => {
        expect([formatDateTime(null), formatDateTime('soon')]).toEqual(['–', '–'])
    })

    it.each([
        ['2026-03-04T11:59:55Z', 'just now'],
        ['2026-03-04T11:59:20Z', '40 sec. ago'],
        ['2026-03-04T11:15:00Z', '45 min. ago'],
        ['2026-03-04T09:00:00Z', '3 hr. ago'],
        ['2026-03-03T09:00:00Z', 'yesterday'],
        ['2026-02-24T12:00:00Z', 'last wk.'],
        [null, 'never'],
    ])('%s is %s', (then, text) => {
        expect(formatRelative(then, new Date('2026-03-04T12:00:00Z'))).toBe(text)
    })
})

describe('buckets', () => {
    it('keep their day whatever the time zone', () => {
        setDisplayTimeZone('Pacific/Kiritimati')
        expect(formatBucket('2026-03-04', 'day')).toBe('Mar 4')
        expect(formatBucketLong('2026-03-04', 'day')).toBe('Wed, Mar 4, 2026')
    })

    it('show what their size needs', () => {
        expect(formatBucket('2026-03-04 14:00:00', 'hour')).toBe('Mar 4, 14:00')
        expect(formatBucket('2026-03-04T14:07:00', 'minute')).toBe('14:07')
        expect(formatBucket('2026-03-01', 'month')).toBe('Mar 2026')
        expect(formatBucketLong('2026-03-01', 'week')).toBe('Week of Mar 1, 2026')
    })

    it('that are not dates stay as they are', () => {
        expect(formatBucket('week 3', 'day')).toBe('week 3')
    })
})

describe('the clocks of the project', () => {
    it.each([
        ['UTC', '2026-03-04T14:05', '2026-03-04T14:05:00.000Z'],
        ['Europe/Berlin', '2026-01-04T14:05', '2026-01-04T13:05:00.000Z'],
        ['Europe/Berlin', '2026-07-04T00:30', '2026-07-03T22:30:00.000Z'],
        ['Asia/Kathmandu', '2026-03-04T00:00', '2026-03-03T18:15:00.000Z'],
        // An hour before and after clocks go forward in New York on March 8, 2026, at 2.
        ['America/New_York', '2026-03-08T01:30', '2026-03-08T06:30:00.000Z'],
        ['America/New_York', '2026-03-08T03:30', '2026-03-08T07:30:00.000Z'],
    ])('in %s show %s at %s', (zone, clock, moment) => {
        setDisplayTimeZone(zone)
        expect(fromWallClock(clock)).toBe(moment)
        expect(toWallClock(moment)).toBe(clock)
        setDisplayTimeZone(undefined)
    })

    it('show nothing for what is no time', () => {
        expect([fromWallClock(''), toWallClock('soon')]).toEqual([null, ''])
    })
})
