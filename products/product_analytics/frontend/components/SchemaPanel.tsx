import { useActions, useValues } from 'kea'
import { ChevronRight, Table2 } from 'lucide-react'
import { useState } from 'react'
import { cn } from '~/design/cn'
import { SearchInput } from '~/design/Field'
import { ErrorState, Loading, Skeleton } from '~/design/States'
import type { SchemaTable } from '~/lib/queries'
import { sqlSceneLogic } from '../scenes/sqlSceneLogic'

/** Tables and columns; a click writes the name at the cursor. */
export function SchemaPanel(): React.JSX.Element {
    const { tables, schemaError } = useValues(sqlSceneLogic)
    const { loadSchema } = useActions(sqlSceneLogic)
    const [search, setSearch] = useState('')
    if (schemaError) {
        return <ErrorState title="No schema" error={schemaError} onRetry={loadSchema} className="py-8" />
    }
    if (!tables) {
        return (
            <Loading label="Loading the schema">
                <div className="flex flex-col gap-3 p-4">
                    <Skeleton className="h-4 w-24" />
                    <Skeleton className="h-4 w-32" />
                    <Skeleton className="h-4 w-20" />
                </div>
            </Loading>
        )
    }
    const wanted = search.trim().toLowerCase()
    const matching = tables.filter(
        (table) =>
            table.name.toLowerCase().includes(wanted) ||
            Object.keys(table.fields).some((name) => name.toLowerCase().includes(wanted))
    )
    return (
        <div className="flex h-full min-h-0 flex-col">
            <div className="border-line border-b p-2.5">
                <SearchInput
                    label="Search tables and columns"
                    placeholder="Search schema"
                    value={search}
                    onChange={setSearch}
                />
            </div>
            <ul className="scrollbar-thin min-h-0 flex-1 overflow-y-auto p-2">
                {matching.map((table) => (
                    <SchemaTableItem key={table.name} table={table} search={wanted} />
                ))}
                {matching.length === 0 && (
                    <li className="px-2 py-6 text-center text-ink-3 text-sm">Nothing by that name.</li>
                )}
            </ul>
        </div>
    )
}

function SchemaTableItem({ table, search }: { table: SchemaTable; search: string }): React.JSX.Element {
    const { insert } = useActions(sqlSceneLogic)
    const [opened, setOpened] = useState(table.name === 'events')
    const open = opened || search !== ''
    const fields = Object.values(table.fields).filter(
        (field) => !search || table.name.toLowerCase().includes(search) || field.name.toLowerCase().includes(search)
    )
    return (
        <li>
            <div className="flex items-center">
                <button
                    type="button"
                    aria-expanded={open}
                    aria-label={`Columns of ${table.name}`}
                    onClick={() => setOpened(!open)}
                    className="grid size-7 place-items-center rounded-md text-ink-3 hover:bg-hover"
                >
                    <ChevronRight className={cn('size-3.5 transition-transform', open && 'rotate-90')} />
                </button>
                <button
                    type="button"
                    title={`Insert ${table.name}`}
                    onClick={() => insert(table.name)}
                    className="flex h-7 min-w-0 flex-1 items-center gap-2 rounded-md px-1 text-left font-medium font-mono text-sm hover:bg-hover"
                >
                    <Table2 className="size-3.5 shrink-0 text-brand-text" />
                    <span className="truncate">{table.name}</span>
                </button>
            </div>
            {open && (
                <ul className="mb-1.5 ml-3.5 border-line border-l pl-2">
                    {fields.map((field) => (
                        <li key={field.name}>
                            <button
                                type="button"
                                title={`Insert ${field.hogql_value}`}
                                onClick={() => insert(field.hogql_value)}
                                className="flex h-6.5 w-full min-w-0 items-center gap-2 rounded-md px-2 text-left hover:bg-hover coarse:h-9"
                            >
                                <span className="truncate font-mono text-sm">{field.name}</span>
                                <span className="ml-auto shrink-0 text-2xs text-ink-3">
                                    {field.type.replace(/^(virtual|lazy)_/, '')}
                                </span>
                            </button>
                        </li>
                    ))}
                </ul>
            )}
        </li>
    )
}
