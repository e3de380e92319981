import { Select as Base } from '@base-ui/react/select'
import { Check, ChevronDown } from 'lucide-react'
import type { ReactNode } from 'react'
import { cn } from './cn'
import { POPUP } from './popup'

export interface SelectOption<Value extends string> {
    value: Value
    label: string
    hint?: string
    icon?: ReactNode
    /** Options with the same group stand together under its name. */
    group?: string
    disabled?: boolean
}

export interface SelectProps<Value extends string> {
    value: Value
    onChange: (value: Value) => void
    options: readonly SelectOption<Value>[]
    label: string
    id?: string
    size?: 'sm' | 'md'
    /** Without a border, for use inside a sentence or a card's row. */
    quiet?: boolean
    disabled?: boolean
    className?: string
}

function grouped<Value extends string>(options: readonly SelectOption<Value>[]): [string, SelectOption<Value>[]][] {
    const groups = new Map<string, SelectOption<Value>[]>()
    for (const option of options) {
        const name = option.group ?? ''
        groups.set(name, [...(groups.get(name) ?? []), option])
    }
    return [...groups]
}

/** Chooses one of a few. For many, or for searching, use a picker. */
export function Select<Value extends string>({
    value,
    onChange,
    options,
    label,
    id,
    size = 'md',
    quiet = false,
    disabled,
    className,
}: SelectProps<Value>): React.JSX.Element {
    const chosen = options.find((option) => option.value === value)
    return (
        <Base.Root
            items={options.map((option) => ({ value: option.value, label: option.label }))}
            value={value}
            onValueChange={(next) => next !== null && onChange(next)}
            disabled={disabled}
            modal={false}
        >
            <Base.Trigger
                id={id}
                aria-label={`${label}: ${chosen?.label ?? 'not chosen'}`}
                className={cn(
                    'inline-flex select-none items-center justify-between gap-2 rounded-md text-left text-ink transition-colors',
                    'hover:bg-hover data-disabled:opacity-50 data-popup-open:bg-hover',
                    quiet ? 'px-2' : 'border border-line-strong bg-surface px-3 shadow-card',
                    size === 'sm' ? 'h-8 text-sm coarse:h-9' : 'h-9 text-base coarse:h-10',
                    className
                )}
            >
                <span className="flex min-w-0 items-center gap-2 [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-ink-3">
                    {chosen?.icon}
                    <Base.Value className="truncate" />
                </span>
                <ChevronDown className="size-3.5 shrink-0 text-ink-3" />
            </Base.Trigger>
            <Base.Portal>
                <Base.Positioner sideOffset={6} className="z-50" alignItemWithTrigger={false} align="start">
                    <Base.Popup className={cn(POPUP, 'max-h-(--available-height) min-w-(--anchor-width) max-w-80')}>
                        <Base.List className="p-1.5">
                            {grouped(options).map(([name, members]) => (
                                <Base.Group key={name}>
                                    {name && (
                                        <Base.GroupLabel className="px-2.5 pt-2.5 pb-1 font-semibold text-2xs text-ink-3 uppercase tracking-wider">
                                            {name}
                                        </Base.GroupLabel>
                                    )}
                                    {members.map((option) => (
                                        <Base.Item
                                            key={option.value}
                                            value={option.value}
                                            disabled={option.disabled}
                                            className="flex cursor-pointer select-none items-start gap-2.5 rounded-md px-2.5 py-1.5 outline-none data-disabled:cursor-not-allowed data-highlighted:bg-hover data-disabled:opacity-45 coarse:py-2.5"
                                        >
                                            {option.icon && (
                                                <span className="mt-0.5 text-ink-3 [&_svg]:size-4">{option.icon}</span>
                                            )}
                                            <span className="flex min-w-0 flex-1 flex-col">
                                                <Base.ItemText>{option.label}</Base.ItemText>
                                                {option.hint && (
                                                    <span className="text-ink-3 text-xs">{option.hint}</span>
                                                )}
                                            </span>
                                            <Base.ItemIndicator className="mt-0.5 text-brand-text">
                                                <Check className="size-4" />
                                            </Base.ItemIndicator>
                                        </Base.Item>
                                    ))}
                                </Base.Group>
                            ))}
                        </Base.List>
                    </Base.Popup>
                </Base.Positioner>
            </Base.Portal>
        </Base.Root>
    )
}
