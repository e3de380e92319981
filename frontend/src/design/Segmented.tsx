import { Toggle } from '@base-ui/react/toggle'
import { ToggleGroup } from '@base-ui/react/toggle-group'
import type { ReactNode } from 'react'
import { cn } from './cn'

export interface SegmentedProps<Value extends string> {
    value: Value
    onChange: (value: Value) => void
    label: string
    options: readonly { value: Value; label: string; icon?: ReactNode }[]
    /** Draws icons alone; the label is read out and shown on hover. */
    iconsOnly?: boolean
    className?: string
}

/** One of a handful, all visible at once. */
export function Segmented<Value extends string>({
    value,
    onChange,
    label,
    options,
    iconsOnly = false,
    className,
}: SegmentedProps<Value>): React.JSX.Element {
    return (
        <ToggleGroup
            aria-label={label}
            value={[value]}
            onValueChange={(next) => next[0] && onChange(next[0] as Value)}
            className={cn('inline-flex gap-0.5 rounded-md bg-sunken p-0.5 ring-1 ring-line ring-inset', className)}
        >
            {options.map((option) => (
                <Toggle
                    key={option.value}
                    value={option.value}
                    aria-label={option.label}
                    title={iconsOnly ? option.label : undefined}
                    className="inline-flex h-7 items-center gap-1.5 rounded-[5px] px-2.5 font-medium text-ink-3 text-sm transition-colors hover:text-ink data-pressed:bg-surface data-pressed:text-ink data-pressed:shadow-card coarse:h-9 dark:data-pressed:bg-hover [&_svg]:size-4"
                >
                    {option.icon}
                    {!iconsOnly && option.label}
                </Toggle>
            ))}
        </ToggleGroup>
    )
}
