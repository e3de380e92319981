/** What everything that floats looks like. */
import { cn } from './cn'

export const POPUP = cn(
    'origin-(--transform-origin) overflow-y-auto overscroll-contain rounded-lg border border-line bg-raised text-ink shadow-pop outline-none',
    'scrollbar-thin transition-[opacity,scale] duration-100',
    'data-ending-style:scale-97 data-ending-style:opacity-0 data-starting-style:scale-97 data-starting-style:opacity-0'
)
