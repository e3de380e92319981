import { useActions, useValues } from 'kea'
import { Archive, ArchiveRestore, EllipsisVertical, Power, PowerOff, Tags, Trash2, X } from 'lucide-react'
import { useRef, useState } from 'react'
import { Button } from '~/design/Button'
import { Link } from '~/design/Link'
import { Menu, MenuItem } from '~/design/Menu'
import { Confirm } from '~/design/Modal'
import { Banner } from '~/design/States'
import { Checkbox } from '~/design/Toggle'
import { formatCount, formatNumber } from '~/lib/format'
import { type BulkAction, CHUNK, MAX_CHOSEN } from '../lib/bulk'
import type { Flag } from '../lib/flags'
import { urls } from '../lib/urls'
import { flagSelectionLogic } from '../logics/flagSelectionLogic'
import { featureFlagsSceneLogic } from '../scenes/featureFlagsSceneLogic'
import { BulkTagsModal } from './BulkTagsModal'

/** What can be done to all flags that are ticked; stays in reach while one scrolls. */
export function BulkBar(): React.JSX.Element | null {
    const { chosen, working, progress } = useValues(flagSelectionLogic)
    const { run, tickAll } = useActions(flagSelectionLogic)
    const [asking, setAsking] = useState<'delete' | 'tags' | null>(null)
    if (!chosen.length) {
        return null
    }
    const act = (action: BulkAction): void => run([{ action, ids: chosen.map((flag) => flag.id) }])
    const many = formatCount(chosen.length, 'flag')
    return (
        <section
            aria-label="Chosen flags"
            className="sticky bottom-[calc(4.25rem+env(safe-area-inset-bottom))] z-20 mt-4 flex flex-wrap items-center gap-2 rounded-xl border border-line bg-raised px-4 py-3 shadow-pop lg:bottom-4"
        >
            <div className="flex grow basis-full flex-wrap items-center justify-between gap-x-3 gap-y-1 sm:min-w-44 sm:basis-0 sm:justify-start">
                <span className="tabular whitespace-nowrap font-medium" role="status">
                    {working && progress.of > CHUNK
                        ? `${formatNumber(progress.asked)} of ${formatNumber(progress.of)} done …`
                        : `${many} chosen`}
                </span>
                {!working && <More />}
            </div>
            <Button icon={<Power />} disabled={working} onClick={() => act('enable')}>
                Enable
            </Button>
            <Button icon={<PowerOff />} disabled={working} onClick={() => act('disable')}>
                Disable
            </Button>
            <Button icon={<Tags />} disabled={working} onClick={() => setAsking('tags')} className="max-sm:hidden">
                Tags
            </Button>
            <Menu
                side="top"
                trigger={
                    <Button square disabled={working} aria-label={`More for ${many}`} icon={<EllipsisVertical />} />
                }
            >
                <MenuItem icon={<Tags />} onSelect={() => setAsking('tags')} className="sm:hidden">
                    Change tags
                </MenuItem>
                {chosen.some((flag) => !flag.archived) && (
                    <MenuItem icon={<Archive />} onSelect={() => act('archive')}>
                        Archive
                    </MenuItem>
                )}
                {chosen.some((flag) => flag.archived) && (
                    <MenuItem icon={<ArchiveRestore />} onSelect={() => act('unarchive')}>
                        Take out of the archive
                    </MenuItem>
                )}
                <MenuItem icon={<Trash2 />} danger onSelect={() => setAsking('delete')}>
                    Delete
                </MenuItem>
            </Menu>
            <Button
                variant="ghost"
                square
                aria-label="Choose none"
                icon={<X />}
                onClick={() => tickAll([])}
                className="max-sm:ml-auto"
            />
            <Confirm
                open={asking === 'delete'}
                onClose={() => setAsking(null)}
                onConfirm={() => {
                    setAsking(null)
                    act('delete')
                }}
                title={`Delete ${many}?`}
                action={`Delete ${many}`}
            >
                SDKs get no answer for {chosen.length === 1 ? 'it' : 'them'} any more, so code that asks takes its
                fallback. You can undo this right after, and restore each flag later from its page.
            </Confirm>
            {asking === 'tags' && <BulkTagsModal onClose={() => setAsking(null)} />}
        </section>
    )
}

