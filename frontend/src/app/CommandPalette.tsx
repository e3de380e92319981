import { Autocomplete } from '@base-ui/react/autocomplete'
import { Dialog } from '@base-ui/react/dialog'
import { useActions, useValues } from 'kea'
import { CornerDownLeft, Search } from 'lucide-react'
import { type Command, commandPaletteLogic } from './commandPaletteLogic'

function grouped(commands: Command[]): { value: string; items: Command[] }[] {
    const groups = new Map<string, Command[]>()
    for (const command of commands) {
        groups.set(command.group, [...(groups.get(command.group) ?? []), command])
    }
    return [...groups].map(([value, items]) => ({ value, items }))
}

export function CommandPalette(): React.JSX.Element {
    const { isOpen, commands } = useValues(commandPaletteLogic)
    const { open, close, run } = useActions(commandPaletteLogic)
    return (
        <Dialog.Root open={isOpen} onOpenChange={(next) => (next ? open() : close())}>
            <Dialog.Portal>
                <Dialog.Backdrop className="fixed inset-0 z-50 bg-scrim transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0" />
                <Dialog.Popup
                    aria-label="Command palette"
                    className="fixed inset-x-3 top-[12vh] z-50 mx-auto flex max-h-[70dvh] max-w-xl flex-col overflow-hidden rounded-xl border border-line bg-raised shadow-pop outline-none transition-[opacity,scale] duration-100 data-ending-style:scale-98 data-ending-style:opacity-0 data-starting-style:scale-98 data-starting-style:opacity-0"
                >
                    <Autocomplete.Root
                        items={grouped(commands)}
                        open
                        inline
                        autoHighlight="always"
                        keepHighlight
                        itemToStringValue={(item: Command) => `${item.label} ${item.keywords ?? ''}`}
                    >
                        <div className="relative border-line border-b">
                            <Search className="pointer-events-none absolute top-1/2 left-4 size-4.5 -translate-y-1/2 text-ink-3" />
                            <Autocomplete.Input
                                aria-label="Search pages and actions"
                                placeholder="Where to?"
                                className="h-13 w-full bg-transparent pr-4 pl-11 text-lg outline-none"
                            />
                        </div>
                        <Autocomplete.Empty>
                            <div className="px-4 py-8 text-center text-ink-3">Nothing by that name.</div>
                        </Autocomplete.Empty>
                        <Autocomplete.List className="scrollbar-thin overflow-y-auto overscroll-contain p-2 empty:hidden">
                            {(group: { value: string; items: Command[] }) => (
                                <Autocomplete.Group key={group.value} items={group.items}>
                                    <Autocomplete.GroupLabel className="px-2.5 pt-2 pb-1 font-semibold text-2xs text-ink-3 uppercase tracking-wider">
                                        {group.value}
                                    </Autocomplete.GroupLabel>
                                    <Autocomplete.Collection>
                                        {(command: Command) => (
                                            <Autocomplete.Item
                                                key={command.id}
                                                value={command}
                                                onClick={() => run(command)}
                                                className="group/item flex cursor-pointer select-none items-center rounded-md px-2.5 py-2 outline-none data-highlighted:bg-hover"
                                            >
                                                <span className="flex-1 truncate">{command.label}</span>
                                                <CornerDownLeft className="size-3.5 text-ink-3 opacity-0 group-data-highlighted/item:opacity-100" />
                                            </Autocomplete.Item>
                                        )}
                                    </Autocomplete.Collection>
                                </Autocomplete.Group>
                            )}
                        </Autocomplete.List>
                    </Autocomplete.Root>
                </Dialog.Popup>
            </Dialog.Portal>
        </Dialog.Root>
    )
}
