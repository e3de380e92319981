import { ListFilterPlus } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { Button } from '~/design/Button'
import { CopyButton } from '~/design/Copy'
import { SearchInput } from '~/design/Field'
import { formatDateTime, formatNumber } from '~/lib/format'
import type { Json, Properties } from '~/lib/types'
import { groupProperties, type PropertyEntry } from '../lib/propertyGroups'

type Scalar = string | number | boolean

export interface PropertyListProps {
    properties: Properties
    /** What they are, for screen readers and the search field: "properties of this event". */
    label: string
    /** Offers to look for others with the same value. */
    filterBy?: (name: string, value: Scalar) => void
    /** More buttons for a property. */
    actions?: (entry: PropertyEntry) => ReactNode
    empty?: string
}

/** Over the end of the value while it is pointed at, so that values have the whole width otherwise. */
const TOOLS =
    'absolute top-1 right-0 flex rounded-md bg-hover opacity-0 shadow-card focus-within:opacity-100 group-focus-within:opacity-100 group-hover:opacity-100 has-data-popup-open:opacity-100 coarse:static coarse:bg-transparent coarse:opacity-100 coarse:shadow-none'
const TOOL = 'h-7! w-7!'

/** All properties by topic, searchable, each one to copy. */
export function PropertyList({ properties, label, filterBy, actions, empty = 'None.' }: PropertyListProps) {
    const [search, setSearch] = useState('')
    const count = Object.keys(properties).length
    const groups = groupProperties(properties, search)
    if (count === 0) {
        return <p className="px-5 py-8 text-center text-ink-3">{empty}</p>
    }
    return (
        <div className="pb-6">
            {count > 8 && (
                <div className="px-5 pt-4">
                    <SearchInput
                        label={`Search ${label}`}
                        placeholder="Search properties"
                        value={search}
                        onChange={setSearch}
                    />
                </div>
            )}
            {groups.length === 0 && <p className="px-5 py-8 text-center text-ink-3">Nothing matches “{search}”.</p>}
            {groups.map((group) => (
                <section key={group.title} className="mt-5 px-5">
                    <h3 className="mb-1 font-semibold text-ink-3 text-xs">{group.title}</h3>
                    <dl className="divide-y divide-line border-line border-y">
                        {group.entries.map((entry) => (
                            <div key={entry.name} className="group relative flex items-start gap-3 py-1.5">
                                <dt className="w-2/5 shrink-0 pt-1 text-ink-2 text-sm" title={entry.name}>
                                    <bdi className="break-words [overflow-wrap:anywhere]">{entry.label}</bdi>
                                </dt>
                                <dd className="flex min-w-0 flex-1 items-start gap-1 text-sm">
                                    <div className="min-w-0 flex-1 pt-1">
                                        <PropertyValue value={entry.value} />
                                    </div>
                                    <div className={TOOLS}>
                                        {actions?.(entry)}
                                        {filterBy && isScalar(entry.value) && (
                                            <Button
                                                variant="ghost"
                                                size="sm"
                                                square
                                                icon={<ListFilterPlus />}
                                                aria-label={`Filter by this ${entry.label}`}
                                                title="Filter by this value"
                                                onClick={() => filterBy(entry.name, entry.value as Scalar)}
                                                className={TOOL}
                                            />
                                        )}
                                        <CopyButton
                                            text={
                                                typeof entry.value === 'string'
                                                    ? entry.value
                                                    : JSON.stringify(entry.value)
                                            }
                                            label={`Copy ${entry.label}`}
                                            className={TOOL}
                                        />
                                    </div>
                                </dd>
                            </div>
                        ))}
                    </dl>
                </section>
            ))}
        </div>
    )
}

function isScalar(value: Json): value is Scalar {
    return (typeof value === 'string' && value.trim() !== '') || typeof value === 'number' || typeof value === 'boolean'
}

const ISO_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/
/** A longer text opens on demand, so that one value does not push all others off the screen. */
const SHOWN = 160
/** A list or object that is this short as JSON stands on one line. */
const SHORT_JSON = 60

/** A value as it is, never as markup. Only addresses of the web become links. */
export function PropertyValue({ value }: { value: Json }): React.JSX.Element {
    if (value === null) {
        return <span className="text-ink-3 italic">null</span>
    }
    if (typeof value === 'boolean') {
        return <span className="text-info-text">{String(value)}</span>
    }
    if (typeof value === 'number') {
        return (
            <span className="tabular" title={String(value)}>
                {formatNumber(value)}
            </span>
        )
    }
    if (typeof value === 'object') {
        const json = JSON.stringify(value)
        return json.length <= SHORT_JSON ? (
            <code className="break-all font-mono text-xs">{json}</code>
        ) : (
            <pre className="scrollbar-thin max-h-52 overflow-auto whitespace-pre-wrap break-all rounded-md bg-sunken p-2 font-mono text-xs">
                {JSON.stringify(value, null, 2)}
            </pre>
        )
    }
    return value.length > SHOWN ? <LongText text={value} /> : <Text text={value} />
}

function LongText({ text }: { text: string }): React.JSX.Element {
    const [isOpen, setOpen] = useState(false)
    return (
        <>
            <Text text={text} shown={isOpen ? text : `${text.slice(0, SHOWN).trimEnd()}…`} />
            <button
                type="button"
                aria-expanded={isOpen}
                onClick={() => setOpen(!isOpen)}
                className="mt-0.5 block rounded-sm font-medium text-brand-text hover:underline"
            >
                {isOpen ? 'Show less' : `Show all ${formatNumber(text.length)} characters`}
            </button>
        </>
    )
}

function Text({ text, shown = text }: { text: string; shown?: string }): React.JSX.Element {
    if (/^https?:\/\/\S+$/.test(text)) {
        return (
            <a href={text} target="_blank" rel="noreferrer" className="break-all text-brand-text hover:underline">
                {shown}
            </a>
        )
    }
    return (
        <bdi
            className="whitespace-pre-wrap break-words [overflow-wrap:anywhere]"
            title={ISO_TIME.test(text) ? formatDateTime(text) : undefined}
        >
            {text === '' ? <span className="text-ink-3 italic">empty</span> : shown}
        </bdi>
    )
}
