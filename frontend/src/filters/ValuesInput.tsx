import { Combobox } from '@base-ui/react/combobox'
import { useActions, useValues } from 'kea'
import { Check, Plus, X } from 'lucide-react'
import { useEffect, useId, useState } from 'react'
import { cn } from '~/design/cn'
import { POPUP } from '~/design/popup'
import type { PropertySource } from '~/lib/types'
import { valueSuggestionsLogic } from './valueSuggestionsLogic'

export interface ValuesInputProps {
    source: PropertySource
    name: string
    values: string[]
    onChange: (values: string[]) => void
    /** Enter where there is nothing left to add. */
    onSubmit?: () => void
    autoFocus?: boolean
}

/** Any number of values: chosen from those the property has had, or typed. */
export function ValuesInput({
    source,
    name,
    values,
    onChange,
    onSubmit,
    autoFocus,
}: ValuesInputProps): React.JSX.Element {
    const logic = valueSuggestionsLogic({ source, name })
    const { suggestions, loading } = useValues(logic)
    const { search } = useActions(logic)
    const [text, setText] = useState('')
    const [open, setOpen] = useState(false)
    const id = useId()
    useEffect(() => search(''), [search])

    const typed = text.trim()
    const matching = suggestions.filter((one) => one.toLowerCase().includes(typed.toLowerCase()))
    const offered = typed && !matching.includes(typed) && !values.includes(typed) ? [...matching, typed] : matching
    const type = (next: string): void => {
        setText(next)
        search(next.trim())
    }
    return (
        <Combobox.Root
            multiple
            items={offered}
            filter={null}
            value={values}
            onValueChange={(next: string[]) => {
                onChange(next)
                setText('')
                // Most filters have one value; typing opens the list again for the next.
                setOpen(false)
            }}
            inputValue={text}
            onInputValueChange={type}
            open={open}
            onOpenChange={setOpen}
            autoHighlight
        >
            <Combobox.Chips className="flex min-h-9 flex-wrap items-center gap-1 rounded-md border border-field/70 bg-surface px-1.5 py-1 focus-within:border-ring focus-within:outline-2 focus-within:outline-ring/35">
                {values.map((value) => (
                    <Combobox.Chip
                        key={value}
                        className="flex max-w-full items-center gap-1 rounded-[5px] bg-sunken py-0.5 pr-0.5 pl-2 text-sm"
                        aria-label={value}
                    >
                        <span className="truncate">{value}</span>
                        <Combobox.ChipRemove
                            aria-label={`Remove ${value}`}
                            className="grid size-5 place-items-center rounded-sm text-ink-3 hover:bg-hover hover:text-ink"
                        >
                            <X className="size-3" />
                        </Combobox.ChipRemove>
                    </Combobox.Chip>
                ))}
                <Combobox.Input
                    id={id}
                    aria-label={`Values of ${name}`}
                    placeholder={values.length ? '' : 'Choose or type values'}
                    autoFocus={autoFocus}
                    onKeyDown={(event) => {
                        if (event.key === 'Enter' && !open && !typed && values.length) {
                            event.preventDefault()
                            onSubmit?.()
                        }
                    }}
                    className="h-6.5 min-w-24 flex-1 bg-transparent px-1.5 outline-none coarse:text-lg"
                />
            </Combobox.Chips>
            <Combobox.Portal>
                <Combobox.Positioner sideOffset={6} className="z-60" align="start">
                    <Combobox.Popup
                        className={cn(POPUP, 'max-h-[min(16rem,var(--available-height))] w-(--anchor-width)')}
                    >
                        <Combobox.Empty>
                            <div className="px-3 py-4 text-center text-ink-3 text-sm">
                                {loading ? 'Loading…' : 'Type a value, then press Enter.'}
                            </div>
                        </Combobox.Empty>
                        <Combobox.List className="p-1.5 empty:hidden">
                            {(value: string) => (
                                <Combobox.Item
                                    key={value}
                                    value={value}
                                    className="flex cursor-pointer items-center gap-2 rounded-md px-2.5 py-1.5 outline-none data-highlighted:bg-hover coarse:py-2.5"
                                >
                                    {!suggestions.includes(value) && !values.includes(value) && (
                                        <Plus className="size-3.5 text-ink-3" />
                                    )}
                                    <span className="min-w-0 flex-1 truncate">{value}</span>
                                    <Combobox.ItemIndicator className="text-brand-text">
                                        <Check className="size-4" />
                                    </Combobox.ItemIndicator>
                                </Combobox.Item>
                            )}
                        </Combobox.List>
                    </Combobox.Popup>
                </Combobox.Positioner>
            </Combobox.Portal>
        </Combobox.Root>
    )
}
