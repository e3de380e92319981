import type { EChartsCoreOption, EChartsType } from 'echarts/core'
import { useValues } from 'kea'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { themeLogic } from '~/app/themeLogic'
import { cn } from '../cn'
import { ErrorState, Skeleton } from '../States'
import { type ChartTokens, readChartTokens } from './tokens'

export interface EChartProps {
    /** Called again with new colours when the theme changes; must not change identity without need. */
    option: (tokens: ChartTokens) => EChartsCoreOption
    /** What the chart shows, for those who cannot see it. The numbers belong in a table beside it. */
    label: string
    /** Buttons and the like over the drawing, which a canvas cannot have; called again when positions change. */
    overlay?: (drawing: Drawing) => ReactNode
    className?: string
}

/** Where things are in the drawing, in pixels of its box. */
export interface Drawing {
    /** The middle of a bucket, by its place on the axis; null where it is not drawn. */
    at: (index: number) => number | null
    /** The bucket under the pointer, or the one last touched. */
    pointed: number | null
}

/** A chart that follows its box and the theme. The drawing library arrives with the first one. */
export function EChart({ option, label, overlay, className }: EChartProps): React.JSX.Element {
    const box = useRef<HTMLDivElement>(null)
    const [chart, setChart] = useState<EChartsType | null>(null)
    const [failure, setFailure] = useState<Error | null>(null)
    const [pointed, setPointed] = useState<number | null>(null)
    // Positions are the chart's own; this counts the times they may have changed.
    const [, setDrawn] = useState(0)
    const { theme } = useValues(themeLogic)

    useEffect(() => {
        let gone = false
        let made: EChartsType | null = null
        const observer = new ResizeObserver(() => {
            made?.resize()
            setDrawn((times) => times + 1)
        })
        import('./echarts').then(
            ({ init }) => {
                if (!gone && box.current) {
                    made = init(box.current)
                    observer.observe(box.current)
                    made.on('updateAxisPointer', (event) => {
                        const { dataIndex } = event as { dataIndex?: number }
                        if (dataIndex !== undefined) {
                            setPointed(dataIndex)
                        }
                    })
                    setChart(made)
                }
            },
            (error: Error) => !gone && setFailure(error)
        )
        return () => {
            gone = true
            observer.disconnect()
            made?.dispose()
        }
    }, [])

    // biome-ignore lint/correctness/useExhaustiveDependencies: a new theme means new tokens, read from the document
    useEffect(() => {
        chart?.setOption(option(readChartTokens()), { notMerge: true })
        setPointed(null)
        setDrawn((times) => times + 1)
    }, [chart, option, theme])

    const at = (index: number): number | null => {
        const x = chart?.getOption()?.xAxis ? chart.convertToPixel({ xAxisIndex: 0 }, index) : null
        return typeof x === 'number' && Number.isFinite(x) ? x : null
    }
    if (failure) {
        return (
            <ErrorState title="The chart could not be drawn" error={failure} onRetry={() => window.location.reload()} />
        )
    }
    return (
        <div className={cn('relative', className)}>
            {!chart && <Skeleton className="absolute inset-0 opacity-50" />}
            <div ref={box} role="img" aria-label={label} className="absolute inset-0" />
            {chart && overlay?.({ at, pointed })}
        </div>
    )
}
