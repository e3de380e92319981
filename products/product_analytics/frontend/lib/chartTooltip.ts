/** What a chart says about the point under the pointer. Built as elements, never as HTML text: names come from strangers. */
import { seriesColor } from '~/design/charts/tokens'
import { formatBucketLong, formatNumber } from '~/lib/format'
import type { TrendsChartInput } from './trendsChart'

const MAX_ROWS = 12

function element(tag: string, className: string, text = ''): HTMLElement {
    const made = document.createElement(tag)
    made.className = className
    made.textContent = text
    return made
}

export function chartTooltip(points: unknown, input: TrendsChartInput): HTMLElement {
    const index = Array.isArray(points) ? ((points[0] as { dataIndex?: number })?.dataIndex ?? 0) : 0
    const box = element(
        'div',
        'min-w-44 max-w-80 rounded-lg border border-line bg-raised px-3 py-2.5 text-ink text-sm shadow-pop'
    )
    const current = input.series.find((series) => !series.isPrevious) ?? input.series[0]
    const day = current?.days[index] ?? ''
    box.append(element('div', 'mb-1.5 font-medium text-xs text-ink-3', formatBucketLong(day, input.interval)))
    if (input.lastIsIncomplete && index === (current?.data.length ?? 0) - 1) {
        box.append(element('div', '-mt-1 mb-1.5 text-2xs text-ink-3', 'So far; this interval is not over yet'))
    }
    const rows = input.series
        .map((series) => ({ series, value: series.data[index] }))
        .filter((row): row is typeof row & { value: number } => row.value !== undefined)
    const ordered = rows.length > 3 ? [...rows].sort((left, right) => right.value - left.value) : rows
    for (const { series, value } of ordered.slice(0, MAX_ROWS)) {
        const row = element('div', 'flex items-center gap-2 py-0.5')
        const dot = element('span', `size-2.5 shrink-0 rounded-[3px] ${series.isPrevious ? 'opacity-50' : ''}`)
        dot.style.background = series.color === null ? 'var(--series-other)' : seriesColor(series.color)
        const name = element('span', 'min-w-0 flex-1 truncate', series.label)
        if (series.isPrevious) {
            name.append(
                element('span', 'text-ink-3', ` · ${formatBucketLong(series.days[index] ?? '', input.interval)}`)
            )
        }
        row.append(dot, name, element('span', 'tabular font-semibold', formatNumber(value)))
        box.append(row)
    }
    if (ordered.length > MAX_ROWS) {
        box.append(element('div', 'pt-1 text-2xs text-ink-3', `and ${ordered.length - MAX_ROWS} more`))
    }
    return box
}
