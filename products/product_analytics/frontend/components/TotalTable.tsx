import { useValues } from 'kea'
import { useState } from 'react'
import { type Column, Table } from '~/design/Table'
import { formatNumber, formatPercent } from '~/lib/format'
import { isAdditive, mathInfo } from '../lib/math'
import { letterFor, type TrendsSeries } from '../lib/trendsSeries'
import { trendsSceneLogic } from '../scenes/trendsSceneLogic'
import { SeriesLabel } from './SeriesLabel'

/** One row per series with its number for the whole range. */
export function TotalTable(): React.JSX.Element | null {
    const { series, answer } = useValues(trendsSceneLogic)
    const [ascending, setAscending] = useState(false)
    if (!answer) {
        return null
    }
    const { query } = answer
    const ordered = [...series].sort((left, right) => (ascending ? 1 : -1) * (left.total - right.total))
    const additive = query.series.length === 1 && isAdditive(query.series[0]?.math) && !query.compareFilter?.compare
    const whole = series.reduce((sum, one) => sum + one.total, 0)
    const columns: Column<TrendsSeries>[] = [
        {
            key: 'label',
            title: 'Series',
            // What the numbers leave; a long name is cut instead of pushing them off the screen.
            className: 'w-full max-w-0',
            render: (one) => <SeriesLabel series={one} letter={letterFor(one, query)} />,
        },
        {
            key: 'math',
            title: 'What',
            from: 'sm',
            render: (one) => <span className="text-ink-3">{mathInfo(query.series[one.order]?.math).label}</span>,
        },
        {
            key: 'total',
            title: 'Value',
            align: 'right',
            sorted: ascending ? 'ascending' : 'descending',
            onSort: () => setAscending(!ascending),
            render: (one) => <span className="font-semibold">{formatNumber(one.total)}</span>,
        },
    ]
    if (additive && series.length > 1 && whole > 0) {
        columns.push({
            key: 'share',
            title: 'Share',
            align: 'right',
            render: (one) => <span className="text-ink-3">{formatPercent(one.total / whole)}</span>,
        })
    }
    return <Table caption="Value of each series" columns={columns} rows={ordered} rowKey={(one) => one.key} />
}
