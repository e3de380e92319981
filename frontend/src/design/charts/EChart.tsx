import type { EChartsCoreOption, EChartsType } from 'echarts/core'
import { useValues } from 'kea'
import { useEffect, useRef, useState } from 'react'
import { themeLogic } from '~/app/themeLogic'
import { cn } from '../cn'
import { ErrorState, Skeleton } from '../States'
import { type ChartTokens, readChartTokens } from './tokens'

export interface EChartProps {
    /** Called again with new colours when the theme changes; must not change identity without need. */
    option: (tokens: ChartTokens) => EChartsCoreOption
    /** What the chart shows, for those who cannot see it. The numbers belong in a table beside it. */
    label: string
    className?: string
}

/** A chart that follows its box and the theme. The drawing library arrives with the first one. */
export function EChart({ option, label, className }: EChartProps): React.JSX.Element {
    const box = useRef<HTMLDivElement>(null)
    const [chart, setChart] = useState<EChartsType | null>(null)
    const [failure, setFailure] = useState<Error | null>(null)
    const { theme } = useValues(themeLogic)

    useEffect(() => {
        let gone = false
        let made: EChartsType | null = null
        const observer = new ResizeObserver(() => made?.resize())
        import('./echarts').then(
            ({ init }) => {
                if (!gone && box.current) {
                    made = init(box.current)
                    observer.observe(box.current)
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
    }, [chart, option, theme])

    if (failure) {
        return (
            <ErrorState title="The chart could not be drawn" error={failure} onRetry={() => window.location.reload()} />
        )
    }
    return (
        <div className={cn('relative', className)}>
            {!chart && <Skeleton className="absolute inset-0 opacity-50" />}
            <div ref={box} role="img" aria-label={label} className="absolute inset-0" />
        </div>
    )
}
