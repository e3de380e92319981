import { expect, it } from 'vitest'
import { toVolumes, VOLUME_DAYS, volumesQuery } from './volumes'

it('puts each day in its place, and nothing outside', () => {
    const volumes = toVolumes(
        ['a', 'b'],
        [
            ['a', 0, 5],
            ['a', VOLUME_DAYS - 1, 7],
            ['a', VOLUME_DAYS, 9],
            ['a', -1, 9],
            ['constructor', 0, 1],
        ]
    )
    expect(volumes.a?.at(-1)).toBe(5)
    expect(volumes.a?.[0]).toBe(7)
    expect(volumes.a?.reduce((sum, one) => sum + one)).toBe(12)
    expect(volumes.b).toEqual(Array(VOLUME_DAYS).fill(0))
})

it('sends names as values, never inside of the query', () => {
    const name = "x') OR 1=1 --"
    expect(volumesQuery([name]).values).toEqual({ names: [name] })
    expect(volumesQuery([name]).query).not.toContain(name)
})
