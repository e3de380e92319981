import { expect, it } from 'vitest'
import { colorPlaces } from './flagUsageLogic'

it('gives variants the colours of the editor, and other answers those after them', () => {
    expect(colorPlaces(['bold', 'false', 'control', 'old'], ['control', 'test', 'bold'])).toEqual([2, 3, 0, 4])
    expect(colorPlaces(['true', 'false'], [])).toEqual([0, 1])
})
