import { cn } from '../cn'

export interface SparklineProps {
    values: readonly number[]
    /** What it shows, with its numbers, for those who cannot see it. */
    label: string
    className?: string
}

const GAP = 0.28

/** A row of small bars: how something went, at a glance. Every bar that is not nothing can be seen. */
export function Sparkline({ values, label, className }: SparklineProps): React.JSX.Element {
    const highest = Math.max(1, ...values)
    return (
        <svg
            role="img"
            aria-label={label}
            viewBox={`0 0 ${Math.max(1, values.length)} 20`}
            preserveAspectRatio="none"
            className={cn('overflow-visible text-brand', className)}
        >
            <title>{label}</title>
            {values.map((value, index) => {
                const height = value > 0 ? Math.max(2, (value / highest) * 20) : 0.75
                return (
                    <rect
                        // a bar is its place
                        key={index}
                        x={index + GAP / 2}
                        y={20 - height}
                        width={1 - GAP}
                        height={height}
                        className={value > 0 ? 'fill-current' : 'fill-line-strong'}
                    />
                )
            })}
        </svg>
    )
}
