import { cn } from '~/design/cn'
import type { Json } from '~/lib/types'
import { describePath, describeValue, differences } from './differences'
import { diffLines } from './diffLines'
import { type ActivityChange, type ActivityKind, fieldName } from './sentences'

/** Beyond these many places the words are left out: the lines say it better. */
const MOST_PLACES = 30
const LONG_TEXT = 60

export interface ChangeListProps {
    changes: readonly ActivityChange[]
    kind?: ActivityKind
}

/** What was changed: each place in words, and large values also line by line. */
export function ChangeList({ changes, kind }: ChangeListProps): React.JSX.Element {
    return (
        <dl className="mt-3 flex flex-col gap-2 text-sm">
            {changes.map((change) => (
                <Change key={change.field} change={change} kind={kind} />
            ))}
        </dl>
    )
}

function Change({ change, kind }: { change: ActivityChange; kind?: ActivityKind }): React.JSX.Element {
    const before = (change.before ?? undefined) as Json | undefined
    const after = (change.after ?? undefined) as Json | undefined
    const places = differences(before, after)
    const isLarge = places.some(({ path }) => path.length > 0) || [before, after].some(isNested)
    const named =
        saidWhole(change.field, before, after, kind) ??
        places.map(({ path, ...values }) => ({
            ...values,
            name: describePath([change.field, ...path], kind?.words, kind?.containers),
        }))
    return (
        <>
            {named.slice(0, MOST_PLACES).map(({ name, ...values }, at) => (
                // two places may be called the same
                <div key={at} className="flex flex-col gap-x-3 gap-y-0.5 sm:flex-row">
                    <dt className="shrink-0 text-ink-3 first-letter:uppercase sm:w-52">
                        <bdi>{name}</bdi>
                    </dt>
                    <dd className="min-w-0 break-words">
                        <FromTo {...values} />
                    </dd>
                </div>
            ))}
            {isLarge && (
                <div>
                    <dt className="sr-only">{fieldName(change.field, kind)} line by line</dt>
                    <dd>
                        <details>
                            <summary className="w-fit cursor-pointer select-none rounded-sm text-ink-3 hover:text-ink">
                                Line by line
                            </summary>
                            <Lines before={before} after={after} />
                        </details>
                    </dd>
                </div>
            )}
        </>
    )
}

interface NamedChange {
    name: string
    before: Json | undefined
    after: Json | undefined
}

/** The change in the words that the kind of thing has for the field; null when it has none, or they do not differ. */
function saidWhole(
    field: string,
    before: Json | undefined,
    after: Json | undefined,
    kind: ActivityKind | undefined
): NamedChange[] | null {
    const say = kind?.values?.[field]
    if (!say) {
        return null
    }
    const [from, to] = [before, after].map((value) => (value === undefined ? undefined : say(value)))
    return from === to ? null : [{ name: fieldName(field, kind), before: from, after: to }]
}

function isNested(value: Json | undefined): boolean {
    return value !== null && typeof value === 'object' && JSON.stringify(value).length > LONG_TEXT
}

function FromTo({ before, after }: { before: Json | undefined; after: Json | undefined }): React.JSX.Element {
    if (before === undefined) {
        return (
            <ins className="text-brand-text no-underline">
                added <bdi>{describeValue(after)}</bdi>
            </ins>
        )
    }
    if (after === undefined) {
        return (
            <del className="text-danger-text no-underline">
                removed <bdi>{describeValue(before)}</bdi>
            </del>
        )
    }
    return (
        <>
            <bdi>
                <del className="text-ink-3">{describeValue(before)}</del>
            </bdi>{' '}
            <span aria-hidden="true">→</span>
            <span className="sr-only">became</span>{' '}
            <bdi>
                <ins className="no-underline">{describeValue(after)}</ins>
            </bdi>
        </>
    )
}

function Lines({ before, after }: { before: Json | undefined; after: Json | undefined }): React.JSX.Element {
    return (
        <pre
            // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
            tabIndex={0}
            className="scrollbar-thin mt-1.5 max-h-80 overflow-auto rounded-md bg-sunken py-2 font-mono text-xs leading-relaxed"
        >
            {diffLines(before, after).map((one, at) => (
                <span
                    // lines may be equal, their place is what they are
                    key={at}
                    className={cn(
                        'block px-3',
                        one.kind === 'added'
                            ? 'bg-brand-soft text-brand-text'
                            : one.kind === 'removed'
                              ? 'bg-danger-soft text-danger-text'
                              : 'text-ink-3'
                    )}
                >
                    {one.kind === 'added' ? '+ ' : one.kind === 'removed' ? '− ' : '  '}
                    {one.text}
                </span>
            ))}
        </pre>
    )
}
