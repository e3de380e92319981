import { useState } from 'react'
import { Button } from '~/design/Button'
import { cn } from '~/design/cn'
import { formatCount } from '~/lib/format'
import { type PageElement, parseElements } from '../lib/elements'

/** As many ancestors as are shown at first; the rest is mostly scaffolding. */
const SHOWN = 7

/** What was clicked, inside of what surrounded it on the page. */
export function ElementTree({ chain }: { chain: string }): React.JSX.Element {
    const [all, setAll] = useState(false)
    const elements = parseElements(chain)
    const hidden = all ? 0 : Math.max(0, elements.length - SHOWN)
    const shown = elements.slice(hidden)
    return (
        <div className="p-5">
            {hidden > 0 && (
                <Button size="sm" variant="ghost" onClick={() => setAll(true)} className="mb-2 -ml-2.5">
                    Show {formatCount(hidden, 'outer element')}
                </Button>
            )}
            <ol aria-label="Elements, from the outermost to the one that was clicked" className="flex flex-col gap-1">
                {shown.map((element, depth) => (
                    <li
                        // an element is its place
                        key={depth}
                        style={{ marginInlineStart: `${Math.min(depth, 10) * 0.7}rem` }}
                        aria-current={depth === shown.length - 1 || undefined}
                    >
                        <Element element={element} isTarget={depth === shown.length - 1} />
                    </li>
                ))}
            </ol>
        </div>
    )
}

function Element({ element, isTarget }: { element: PageElement; isTarget: boolean }): React.JSX.Element {
    return (
        <div
            className={cn(
                'w-fit max-w-full rounded-md border px-2.5 py-1 font-mono text-xs',
                isTarget ? 'border-brand-line bg-brand-soft' : 'border-line bg-surface'
            )}
        >
            <span className="break-all">
                <span className={cn('font-semibold', isTarget ? 'text-brand-text' : 'text-ink')}>
                    {element.tag || 'element'}
                </span>
                {element.id && <span className="text-info-text">#{element.id}</span>}
                {element.classes.length > 0 && <span className="text-ink-3">.{element.classes.join('.')}</span>}
            </span>
            {element.text && (
                <bdi className="mt-0.5 block break-words font-sans text-ink-2 text-sm">“{element.text}”</bdi>
            )}
            {element.href && <span className="mt-0.5 block break-all text-ink-3">→ {element.href}</span>}
            {element.attributes.map(([name, value]) => (
                <span key={name} className="mt-0.5 block break-all text-ink-3">
                    {name}={JSON.stringify(value)}
                </span>
            ))}
        </div>
    )
}
