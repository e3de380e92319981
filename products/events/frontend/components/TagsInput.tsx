import { X } from 'lucide-react'
import { useState } from 'react'
import { TextInput } from '~/design/Field'

export interface TagsInputProps {
    id?: string
    tags: readonly string[]
    onChange: (tags: string[]) => void
}

/** Words to find things by: Enter or a comma adds one, Backspace in an empty field takes the last one back. */
export function TagsInput({ id, tags, onChange }: TagsInputProps): React.JSX.Element {
    const [typed, setTyped] = useState('')
    const add = (): void => {
        const tag = typed.trim()
        if (tag && !tags.includes(tag)) {
            onChange([...tags, tag])
        }
        setTyped('')
    }
    return (
        <div className="flex flex-col gap-2">
            {tags.length > 0 && (
                <ul className="flex flex-wrap gap-1.5">
                    {tags.map((tag) => (
                        <li
                            key={tag}
                            className="inline-flex max-w-full items-center gap-1 rounded-full bg-sunken py-0.5 pr-1 pl-2.5 text-sm ring-1 ring-line ring-inset"
                        >
                            <bdi className="truncate">{tag}</bdi>
                            <button
                                type="button"
                                aria-label={`Remove the tag ${tag}`}
                                onClick={() => onChange(tags.filter((one) => one !== tag))}
                                className="grid size-5 place-items-center rounded-full text-ink-3 hover:bg-hover hover:text-ink coarse:size-7"
                            >
                                <X className="size-3" />
                            </button>
                        </li>
                    ))}
                </ul>
            )}
            <TextInput
                id={id}
                value={typed}
                maxLength={200}
                placeholder="Add a tag"
                onChange={(event) => setTyped(event.target.value)}
                onBlur={add}
                onKeyDown={(event) => {
                    if (event.key === 'Enter' || event.key === ',') {
                        event.preventDefault()
                        add()
                    } else if (event.key === 'Backspace' && typed === '' && tags.length) {
                        onChange(tags.slice(0, -1))
                    }
                }}
            />
        </div>
    )
}