/** Goes from all that the page shows to all that match, and back. One button, so that the focus stays. */
function More(): React.JSX.Element | null {
    const { flags, more, acrossPages, finding } = useValues(flagSelectionLogic)
    const { isFiltered } = useValues(featureFlagsSceneLogic)
    const { tickAll, tickMatching } = useActions(flagSelectionLogic)
    if (more && more > MAX_CHOSEN) {
        return (
            <span className="text-ink-3 text-sm">
                {formatCount(more, 'flag')} match, and at most {formatNumber(MAX_CHOSEN)} can be chosen at once: filter
                the list to choose more than this page.
            </span>
        )
    }
    if (!more && !acrossPages) {
        return null
    }
    return (
        <Button
            variant="ghost"
            size="sm"
            // Not disabled, which would drop the focus; choosing twice harms nobody.
            aria-busy={finding || undefined}
            onClick={() => (acrossPages ? tickAll(flags.map((flag) => flag.id)) : tickMatching())}
            className="-mx-2.5 text-brand-text! aria-busy:opacity-50"
        >
            {acrossPages
                ? 'Only this page'
                : `Choose all ${formatCount(more ?? 0, 'flag')}${isFiltered ? ' that match' : ''}`}
        </Button>
    )
}

/** The flags that did not go along, each with the server's reason. Those that the page shows stay chosen. */
export function Refusals(): React.JSX.Element | null {
    const { refusals } = useValues(flagSelectionLogic)
    const { dismiss } = useActions(flagSelectionLogic)
    if (!refusals.length) {
        return null
    }
    return (
        <div className="border-line border-b p-3" role="alert">
            <Banner
                tone="warn"
                action={
                    <Button size="sm" variant="ghost" onClick={dismiss}>
                        Dismiss
                    </Button>
                }
            >
                <p className="font-medium">
                    {formatCount(refusals.length, 'flag')}{' '}
                    {refusals.length === 1 ? 'stays as it is' : 'stay as they are'}
                </p>
                <ul className="mt-1.5 flex max-h-48 flex-col gap-1 overflow-y-auto">
                    {refusals.map(({ id, key, reason }) => (
                        <li key={id} className="break-words">
                            <Link to={urls.flag(id)} className="font-medium font-mono underline">
                                {key}
                            </Link>
                            : {reason}
                        </li>
                    ))}
                </ul>
            </Banner>
        </div>
    )
}

/** The box before a flag. With the shift key it stands for all since the one that was ticked before. */
export function Tick({ flag }: { flag: Flag }): React.JSX.Element {
    const { ticked, rangeTo } = useValues(flagSelectionLogic)
    const { tick } = useActions(flagSelectionLogic)
    // The box itself does not tell with which keys it was pressed.
    const shift = useRef(false)
    return (
        // biome-ignore lint/a11y/noStaticElementInteractions: keeps clicks on the box from opening the row
        <span
            className="flex"
            onPointerDown={(press) => {
                shift.current = press.shiftKey
            }}
            onClick={(click) => click.stopPropagation()}
            onKeyDown={(press) => {
                shift.current = press.shiftKey
                press.stopPropagation()
            }}
        >
            <Checkbox
                checked={ticked.includes(flag.id)}
                onChange={(on) => tick(shift.current ? rangeTo(flag.id) : [flag.id], on)}
                // As large as a finger, in the room that the cell has anyway.
                className="-m-2.5 flex! p-2.5"
            >
                <span className="sr-only">Choose {flag.key}</span>
            </Checkbox>
        </span>
    )
}

/** The box above them: all that the page shows. */
export function TickAll(): React.JSX.Element {
    const { flags, chosen, isAll } = useValues(flagSelectionLogic)
    const { tickAll } = useActions(flagSelectionLogic)
    return (
        <Checkbox
            checked={isAll}
            mixed={chosen.length > 0 && !isAll}
            onChange={(on) => tickAll(on ? flags.map((flag) => flag.id) : [])}
            className="-m-2.5 flex! p-2.5"
        >
            <span className="sr-only">Choose all flags on this page</span>
        </Checkbox>
    )
}
