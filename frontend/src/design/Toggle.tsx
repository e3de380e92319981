import { Checkbox as BaseCheckbox } from '@base-ui/react/checkbox'
import { Switch as BaseSwitch } from '@base-ui/react/switch'
import { Check, Minus } from 'lucide-react'
import type { ReactNode } from 'react'
import { cn } from './cn'

export interface ToggleProps {
    checked: boolean
    onChange: (checked: boolean) => void
    children: ReactNode
    disabled?: boolean
    className?: string
}

/** Takes effect at once. */
export function Switch({ checked, onChange, children, disabled, className }: ToggleProps): React.JSX.Element {
    return (
        // biome-ignore lint/a11y/noLabelWithoutControl: Base UI's switch renders the input this label wraps
        <label className={cn('inline-flex cursor-pointer select-none items-center gap-2.5', className)}>
            <BaseSwitch.Root
                checked={checked}
                onCheckedChange={onChange}
                disabled={disabled}
                className="flex h-5 w-9 shrink-0 items-center rounded-full bg-field transition-colors data-checked:bg-brand data-disabled:opacity-50"
            >
                <BaseSwitch.Thumb className="block size-4 translate-x-0.5 rounded-full bg-white shadow-card transition-transform data-checked:translate-x-[1.125rem] dark:data-checked:bg-on-brand" />
            </BaseSwitch.Root>
            {children}
        </label>
    )
}

export interface CheckboxProps extends ToggleProps {
    /** Stands for several of which some are checked. */
    mixed?: boolean
}

/** Takes effect with the form it is part of. */
export function Checkbox({
    checked,
    onChange,
    children,
    disabled,
    className,
    mixed = false,
}: CheckboxProps): React.JSX.Element {
    return (
        // biome-ignore lint/a11y/noLabelWithoutControl: Base UI's checkbox renders the input this label wraps
        <label className={cn('inline-flex cursor-pointer select-none items-center gap-2.5', className)}>
            <BaseCheckbox.Root
                checked={checked}
                indeterminate={mixed}
                onCheckedChange={onChange}
                disabled={disabled}
                className="grid size-[1.125rem] shrink-0 place-items-center rounded-[5px] border border-field bg-surface data-checked:border-brand data-indeterminate:border-brand data-checked:bg-brand data-indeterminate:bg-brand data-disabled:opacity-50"
            >
                <BaseCheckbox.Indicator className="text-on-brand">
                    {mixed ? (
                        <Minus className="size-3.5" strokeWidth={3} />
                    ) : (
                        <Check className="size-3.5" strokeWidth={3} />
                    )}
                </BaseCheckbox.Indicator>
            </BaseCheckbox.Root>
            {children}
        </label>
    )
}
