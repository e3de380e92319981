/** What stands where data will be, is not, or could not be had. Three different pictures, so that none passes for another. */
import { CloudOff, RotateCw, TriangleAlert } from 'lucide-react'
import { type ReactNode, useEffect, useRef } from 'react'
import { whenBack } from '~/lib/comeback'
import { ApiError, messageOf } from '~/lib/http'
import { Button } from './Button'
import { cn } from './cn'

/** One grey bar; give it the size of what it stands for. */
export function Skeleton({ className }: { className?: string }): React.JSX.Element {
    return <span aria-hidden="true" className={cn('block animate-shimmer rounded-md bg-line', className)} />
}

/** Says to screen readers that something is on its way, whatever is drawn meanwhile. */
export function Loading({ label, children }: { label: string; children: ReactNode }): React.JSX.Element {
    return (
        <div role="status" aria-busy="true">
            <span className="sr-only">{label}</span>
            {children}
        </div>
    )
}

export function SkeletonRows({ rows = 8, label }: { rows?: number; label: string }): React.JSX.Element {
    return (
        <Loading label={label}>
            <div className="divide-y divide-line">
                {Array.from({ length: rows }, (_, index) => (
                    // the rows are all alike
                    <div key={index} className="flex items-center gap-4 px-4 py-3.5 sm:px-5">
                        <Skeleton className="size-7 rounded-full" />
                        <Skeleton
                            className={index % 3 === 0 ? 'h-3.5 w-44' : index % 3 === 1 ? 'h-3.5 w-32' : 'h-3.5 w-52'}
                        />
                        <Skeleton className="ml-auto hidden h-3.5 w-40 sm:block" />
                        <Skeleton className="ml-auto h-3.5 w-16 sm:ml-8" />
                    </div>
                ))}
            </div>
        </Loading>
    )
}

export interface EmptyStateProps {
    icon?: ReactNode
    title: string
    /** What to do about it. */
    children?: ReactNode
    action?: ReactNode
    /** It is the whole page, so its title is the page's. */
    isPage?: boolean
    className?: string
}

export function EmptyState({
    icon,
    title,
    children,
    action,
    isPage = false,
    className,
}: EmptyStateProps): React.JSX.Element {
    const Heading = isPage ? 'h1' : 'h2'
    return (
        <div className={cn('mx-auto flex max-w-md flex-col items-center px-6 py-14 text-center', className)}>
            {icon && (
                <div className="mb-4 grid size-12 place-items-center rounded-2xl bg-brand-soft text-brand-text [&_svg]:size-6">
                    {icon}
                </div>
            )}
            <Heading className="display text-xl">{title}</Heading>
            {children && <div className="mt-1.5 text-balance text-ink-3">{children}</div>}
            {action && <div className="mt-5 flex flex-wrap justify-center gap-2">{action}</div>}
        </div>
    )
}

export interface ErrorStateProps {
    error: unknown
    title?: string
    /** Also called without a click, once a server that was down answers again. */
    onRetry?: () => void
    className?: string
}

export function ErrorState({ error, title, onRetry, className }: ErrorStateProps): React.JSX.Element {
    const unreachable = error instanceof ApiError && error.isUnreachable
    const comesBack = onRetry !== undefined && error instanceof ApiError && error.isTemporary
    const retry = useRef(onRetry)
    useEffect(() => {
        retry.current = onRetry
    })
    useEffect(() => (comesBack ? whenBack(() => retry.current?.()) : undefined), [comesBack])
    return (
        <div
            role="alert"
            className={cn('mx-auto flex max-w-md flex-col items-center px-6 py-14 text-center', className)}
        >
            <div className="mb-4 grid size-12 place-items-center rounded-2xl bg-danger-soft text-danger-text [&_svg]:size-6">
                {unreachable ? <CloudOff /> : <TriangleAlert />}
            </div>
            <h2 className="display text-xl">{title ?? (unreachable ? 'No connection' : 'That did not work')}</h2>
            <p className="mt-1.5 text-balance text-ink-3">
                {messageOf(error)}
                {comesBack && ' This page continues by itself as soon as it can.'}
            </p>
            {onRetry && (
                <Button className="mt-5" onClick={onRetry} icon={<RotateCw />}>
                    Try again
                </Button>
            )}
        </div>
    )
}

export interface BannerProps {
    tone?: 'info' | 'warn' | 'danger' | 'brand'
    children: ReactNode
    action?: ReactNode
    className?: string
}

/** A message that belongs to the thing it stands in. */
export function Banner({ tone = 'info', children, action, className }: BannerProps): React.JSX.Element {
    return (
        <div
            role={tone === 'danger' ? 'alert' : undefined}
            className={cn(
                'flex flex-wrap items-center gap-x-4 gap-y-2 rounded-lg border px-3.5 py-2.5 text-sm',
                tone === 'info' && 'border-info-line bg-info-soft text-info-text',
                tone === 'warn' && 'border-warn-line bg-warn-soft text-warn-text',
                tone === 'danger' && 'border-danger-line bg-danger-soft text-danger-text',
                tone === 'brand' && 'border-brand-line bg-brand-soft text-brand-text',
                className
            )}
        >
            <div className="min-w-0 flex-1">{children}</div>
            {action}
        </div>
    )
}
