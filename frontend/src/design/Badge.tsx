import type { ReactNode } from 'react'
import { cn } from './cn'

export type Tone = 'neutral' | 'brand' | 'bloom' | 'danger' | 'warn' | 'info'

const TONES: Record<Tone, string> = {
    neutral: 'bg-sunken text-ink-2 ring-line',
    brand: 'bg-brand-soft text-brand-text ring-brand-line',
    bloom: 'bg-bloom-soft text-bloom-text ring-bloom/25',
    danger: 'bg-danger-soft text-danger-text ring-danger-line',
    warn: 'bg-warn-soft text-warn-text ring-warn-line',
    info: 'bg-info-soft text-info-text ring-info-line',
}

export interface BadgeProps {
    tone?: Tone
    children: ReactNode
    className?: string
}

export function Badge({ tone = 'neutral', children, className }: BadgeProps): React.JSX.Element {
    return (
        <span
            className={cn(
                'inline-flex items-center gap-1 whitespace-nowrap rounded-full px-2 py-px font-medium text-xs ring-1 ring-inset [&_svg]:size-3',
                TONES[tone],
                className
            )}
        >
            {children}
        </span>
    )
}

/** A dot that beats while something is happening. */
export function LiveDot({ className }: { className?: string }): React.JSX.Element {
    return (
        <span aria-hidden="true" className={cn('inline-block size-2 animate-beat rounded-full bg-bloom', className)} />
    )
}
