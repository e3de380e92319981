import { useActions, useValues } from 'kea'
import { useCallback, useEffect, useMemo } from 'react'
import { type Drawing, EChart } from '~/design/charts/EChart'
import type { ChartTokens } from '~/design/charts/tokens'
import { DEFAULT_RANGE, describeRange } from '~/lib/dateRange'
import { fromWallClock } from '~/lib/format'
import { placeAnnotations, toField } from '../lib/annotations'
import { trendsChartOption } from '../lib/trendsChart'
import { displayOf } from '../lib/trendsQuery'
import { bucketsOf } from '../lib/trendsSeries'
import { annotationsLogic } from '../logics/annotationsLogic'
import { trendsSceneLogic } from '../scenes/trendsSceneLogic'
import { AnnotationMarks, AnnotationsMissing } from './AnnotationMarks'
import { TotalBars } from './TotalBars'
import { TotalNumbers } from './TotalNumbers'
import { TotalPie } from './TotalPie'
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
            return <TotalBars />
        case 'ActionsPie':
            return <TotalPie />
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
    const days = useMemo(() => bucketsOf(visibleSeries), [visibleSeries])
    const end = answer?.response.resolved_date_range?.date_to ?? null
    const { annotations } = useValues(annotationsLogic)
    const { show } = useActions(annotationsLogic)
    const [first] = days
    useEffect(() => {
        const from = first ? fromWallClock(toField(first)) : null
        if (from && end) {
            show({ from, to: end })
        }
    }, [show, first, end])
    const placed = useMemo(() => placeAnnotations(annotations, days, end), [annotations, days, end])
    const overlay = useCallback(
        (drawing: Drawing) => <AnnotationMarks drawing={drawing} days={days} interval={interval} placed={placed} />,
        [days, interval, placed]
    )
    const names = visibleSeries.map((series) => series.label).join(', ')
    return (
        <>
            <EChart
                className="mx-1 my-2 h-76 sm:mx-2 sm:h-92"
                option={option}
                overlay={overlay}
                label={`Chart of ${names}, ${describeRange(answer?.query.dateRange ?? DEFAULT_RANGE)}, by ${interval}. The table below has the numbers.`}
            />
            <AnnotationsMissing />
        </>
    )
}
