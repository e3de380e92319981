import { useValues } from 'kea'
import { useCallback } from 'react'
import { EChart } from '~/design/charts/EChart'
import type { ChartTokens } from '~/design/charts/tokens'
import { DEFAULT_RANGE, describeRange } from '~/lib/dateRange'
import { trendsChartOption } from '../lib/trendsChart'
import { displayOf } from '../lib/trendsQuery'
import { trendsSceneLogic } from '../scenes/trendsSceneLogic'
import { TotalBars } from './TotalBars'
import { TotalNumbers } from './TotalNumbers'
import { TotalTable } from './TotalTable'
import { TrendsTable } from './TrendsTable'

/** The answer in the form the question asks for. Drawn from the answered question, so that the two always fit. */
export function TrendsResults(): React.JSX.Element | null {
    const { answer } = useValues(trendsSceneLogic)
    if (!answer) {
        return null
    }
    switch (displayOf(answer.query)) {
        case 'BoldNumber':
            return <TotalNumbers />
        case 'ActionsBarValue':
        case 'ActionsPie':
            return <TotalBars />
        case 'ActionsTable':
            return <TotalTable />
        default:
            return (
                <>
                    <TimeChart />
                    <TrendsTable />
                </>
            )
    }
}

function TimeChart(): React.JSX.Element {
    const { visibleSeries, answer, lastIsIncomplete } = useValues(trendsSceneLogic)
    const display = answer ? displayOf(answer.query) : 'ActionsLineGraph'
    const interval = answer?.query.interval ?? 'day'
    const option = useCallback(
        (tokens: ChartTokens) =>
            trendsChartOption({ series: visibleSeries, display, interval, lastIsIncomplete }, tokens),
        [visibleSeries, display, interval, lastIsIncomplete]
    )
    const names = visibleSeries.map((series) => series.label).join(', ')
    return (
        <EChart
            className="mx-1 my-2 h-72 sm:mx-2 sm:h-88"
            option={option}
            label={`Chart of ${names}, ${describeRange(answer?.query.dateRange ?? DEFAULT_RANGE)}, by ${interval}. The table below has the numbers.`}
        />
    )
}
