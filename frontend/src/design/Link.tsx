import { router } from 'kea-router'
import type { ComponentProps, MouseEvent } from 'react'
import { hrefOf, preload } from '~/lib/navigation'

export interface LinkProps extends Omit<ComponentProps<'a'>, 'href'> {
    /** A path of this app without the project prefix, such as `/persons`, or a whole address elsewhere. */
    to: string
}

/** A real link. Plain clicks stay in the app; new tabs, middle clicks and copied addresses work as anywhere. */
export function Link({ to, onClick, children, ...rest }: LinkProps): React.JSX.Element {
    if (/^[a-z]+:/.test(to)) {
        return (
            <a {...rest} href={to} target="_blank" rel="noreferrer" onClick={onClick}>
                {children}
            </a>
        )
    }
    const follow = (event: MouseEvent<HTMLAnchorElement>): void => {
        onClick?.(event)
        const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey
        if (!event.defaultPrevented && plain && !rest.target) {
            event.preventDefault()
            router.actions.push(to)
        }
    }
    return (
        <a {...rest} href={hrefOf(to)} onClick={follow} onPointerEnter={() => preload(to)} onFocus={() => preload(to)}>
            {children}
        </a>
    )
}
