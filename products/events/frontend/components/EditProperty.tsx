import { Pencil, Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { Button } from '~/design/Button'
import { Field, TextArea, TextInput } from '~/design/Field'
import { Popover } from '~/design/Popover'
import type { Json } from '~/lib/types'
import { parseValue, writeValue } from '../lib/propertyInput'

export interface EditPropertyProps {
    /** The property to change; a new one without it. */
    name?: string
    value?: Json
    onSave: (name: string, value: Json) => void
    onRemove?: (name: string) => void
}

/** Changes a property where it stands, or adds one. */
export function EditProperty({ name, value = '', onSave, onRemove }: EditPropertyProps): React.JSX.Element {
    const [open, setOpen] = useState(false)
    const [typedName, setTypedName] = useState(name ?? '')
    const [typed, setTyped] = useState('')
    const begin = (next: boolean): void => {
        setOpen(next)
        setTypedName(name ?? '')
        setTyped(name === undefined ? '' : writeValue(value))
    }
    return (
        <Popover
            label={name === undefined ? 'Add a property' : `Change ${name}`}
            align="end"
            open={open}
            onOpenChange={begin}
            className="w-80"
            trigger={
                name === undefined ? (
                    <Button size="sm" icon={<Plus />}>
                        Add
                    </Button>
                ) : (
                    <Button
                        size="sm"
                        variant="ghost"
                        square
                        icon={<Pencil />}
                        aria-label={`Change ${name}`}
                        title="Change"
                        className="h-7! w-7!"
                    />
                )
            }
        >
            <form
                className="flex flex-col gap-3 p-3.5"
                onSubmit={(event) => {
                    event.preventDefault()
                    onSave(typedName.trim(), parseValue(typed))
                    setOpen(false)
                }}
            >
                {name === undefined && (
                    <Field label="Property">
                        {(control) => (
                            <TextInput
                                {...control}
                                value={typedName}
                                maxLength={400}
                                onChange={(event) => setTypedName(event.target.value)}
                            />
                        )}
                    </Field>
                )}
                <Field
                    label="Value"
                    hint="Numbers, true and lists count as such; put quotes around what is meant as text."
                >
                    {(control) => (
                        <TextArea {...control} value={typed} onChange={(event) => setTyped(event.target.value)} />
                    )}
                </Field>
                <div className="flex items-center gap-2">
                    {name !== undefined && onRemove && (
                        <Button
                            size="sm"
                            variant="ghost"
                            icon={<Trash2 />}
                            onClick={() => {
                                onRemove(name)
                                setOpen(false)
                            }}
                        >
                            Remove
                        </Button>
                    )}
                    <Button type="submit" size="sm" variant="primary" disabled={!typedName.trim()} className="ml-auto">
                        Save
                    </Button>
                </div>
            </form>
        </Popover>
    )
}
