import { Popover as Base } from '@base-ui/react/popover'
import type { ReactElement, ReactNode } from 'react'
import { cn } from './cn'
import { POPUP } from './popup'

export interface PopoverProps {
    /** The button that opens it. */
    trigger: ReactElement<Record<string, unknown>>
    /** What a screen reader calls the panel. */
    label: string
    children: ReactNode
    open?: boolean
    onOpenChange?: (open: boolean) => void
    align?: 'start' | 'center' | 'end'
    /** Where the focus goes instead of to the first control, except after a touch, which would raise the keyboard. */
    firstFocus?: () => HTMLElement | null | undefined
    className?: string
}

/** A small panel beside its button; Escape or a click elsewhere closes it. */
export function Popover({
    trigger,
    label,
    children,
    open,
    onOpenChange,
    align = 'start',
    firstFocus,
    className,
}: PopoverProps): React.JSX.Element {
    return (
        <Base.Root open={open} onOpenChange={onOpenChange}>
            <Base.Trigger render={trigger} />
            <Base.Portal>
                <Base.Positioner sideOffset={6} align={align} collisionPadding={8} className="z-50">
                    <Base.Popup
                        aria-label={label}
                        initialFocus={firstFocus && ((how) => (how === 'touch' ? true : (firstFocus() ?? true)))}
                        className={cn(POPUP, 'max-h-(--available-height) max-w-[calc(100vw-1rem)]', className)}
                    >
                        {children}
                    </Base.Popup>
                </Base.Positioner>
            </Base.Portal>
        </Base.Root>
    )
}
