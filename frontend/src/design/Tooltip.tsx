import { Tooltip as Base } from '@base-ui/react/tooltip'
import type { ReactElement, ReactNode } from 'react'

export interface TooltipProps {
    /** What it says; the trigger needs its own label, this is not read out as one. */
    text: ReactNode
    children: ReactElement<Record<string, unknown>>
    side?: 'top' | 'right' | 'bottom' | 'left'
}

export function Tooltip({ text, children, side = 'top' }: TooltipProps): React.JSX.Element {
    return (
        <Base.Root>
            <Base.Trigger render={children} delay={350} />
            <Base.Portal>
                <Base.Positioner sideOffset={6} side={side} collisionPadding={8} className="z-60">
                    <Base.Popup className="max-w-72 rounded-md bg-ink px-2.5 py-1.5 text-canvas text-xs shadow-pop transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0">
                        {text}
                    </Base.Popup>
                </Base.Positioner>
            </Base.Portal>
        </Base.Root>
    )
}
