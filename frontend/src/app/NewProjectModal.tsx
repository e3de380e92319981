import { useActions, useValues } from 'kea'
import type { FormEvent } from 'react'
import { Button } from '~/design/Button'
import { Field, TextInput } from '~/design/Field'
import { Modal } from '~/design/Modal'
import { newProjectLogic } from './newProjectLogic'

export function NewProjectModal(): React.JSX.Element {
    const { isOpen, name, saving, error } = useValues(newProjectLogic)
    const { close, setName, submit } = useActions(newProjectLogic)
    const onSubmit = (event: FormEvent): void => {
        event.preventDefault()
        submit()
    }
    return (
        <Modal
            open={isOpen}
            onClose={close}
            title="New project"
            description="A project has its own events, people and token. Use one per product, or one per environment."
            footer={
                <>
                    <Button variant="ghost" onClick={close}>
                        Cancel
                    </Button>
                    <Button variant="primary" type="submit" form="new-project" loading={saving}>
                        Create project
                    </Button>
                </>
            }
        >
            <form id="new-project" onSubmit={onSubmit}>
                <Field label="Name" error={error}>
                    {(control) => (
                        <TextInput
                            {...control}
                            value={name}
                            onChange={(event) => setName(event.target.value)}
                            placeholder="Marketing site"
                            maxLength={200}
                            autoFocus
                        />
                    )}
                </Field>
            </form>
        </Modal>
    )
}
