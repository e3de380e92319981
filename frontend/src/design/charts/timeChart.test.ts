import { describe, expect, it } from 'vitest'
import { timeChartOption } from './timeChart'
import type { ChartTokens } from './tokens'

const TOKENS = { series: ['#1', '#2'], other: '#0' } as unknown as ChartTokens
const INPUT = {
    series: [
        { name: '<img src=x onerror=alert(1)>', data: [1, null, 3] },
        { name: 'second', data: [0, 5, null] },
    ],
    kind: 'lines' as const,
    format: (value: number) => `${value} ms`,
    labels: ['a', 'b', 'c'],
    titles: ['A', 'B', 'C'],
}
type Option = { tooltip: { formatter: (points: unknown) => HTMLElement }; series: { data: unknown; type: string }[] }
const optionOf = (input: Parameters<typeof timeChartOption>[0]): Option =>
    timeChartOption(input, TOKENS) as unknown as Option

describe('timeChartOption', () => {
    it('keeps gaps as gaps', () => {
        expect(optionOf(INPUT).series.map((one) => one.data)).toEqual([
            [1, null, 3],
            [0, 5, null],
        ])
    })

    it('writes names as text and values in their unit', () => {
        const box = optionOf(INPUT).tooltip.formatter([{ dataIndex: 1 }])
        expect(box.querySelector('img')).toBeNull()
        expect(box.textContent).toBe('B<img src=x onerror=alert(1)>–second5 ms')
    })

    it('stacks bars', () => {
        expect(optionOf({ ...INPUT, kind: 'bars' }).series.map((one) => one.type)).toEqual(['bar', 'bar'])
    })
})
