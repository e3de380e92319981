import type { ReactNode } from 'react'
import { cn } from './cn'

export interface CardProps {
    children: ReactNode
    className?: string
}

export function Card({ children, className }: CardProps): React.JSX.Element {
    return (
        <section className={cn('rounded-xl border border-line bg-surface shadow-card', className)}>{children}</section>
    )
}

export interface CardHeaderProps {
    title: ReactNode
    description?: ReactNode
    actions?: ReactNode
}

export function CardHeader({ title, description, actions }: CardHeaderProps): React.JSX.Element {
    return (
        <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 border-line border-b px-4 py-3.5 sm:px-5">
            <div className="min-w-0">
                <h2 className="display text-lg">{title}</h2>
                {description && <p className="mt-0.5 max-w-prose text-ink-3 text-sm">{description}</p>}
            </div>
            {actions && <div className="flex shrink-0 flex-wrap items-center gap-2">{actions}</div>}
        </div>
    )
}
