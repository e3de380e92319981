/** The design tokens as plain colours, because a canvas cannot read CSS variables. */

export interface ChartTokens {
    series: string[]
    other: string
    ink: string
    inkSoft: string
    line: string
    surface: string
    bloom: string
    font: string
}

export const SERIES_COLORS = 10

export function readChartTokens(): ChartTokens {
    const style = getComputedStyle(document.documentElement)
    const read = (name: string): string => style.getPropertyValue(name).trim()
    return {
        series: Array.from({ length: SERIES_COLORS }, (_, index) => read(`--series-${index + 1}`)),
        other: read('--series-other'),
        ink: read('--ink'),
        inkSoft: read('--ink-3'),
        line: read('--line'),
        surface: read('--surface'),
        bloom: read('--bloom'),
        font: getComputedStyle(document.body).fontFamily,
    }
}

/** The same colours for markup: `--series-3` and so on, again from the start when they run out. */
export function seriesColor(index: number): string {
    return `var(--series-${(index % SERIES_COLORS) + 1})`
}
