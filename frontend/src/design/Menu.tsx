import { Menu as Base } from '@base-ui/react/menu'
import type { ReactElement, ReactNode } from 'react'
import { hrefOf } from '~/lib/navigation'
import { cn } from './cn'
import { Link } from './Link'
import { POPUP } from './popup'

export interface MenuProps {
    trigger: ReactElement<Record<string, unknown>>
    children: ReactNode
    side?: 'top' | 'bottom' | 'right'
    align?: 'start' | 'center' | 'end'
    className?: string
}

export function Menu({ trigger, children, side = 'bottom', align = 'end', className }: MenuProps): React.JSX.Element {
    return (
        <Base.Root modal={false}>
            <Base.Trigger render={trigger} />
            <Base.Portal>
                <Base.Positioner sideOffset={6} side={side} align={align} collisionPadding={8} className="z-50">
                    <Base.Popup className={cn(POPUP, 'max-h-(--available-height) min-w-48 p-1.5', className)}>
                        {children}
                    </Base.Popup>
                </Base.Positioner>
            </Base.Portal>
        </Base.Root>
    )
}

const ITEM =
    'flex w-full cursor-pointer select-none items-center gap-2.5 rounded-md px-2.5 py-1.5 text-left outline-none data-highlighted:bg-hover data-disabled:opacity-45 coarse:py-2.5 [&_svg]:size-4 [&_svg]:shrink-0'

export interface MenuItemProps {
    icon?: ReactNode
    onSelect: () => void
    danger?: boolean
    disabled?: boolean
    className?: string
    children: ReactNode
}

export function MenuItem({
    icon,
    onSelect,
    danger = false,
    disabled,
    className,
    children,
}: MenuItemProps): React.JSX.Element {
    return (
        <Base.Item
            onClick={onSelect}
            disabled={disabled}
            className={cn(ITEM, danger ? 'text-danger-text' : 'text-ink [&_svg]:text-ink-3', className)}
        >
            {icon}
            {children}
        </Base.Item>
    )
}

export function MenuLink({ icon, to, children }: { icon?: ReactNode; to: string; children: ReactNode }) {
    return (
        <Base.LinkItem
            href={hrefOf(to)}
            closeOnClick
            render={<Link to={to} />}
            className={cn(ITEM, 'text-ink [&_svg]:text-ink-3')}
        >
            {icon}
            {children}
        </Base.LinkItem>
    )
}

export interface MenuChoiceProps<Value extends string> {
    label: string
    value: Value
    onChange: (value: Value) => void
    options: readonly { value: Value; label: string; icon?: ReactNode }[]
}

/** One choice of several inside a menu; the menu stays open so that the effect can be seen. */
export function MenuChoice<Value extends string>({ label, value, onChange, options }: MenuChoiceProps<Value>) {
    return (
        <Base.RadioGroup value={value} onValueChange={onChange} aria-label={label} className="px-1 py-1">
            <div className="px-1.5 pb-1.5 text-ink-3 text-xs">{label}</div>
            <div className="grid auto-cols-fr grid-flow-col gap-0.5 rounded-md bg-sunken p-0.5">
                {options.map((option) => (
                    <Base.RadioItem
                        key={option.value}
                        value={option.value}
                        closeOnClick={false}
                        className="flex cursor-pointer flex-col items-center gap-1 rounded-[5px] px-2 py-1.5 text-ink-3 text-xs outline-none data-checked:bg-raised data-checked:text-ink data-checked:shadow-card data-highlighted:text-ink [&_svg]:size-4"
                    >
                        {option.icon}
                        {option.label}
                    </Base.RadioItem>
                ))}
            </div>
        </Base.RadioGroup>
    )
}

export function MenuSeparator(): React.JSX.Element {
    return <Base.Separator className="my-1.5 h-px bg-line" />
}

export function MenuHeading({ children }: { children: ReactNode }): React.JSX.Element {
    return (
        <div className="px-2.5 pt-1.5 pb-1 font-semibold text-2xs text-ink-3 uppercase tracking-wider">{children}</div>
    )
}
