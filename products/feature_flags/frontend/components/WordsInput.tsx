import { X } from 'lucide-react'
import { useState } from 'react'
import { TextInput } from '~/design/Field'

export interface WordsInputProps {
    id: string
    'aria-describedby'?: string
    words: string[]
    onChange: (words: string[]) => void
    /** What one of them is called. */
    name: string
    /** Words in use elsewhere, offered while one types, so that one thing does not get two names. */
    known?: readonly string[]
}

/** A list of short texts. Enter or a comma adds one, Backspace in an empty field takes the last one away. */
export function WordsInput({ words, onChange, name, known = [], ...control }: WordsInputProps): React.JSX.Element {
    const [text, setText] = useState('')
    const add = (): void => {
        const more = text
            .split(',')
            .map((one) => one.trim())
            .filter((one) => one && !words.includes(one))
        if (more.length) {
            onChange([...words, ...new Set(more)])
        }
        setText('')
    }
    return (
        <div className="flex flex-col gap-1.5">
            {words.length > 0 && (
                <ul className="flex flex-wrap gap-1.5">
                    {words.map((word) => (
                        <li
                            key={word}
                            className="inline-flex max-w-full items-center gap-1 rounded-full bg-sunken py-0.5 pr-1 pl-2.5 text-sm ring-1 ring-line ring-inset"
                        >
                            <span className="truncate">{word}</span>
                            <button
                                type="button"
                                aria-label={`Remove ${name} ${word}`}
                                onClick={() => onChange(words.filter((one) => one !== word))}
                                className="grid size-5 place-items-center rounded-full text-ink-3 hover:bg-hover hover:text-ink"
                            >
                                <X className="size-3" />
                            </button>
                        </li>
                    ))}
                </ul>
            )}
            <TextInput
                {...control}
                value={text}
                placeholder={`Add a ${name}`}
                list={`${control.id}-known`}
                onChange={(event) => setText(event.target.value)}
                onBlur={add}
                onKeyDown={(event) => {
                    if (event.key === 'Enter' || event.key === ',') {
                        event.preventDefault()
                        add()
                    } else if (event.key === 'Backspace' && text === '' && words.length) {
                        onChange(words.slice(0, -1))
                    }
                }}
            />
            <datalist id={`${control.id}-known`}>
                {known
                    .filter((word) => !words.includes(word))
                    .map((word) => (
                        <option key={word} value={word} />
                    ))}
            </datalist>
        </div>
    )
}
