import { Combobox } from '@base-ui/react/combobox'
import { Check, Search } from 'lucide-react'
import { type ReactElement, type ReactNode, useState } from 'react'
import { searchByName } from '~/lib/search'
import { cn } from './cn'
import { POPUP } from './popup'
import { Spinner } from './Spinner'

export interface PickerItem {
    id: string
    label: string
    hint?: ReactNode
    icon?: ReactNode
    /** Found by this as well as by its label. */
    alias?: string
}

export interface PickerGroup<Item extends PickerItem> {
    value: string
    items: Item[]
}

export interface PickerProps<Item extends PickerItem> {
    trigger: ReactElement<Record<string, unknown>>
    /** What is chosen, for screen readers: "Choose an event". */
    label: string
    placeholder: string
    groups: PickerGroup<Item>[]
    chosen: string | null
    onPick: (item: Item) => void
    /** Called with what was typed; searching stays here unless `filtered` says the caller did it. */
    onSearch?: (text: string) => void
    filtered?: boolean
    loading?: boolean
    onOpenChange?: (open: boolean) => void
    /** The list is gone and the focus is on its way back to the button: what opens now keeps the focus. */
    onClosed?: () => void
    /** Stands in the list when nothing matches. */
    empty?: ReactNode
    footer?: ReactNode
}

/** Chooses one of many: a button that opens a searchable list, usable from the keyboard alone. */
export function Picker<Item extends PickerItem>({
    trigger,
    label,
    placeholder,
    groups,
    chosen,
    onPick,
    onSearch,
    filtered = false,
    loading = false,
    onOpenChange,
    onClosed,
    empty = 'Nothing matches.',
    footer,
}: PickerProps<Item>): React.JSX.Element {
    const [typed, setTyped] = useState('')
    const shown = filtered
        ? groups
        : groups
              .map((group) => ({
                  ...group,
                  items: searchByName(group.items, typed, ({ label, alias }) => (alias ? [label, alias] : [label])),
              }))
              .filter((group) => group.items.length > 0)
    const current = groups.flatMap((group) => group.items).find((item) => item.id === chosen) ?? null
    return (
        <Combobox.Root
            items={shown}
            value={current}
            onValueChange={(item: Item | null) => item && onPick(item)}
            itemToStringLabel={(item: Item) => item.label}
            isItemEqualToValue={(item: Item, value: Item) => item.id === value.id}
            onInputValueChange={(text) => {
                setTyped(text)
                onSearch?.(text)
            }}
            onOpenChange={onOpenChange}
            onOpenChangeComplete={(open) => {
                if (!open) {
                    onClosed?.()
                }
            }}
            filter={null}
            autoHighlight
        >
            {/* A combobox takes no name from what is written on it. */}
            <Combobox.Trigger
                render={trigger}
                aria-label={(trigger.props['aria-label'] as string | undefined) ?? label}
            />
            <Combobox.Portal>
                <Combobox.Positioner align="start" sideOffset={6} collisionPadding={8} className="z-50">
                    <Combobox.Popup
                        aria-label={label}
                        className={cn(
                            POPUP,
                            'flex max-h-[min(25rem,var(--available-height))] w-80 max-w-[calc(100vw-1rem)] flex-col overflow-hidden!'
                        )}
                    >
                        <div className="relative border-line border-b">
                            <Search className="pointer-events-none absolute top-1/2 left-3.5 size-4 -translate-y-1/2 text-ink-3" />
                            <Combobox.Input
                                aria-label={label}
                                placeholder={placeholder}
                                className="h-11 w-full bg-transparent pr-9 pl-10 outline-none coarse:text-lg"
                            />
                            {loading && <Spinner className="absolute top-1/2 right-3.5 -translate-y-1/2 text-ink-3" />}
                        </div>
                        <Combobox.Empty>
                            <div className="px-4 py-6 text-center text-ink-3 text-sm">
                                {loading ? 'Loading…' : empty}
                            </div>
                        </Combobox.Empty>
                        <Combobox.List className="scrollbar-thin min-h-0 flex-1 overflow-y-auto overscroll-contain p-1.5 empty:hidden">
                            {(group: PickerGroup<Item>) => (
                                <Combobox.Group key={group.value} items={group.items}>
                                    {group.value && (
                                        <Combobox.GroupLabel className="px-2.5 pt-2 pb-1 font-semibold text-2xs text-ink-3 uppercase tracking-wider">
                                            {group.value}
                                        </Combobox.GroupLabel>
                                    )}
                                    <Combobox.Collection>
                                        {(item: Item) => (
                                            <Combobox.Item
                                                key={item.id}
                                                value={item}
                                                className="flex cursor-pointer select-none items-center gap-2.5 rounded-md px-2.5 py-1.5 outline-none data-highlighted:bg-hover coarse:py-2.5"
                                            >
                                                {item.icon && (
                                                    <span className="text-ink-3 [&_svg]:size-4">{item.icon}</span>
                                                )}
                                                <span className="min-w-0 flex-1 truncate">{item.label}</span>
                                                {item.hint && (
                                                    <span className="shrink-0 text-ink-3 text-xs">{item.hint}</span>
                                                )}
                                                <Combobox.ItemIndicator className="text-brand-text">
                                                    <Check className="size-4" />
                                                </Combobox.ItemIndicator>
                                            </Combobox.Item>
                                        )}
                                    </Combobox.Collection>
                                </Combobox.Group>
                            )}
                        </Combobox.List>
                        {footer && <div className="border-line border-t px-4 py-2 text-ink-3 text-xs">{footer}</div>}
                    </Combobox.Popup>
                </Combobox.Positioner>
            </Combobox.Portal>
        </Combobox.Root>
    )
}
