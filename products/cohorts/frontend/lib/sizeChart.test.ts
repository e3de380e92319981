import { expect, it } from 'vitest'
import { sizes } from './sizeChart'

it('draws what succeeded, from the oldest on', () => {
    const at = (day: number, count: number | null) => ({
        version: day,
        started_at: `2026-01-0${day}T00:00:00Z`,
        finished_at: `2026-01-0${day}T00:00:01Z`,
        count,
        error: count === null ? 'It took too long.' : '',
    })
    expect(sizes([at(3, 5), at(2, null), at(1, 4)])).toEqual([
        [Date.UTC(2026, 0, 1), 4],
        [Date.UTC(2026, 0, 3), 5],
    ])
})
