import { useActions, useValues } from 'kea'
import type { FormEvent } from 'react'
import { Button } from '~/design/Button'
import { Field, TextArea, TextInput } from '~/design/Field'
import { Modal } from '~/design/Modal'
import { Banner } from '~/design/States'
import { Checkbox } from '~/design/Toggle'
import { annotationsLogic } from '../logics/annotationsLogic'

const FORM = 'annotation'

/** Writes a remark on a moment, or changes one. */
export function AnnotationModal(): React.JSX.Element {
    const { editing, errors, saving } = useValues(annotationsLogic)
    const { close, change, save } = useActions(annotationsLogic)
    const onSubmit = (event: FormEvent): void => {
        event.preventDefault()
        save()
    }
    return (
        <Modal
            open={editing !== null}
            onClose={close}
            title={editing?.annotation ? 'Edit annotation' : 'New annotation'}
            description="Shown in every chart over time whose range holds the moment."
            footer={
                <>
                    <Button variant="ghost" onClick={close}>
                        Cancel
                    </Button>
                    <Button variant="primary" type="submit" form={FORM} loading={saving}>
                        Save
                    </Button>
                </>
            }
        >
            {editing && (
                <form id={FORM} onSubmit={onSubmit} noValidate className="flex flex-col gap-4">
                    {errors.form && <Banner tone="danger">{errors.form}</Banner>}
                    <Field label="What happened" error={errors.fields.content}>
                        {(control) => (
                            <TextArea
                                {...control}
                                value={editing.form.content}
                                maxLength={8000}
                                autoFocus
                                placeholder="Released version 2"
                                onChange={(event) => change({ content: event.target.value })}
                            />
                        )}
                    </Field>
                    <Field
                        label="When"
                        hint="In the project’s time zone."
                        error={errors.fields.moment}
                        className="max-w-64"
                    >
                        {(control) => (
                            <TextInput
                                {...control}
                                type="datetime-local"
                                value={editing.form.moment}
                                onChange={(event) => change({ moment: event.target.value })}
                            />
                        )}
                    </Field>
                    <Checkbox
                        checked={editing.form.scope === 'organization'}
                        onChange={(all) => change({ scope: all ? 'organization' : 'project' })}
                    >
                        Show in all projects of the organization
                    </Checkbox>
                </form>
            )}
        </Modal>
    )
}
