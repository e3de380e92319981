import { type FormEvent, useEffect, useState } from 'react'
import { Button } from '~/design/Button'
import { Field, TextInput } from '~/design/Field'
import { Modal } from '~/design/Modal'

export interface NameInsightProps {
    open: boolean
    onClose: () => void
    /** The name to begin with. */
    name: string
    /** Whether the name is for something not saved yet. */
    isNew: boolean
    saving: boolean
    onSubmit: (name: string) => void
}

/** Names an insight: a new one to save it, a saved one to rename it. */
export function NameInsight({ open, onClose, name, isNew, saving, onSubmit }: NameInsightProps): React.JSX.Element {
    const [text, setText] = useState('')
    useEffect(() => {
        if (open) {
            setText(name.slice(0, 400))
        }
    }, [open, name])
    const submit = (event: FormEvent): void => {
        event.preventDefault()
        if (text.trim()) {
            onSubmit(text.trim())
        }
    }
    return (
        <Modal
            open={open}
            onClose={onClose}
            title={isNew ? 'Save insight' : 'Rename insight'}
            description={isNew ? 'Everybody in the project can open it.' : undefined}
            footer={
                <>
                    <Button variant="ghost" onClick={onClose}>
                        Cancel
                    </Button>
                    <Button
                        variant="primary"
                        type="submit"
                        form="name-insight"
                        loading={saving}
                        disabled={!text.trim()}
                    >
                        {isNew ? 'Save' : 'Rename'}
                    </Button>
                </>
            }
        >
            <form id="name-insight" onSubmit={submit}>
                <Field label="Name">
                    {(control) => (
                        <TextInput
                            {...control}
                            value={text}
                            maxLength={400}
                            autoFocus
                            onFocus={(event) => event.target.select()}
                            onChange={(event) => setText(event.target.value)}
                        />
                    )}
                </Field>
            </form>
        </Modal>
    )
}
