import { describe, expect, it } from 'vitest'
import type { ChartTokens } from '~/design/charts/tokens'
import { chartTooltip } from './chartTooltip'
import { type TrendsChartInput, trendsChartOption } from './trendsChart'
import type { TrendsSeries } from './trendsSeries'

const TOKENS: ChartTokens = {
    series: Array.from({ length: 10 }, (_, index) => `#0000${index}0`),
    other: '#999999',
    ink: '#000000',
    inkSoft: '#555555',
    line: '#dddddd',
    surface: '#ffffff',
    bloom: '#ff0000',
    font: 'sans-serif',
}
const series = (changes: Partial<TrendsSeries> = {}): TrendsSeries => ({
    key: '0/',
    label: 'Pageview',
    color: 0,
    data: [5, 6, 2],
    days: ['2026-03-02', '2026-03-03', '2026-03-04'],
    total: 13,
    isPrevious: false,
    order: 0,
    ...changes,
})
const input = (changes: Partial<TrendsChartInput> = {}): TrendsChartInput => ({
    series: [series()],
    display: 'ActionsLineGraph',
    interval: 'day',
    lastIsIncomplete: false,
    ...changes,
})
interface Drawn {
    type: string
    data: (number | null)[]
    stack?: string
    lineStyle: { type: unknown }
    itemStyle: { color: string }
}
const drawn = (changes: Partial<TrendsChartInput> = {}): Drawn[] =>
    trendsChartOption(input(changes), TOKENS).series as Drawn[]

describe('lines', () => {
    it('draw every point', () => {
        expect(drawn().map((line) => line.data)).toEqual([[5, 6, 2]])
    })

    it('dash only the part that is not over, without changing a number', () => {
        const [solid, dashed] = drawn({ lastIsIncomplete: true })
        expect([solid?.data, dashed?.data]).toEqual([
            [5, 6, null],
            [null, 6, 2],
        ])
        expect(solid?.lineStyle.type).toBe('solid')
        expect(dashed?.lineStyle.type).not.toBe('solid')
    })

    it('never dash the end of a period that is long over', () => {
        expect(drawn({ lastIsIncomplete: true, series: [series({ isPrevious: true })] })).toHaveLength(1)
    })

    it('stack as areas, the period before on its own pile', () => {
        const stacks = drawn({
            display: 'ActionsAreaGraph',
            series: [series(), series({ key: 'p', isPrevious: true })],
        })
        expect(stacks.map((one) => one.stack)).toEqual(['current', 'previous'])
    })
})

describe('bars', () => {
    it('stack or stand side by side', () => {
        expect(drawn({ display: 'ActionsBar' })[0]).toMatchObject({ type: 'bar', stack: 'current' })
        expect(drawn({ display: 'ActionsUnstackedBar' })[0]?.stack).toBeUndefined()
    })
})

describe('colours', () => {
    it('begin again when they run out, and are grey for everything else', () => {
        const [again, other] = drawn({ series: [series({ color: 11 }), series({ key: 'o', color: null })] })
        expect([again?.itemStyle.color, other?.itemStyle.color]).toEqual(['#000010', '#999999'])
    })
})

it('counts whole things in whole steps', () => {
    expect(trendsChartOption(input(), TOKENS).yAxis).toMatchObject({ minInterval: 1 })
    const averages = input({ series: [series({ data: [0.5, 1.25, 2] })] })
    expect((trendsChartOption(averages, TOKENS).yAxis as { minInterval?: number }).minInterval).toBeUndefined()
})

describe('the tooltip', () => {
    const at = (index: number): unknown => [{ dataIndex: index }]

    it('says the day, the numbers and that the last interval is not over', () => {
        const text = chartTooltip(at(2), input({ lastIsIncomplete: true })).textContent
        expect(text).toContain('Wed, Mar 4, 2026')
        expect(text).toContain('So far')
        expect(text).toContain('Pageview2')
    })

    it('shows names as text, never as markup', () => {
        const evil = '<img src=x onerror="alert(1)">'
        const box = chartTooltip(at(0), input({ series: [series({ label: evil })] }))
        expect(box.querySelector('img')).toBeNull()
        expect(box.textContent).toContain(evil)
    })

    it('puts the largest first and does not fill the screen', () => {
        const many = Array.from({ length: 30 }, (_, index) =>
            series({ key: `${index}`, label: `s${index}`, data: [index, 0, 0] })
        )
        const text = chartTooltip(at(0), input({ series: many })).textContent ?? ''
        expect(text.indexOf('s29')).toBeLessThan(text.indexOf('s20'))
        expect(text).toContain('and 18 more')
    })
})
