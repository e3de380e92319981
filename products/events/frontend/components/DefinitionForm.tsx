import { type ReactNode, useState } from 'react'
import { Button } from '~/design/Button'
import { Field, TextArea } from '~/design/Field'
import { Segmented } from '~/design/Segmented'
import { TagsInput } from './TagsInput'

export interface Described {
    description: string
    tags: string[]
    verified: boolean
    hidden: boolean
}

export interface DefinitionFormProps {
    /** What it is: "event" or "property". */
    noun: string
    initial: Described
    saving: boolean
    onSave: (described: Described) => void
    children?: ReactNode
}

type Standing = 'none' | 'verified' | 'hidden'

/** What people may say about an event or a property. */
export function DefinitionForm({ noun, initial, saving, onSave, children }: DefinitionFormProps): React.JSX.Element {
    const [description, setDescription] = useState(initial.description)
    const [tags, setTags] = useState(initial.tags)
    const [standing, setStanding] = useState<Standing>(
        initial.verified ? 'verified' : initial.hidden ? 'hidden' : 'none'
    )
    return (
        <form
            className="flex flex-col gap-5 p-5"
            onSubmit={(event) => {
                event.preventDefault()
                onSave({ description, tags, verified: standing === 'verified', hidden: standing === 'hidden' })
            }}
        >
            <Field
                label="Description"
                hint={`What it means when this ${noun} is there, for those who did not build it.`}
            >
                {(control) => (
                    <TextArea
                        {...control}
                        value={description}
                        maxLength={10_000}
                        onChange={(event) => setDescription(event.target.value)}
                    />
                )}
            </Field>
            <Field label="Tags">{(control) => <TagsInput id={control.id} tags={tags} onChange={setTags} />}</Field>
            <div className="flex flex-col items-start gap-1.5">
                <span className="font-medium text-sm">Standing</span>
                <Segmented
                    label="Standing"
                    value={standing}
                    onChange={setStanding}
                    options={[
                        { value: 'none', label: 'Ordinary' },
                        { value: 'verified', label: 'Verified' },
                        { value: 'hidden', label: 'Hidden' },
                    ]}
                />
                <p className="text-ink-3 text-sm">
                    Verified ones can be trusted. Hidden ones are left out of pickers; their data stays and keeps
                    coming.
                </p>
            </div>
            {children}
            <Button type="submit" variant="primary" loading={saving} className="self-end">
                Save
            </Button>
        </form>
    )
}
