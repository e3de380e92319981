import { expect, it } from 'vitest'
import { isLastBucketOpen } from './isLastBucketOpen'

const range = (date_to: string) => ({ date_from: '2026-03-01T00:00:00+01:00', date_to })

it('is open while the range reaches past the moment it was computed', () => {
    const last_refresh = '2026-03-04T10:00:00Z'
    expect(isLastBucketOpen({ last_refresh, resolved_date_range: range('2026-03-04T23:59:59+01:00') })).toBe(true)
    expect(isLastBucketOpen({ last_refresh, resolved_date_range: range('2026-03-03T23:59:59+01:00') })).toBe(false)
    expect(isLastBucketOpen({ last_refresh, resolved_date_range: null })).toBe(false)
    expect(isLastBucketOpen({ last_refresh: null, resolved_date_range: range('2026-03-04T23:59:59Z') })).toBe(false)
})
