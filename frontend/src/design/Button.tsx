import { type ComponentProps, forwardRef, type ReactNode } from 'react'
import { cn } from './cn'
import { Link, type LinkProps } from './Link'
import { Spinner } from './Spinner'

export type ButtonVariant = 'primary' | 'secondary' | 'ghost' | 'danger' | 'bloom'
export type ButtonSize = 'sm' | 'md' | 'lg'

interface Look {
    variant?: ButtonVariant
    size?: ButtonSize
    icon?: ReactNode
    /** Only an icon is drawn; give the button an aria-label. */
    square?: boolean
}

const VARIANTS: Record<ButtonVariant, string> = {
    primary: 'bg-brand text-on-brand hover:bg-brand-hover shadow-card',
    secondary: 'border border-line-strong bg-surface text-ink hover:bg-hover shadow-card',
    ghost: 'text-ink-2 hover:bg-hover hover:text-ink',
    danger: 'bg-danger text-on-danger hover:bg-danger-hover shadow-card',
    bloom: 'bg-bloom-soft text-bloom-text hover:brightness-97 dark:hover:brightness-120',
}
const SIZES: Record<ButtonSize, string> = {
    sm: 'h-8 gap-1.5 rounded-md px-2.5 text-sm coarse:h-9',
    md: 'h-9 gap-2 rounded-md px-3.5 text-base coarse:h-10',
    lg: 'h-11 gap-2 rounded-lg px-5 text-lg',
}
const SQUARES: Record<ButtonSize, string> = {
    sm: 'w-8 px-0! coarse:w-9',
    md: 'w-9 px-0! coarse:w-10',
    lg: 'w-11 px-0!',
}

function look({ variant = 'secondary', size = 'md', square }: Look, className?: string): string {
    return cn(
        'relative inline-flex shrink-0 select-none items-center justify-center whitespace-nowrap font-medium',
        'transition-[background-color,color,filter,opacity] duration-100 [&_svg]:size-4 [&_svg]:shrink-0',
        'disabled:opacity-50 aria-disabled:opacity-50 data-disabled:opacity-50',
        VARIANTS[variant],
        SIZES[size],
        square && SQUARES[size],
        className
    )
}

export interface ButtonProps extends Look, ComponentProps<'button'> {
    /** Shows a spinner and refuses clicks, keeping the button's width. */
    loading?: boolean
}

export const Button = forwardRef<HTMLButtonElement, ButtonProps>(function Button(
    { variant, size, icon, square, loading = false, disabled, className, children, type = 'button', ...rest },
    ref
) {
    return (
        <button
            {...rest}
            ref={ref}
            type={type}
            disabled={disabled || loading}
            aria-busy={loading || undefined}
            className={look({ variant, size, square }, className)}
        >
            {loading && (
                <span className="absolute inset-0 grid place-items-center">
                    <Spinner />
                </span>
            )}
            <span className={cn('contents', loading && '[&>*]:opacity-0')}>
                {icon}
                {children !== undefined && <span className={cn('truncate', loading && 'opacity-0')}>{children}</span>}
            </span>
        </button>
    )
})

export interface ButtonLinkProps extends Look, Omit<LinkProps, 'className'> {
    className?: string
}

/** Looks like a button, is a link: for anything that only leads somewhere. */
export function ButtonLink({ variant, size, icon, square, className, children, ...rest }: ButtonLinkProps) {
    return (
        <Link {...rest} className={look({ variant, size, square }, className)}>
            {icon}
            {children !== undefined && <span className="truncate">{children}</span>}
        </Link>
    )
}
