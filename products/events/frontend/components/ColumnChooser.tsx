import { useActions, useValues } from 'kea'
import { ArrowDown, ArrowUp, Columns3, Plus, X } from 'lucide-react'
import { Button } from '~/design/Button'
import { Popover } from '~/design/Popover'
import { PropertyPicker } from '~/filters/PropertyPicker'
import type { PropertySource } from '~/lib/types'
import { COLUMN_SETS, columnFor, columnTitle, moved } from '../lib/columns'
import { columnsLogic } from '../lib/columnsLogic'
import type { ListName } from '../lib/eventsApi'

export interface ColumnChooserProps {
    list: ListName
    /** Whose properties the list can show. */
    sources: readonly PropertySource[]
    /** Which of them belong to the row itself; the other is the person of an event. */
    rowSource: PropertySource
}

/** Which columns a list shows, and in which order. Every change is seen behind it at once. */
export function ColumnChooser({ list, sources, rowSource }: ColumnChooserProps): React.JSX.Element {
    const { columns, chosen } = useValues(columnsLogic({ list }))
    const { choose } = useActions(columnsLogic({ list }))
    const left = COLUMN_SETS[list].fixed.filter((column) => !columns.includes(column.id))
    return (
        <Popover
            label="Columns"
            align="end"
            className="w-80"
            trigger={
                <Button variant="ghost" size="sm" icon={<Columns3 />} aria-label="Columns">
                    <span className="max-sm:hidden">Columns</span>
                </Button>
            }
        >
            <div className="flex items-center justify-between border-line border-b py-2 pr-2 pl-4">
                <h2 className="font-semibold text-sm">Columns</h2>
                <Button size="sm" variant="ghost" disabled={chosen === null} onClick={() => choose(null)}>
                    Reset
                </Button>
            </div>
            <ol className="scrollbar-thin max-h-80 overflow-y-auto p-1.5">
                {columns.map((id, index) => (
                    <li key={id} className="flex items-center gap-0.5 rounded-md py-0.5 pl-2.5 hover:bg-hover">
                        <span className="min-w-0 flex-1 truncate text-sm" title={id}>
                            {columnTitle(list, id)}
                        </span>
                        <Step
                            label={`Move ${columnTitle(list, id)} to the left`}
                            icon={<ArrowUp />}
                            disabled={index === 0}
                            onClick={() => choose(moved(columns, index, -1))}
                        />
                        <Step
                            label={`Move ${columnTitle(list, id)} to the right`}
                            icon={<ArrowDown />}
                            disabled={index === columns.length - 1}
                            onClick={() => choose(moved(columns, index, 1))}
                        />
                        <Step
                            label={`Remove ${columnTitle(list, id)}`}
                            icon={<X />}
                            disabled={columns.length === 1}
                            onClick={() => choose(columns.filter((one) => one !== id))}
                        />
                    </li>
                ))}
            </ol>
            <div className="flex flex-wrap gap-1.5 border-line border-t p-3">
                <PropertyPicker
                    label="Choose a property to show"
                    chosen={null}
                    sources={sources}
                    onPick={(item) => {
                        const id = columnFor(item.source === rowSource ? 'row' : 'person', item.name)
                        if (!columns.includes(id)) {
                            choose([...columns, id])
                        }
                    }}
                    trigger={
                        <Button size="sm" icon={<Plus />}>
                            Property
                        </Button>
                    }
                />
                {left.map((column) => (
                    <Button
                        key={column.id}
                        size="sm"
                        variant="ghost"
                        icon={<Plus />}
                        onClick={() => choose([...columns, column.id])}
                    >
                        {column.title}
                    </Button>
                ))}
            </div>
        </Popover>
    )
}

interface StepProps {
    label: string
    icon: React.JSX.Element
    disabled: boolean
    onClick: () => void
}

function Step({ label, icon, disabled, onClick }: StepProps): React.JSX.Element {
    return (
        <button
            type="button"
            aria-label={label}
            title={label}
            disabled={disabled}
            onClick={onClick}
            className="grid size-7 shrink-0 place-items-center rounded-md text-ink-3 hover:bg-line hover:text-ink disabled:opacity-30 coarse:size-9 [&_svg]:size-3.5"
        >
            {icon}
        </button>
    )
}
