import { Search, X } from 'lucide-react'
import { type ComponentProps, forwardRef, type ReactNode, useId } from 'react'
import { cn } from './cn'

const CONTROL = cn(
    'w-full rounded-md border border-field/70 bg-surface text-base text-ink shadow-card transition-colors coarse:text-lg',
    'hover:border-field focus:border-ring focus:outline-2 focus:outline-offset-0 focus:outline-ring/35',
    'aria-invalid:border-danger aria-invalid:outline-danger/25 disabled:bg-sunken disabled:text-ink-3'
)

export interface FieldProps {
    label: ReactNode
    /** Stands under the control until there is an error to show instead. */
    hint?: ReactNode
    error?: string | null
    /** Drawn at the right end of the label's line. */
    aside?: ReactNode
    className?: string
    children: (control: { id: string; 'aria-invalid'?: true; 'aria-describedby'?: string }) => ReactNode
}

/** A labelled control. The error stands under the field it is about, and screen readers hear it with the field. */
export function Field({ label, hint, error, aside, className, children }: FieldProps): React.JSX.Element {
    const id = useId()
    const note = error ?? hint
    return (
        <div className={cn('flex flex-col gap-1.5', className)}>
            <div className="flex items-baseline justify-between gap-3">
                <label htmlFor={id} className="font-medium text-ink text-sm">
                    {label}
                </label>
                {aside}
            </div>
            {children({
                id,
                'aria-invalid': error ? true : undefined,
                'aria-describedby': note ? `${id}-note` : undefined,
            })}
            {note && (
                <p id={`${id}-note`} className={cn('text-sm', error ? 'text-danger-text' : 'text-ink-3')}>
                    {note}
                </p>
            )}
        </div>
    )
}

export const TextInput = forwardRef<HTMLInputElement, ComponentProps<'input'>>(function TextInput(
    { className, ...rest },
    ref
) {
    return <input {...rest} ref={ref} className={cn(CONTROL, 'h-9 px-3 coarse:h-10', className)} />
})

export function TextArea({ className, ...rest }: ComponentProps<'textarea'>): React.JSX.Element {
    return <textarea {...rest} className={cn(CONTROL, 'min-h-20 px-3 py-2', className)} />
}

export interface SearchInputProps {
    value: string
    onChange: (value: string) => void
    label: string
    placeholder?: string
    className?: string
}

export function SearchInput({ value, onChange, label, placeholder, className }: SearchInputProps): React.JSX.Element {
    return (
        <div className={cn('relative', className)}>
            <Search className="pointer-events-none absolute top-1/2 left-3 size-4 -translate-y-1/2 text-ink-3" />
            <input
                type="search"
                aria-label={label}
                placeholder={placeholder ?? label}
                value={value}
                onChange={(event) => onChange(event.target.value)}
                className={cn(CONTROL, 'h-9 pr-8 pl-9 coarse:h-10 [&::-webkit-search-cancel-button]:hidden')}
            />
            {value && (
                <button
                    type="button"
                    aria-label="Clear search"
                    onClick={() => onChange('')}
                    className="absolute top-1/2 right-1.5 grid size-6 -translate-y-1/2 place-items-center rounded-sm text-ink-3 hover:bg-hover hover:text-ink"
                >
                    <X className="size-3.5" />
                </button>
            )}
        </div>
    )
}
