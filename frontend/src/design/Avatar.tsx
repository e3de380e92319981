import { cn } from './cn'

const HUES = [
    'bg-[#d8ecdf] text-[#0e5b3e] dark:bg-[#1c4634] dark:text-[#9be3c0]',
    'bg-[#fbdfe8] text-[#96194a] dark:bg-[#51243a] dark:text-[#ffb3cc]',
    'bg-[#dce8fa] text-[#1d4c96] dark:bg-[#213a63] dark:text-[#b0ccff]',
    'bg-[#f8e8c6] text-[#6d4505] dark:bg-[#4a3a15] dark:text-[#f3d48b]',
    'bg-[#e6dff8] text-[#4d31a0] dark:bg-[#382a60] dark:text-[#cdbcff]',
    'bg-[#d3edee] text-[#0b5d61] dark:bg-[#174548] dark:text-[#97e1e4]',
]

function hueOf(seed: string): string {
    let sum = 0
    for (const letter of seed) {
        sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973
    }
    return HUES[sum % HUES.length] ?? ''
}

function initials(name: string): string {
    const words = name
        .replace(/@.*/, '')
        .split(/[\s._-]+/)
        .filter(Boolean)
    const letters = words.length > 1 ? `${words[0]?.[0] ?? ''}${words[1]?.[0] ?? ''}` : name.slice(0, 1)
    return letters.toUpperCase() || '?'
}

export interface AvatarProps {
    name: string
    /** What decides the colour; the name unless something steadier is known. */
    seed?: string
    size?: 'sm' | 'md' | 'lg'
    className?: string
}

export function Avatar({ name, seed = name, size = 'md', className }: AvatarProps): React.JSX.Element {
    return (
        <span
            aria-hidden="true"
            className={cn(
                'inline-grid shrink-0 select-none place-items-center rounded-full font-semibold',
                size === 'sm' && 'size-6 text-2xs',
                size === 'md' && 'size-8 text-xs',
                size === 'lg' && 'size-14 text-xl',
                hueOf(seed),
                className
            )}
        >
            {initials(name)}
        </span>
    )
}
