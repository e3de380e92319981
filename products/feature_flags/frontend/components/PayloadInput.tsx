import { Braces } from 'lucide-react'
import { Button } from '~/design/Button'
import { Field, TextArea } from '~/design/Field'
import { payloadProblem } from '../lib/flags'

export interface PayloadInputProps {
    /** The variant, or what else the payload belongs to. */
    name: string
    value: string | undefined
    onChange: (payload: string | undefined) => void
    encrypted?: boolean
}

/** JSON that SDKs get along with the answer. Checked while it is typed. */
export function PayloadInput({ name, value, onChange, encrypted = false }: PayloadInputProps): React.JSX.Element {
    if (value === undefined) {
        return (
            <Button variant="ghost" size="sm" icon={<Braces />} className="mt-1" onClick={() => onChange('{}')}>
                Add payload
            </Button>
        )
    }
    return (
        <Field
            label={`Payload for ${name}`}
            error={payloadProblem(value)}
            hint={
                encrypted
                    ? 'Encrypted. Leave it as it is, or write a new one.'
                    : 'JSON: an object, a list, a text, a number.'
            }
            className="mt-3"
            aside={
                <span className="flex gap-1">
                    <button
                        type="button"
                        className="rounded-sm px-1 text-brand-text text-sm hover:underline"
                        onClick={() => {
                            if (payloadProblem(value) === null) {
                                onChange(JSON.stringify(JSON.parse(value), null, 2))
                            }
                        }}
                    >
                        Tidy
                    </button>
                    <button
                        type="button"
                        className="rounded-sm px-1 text-ink-3 text-sm hover:underline"
                        onClick={() => onChange(undefined)}
                    >
                        Remove
                    </button>
                </span>
            }
        >
            {(control) => (
                <TextArea
                    {...control}
                    value={value}
                    spellCheck={false}
                    rows={Math.min(12, value.split('\n').length + 1)}
                    onChange={(event) => onChange(event.target.value)}
                    className="font-mono text-sm!"
                />
            )}
        </Field>
    )
}
