import { useActions, useValues } from 'kea'
import type { FormEvent } from 'react'
import { Button } from '~/design/Button'
import { Field, TextInput } from '~/design/Field'
import { Modal } from '~/design/Modal'
import { Segmented } from '~/design/Segmented'
import { Banner } from '~/design/States'
import { type KeyPreset, personalKeySettingsLogic, SCOPE_OBJECTS, type ScopeAccess } from './personalKeySettingsLogic'

const PRESETS: { value: KeyPreset; label: string }[] = [
    { value: 'read', label: 'Read everything' },
    { value: 'all', label: 'Full access' },
    { value: 'custom', label: 'Choose' },
]
const ACCESS: { value: ScopeAccess; label: string }[] = [
    { value: 'none', label: 'No' },
    { value: 'read', label: 'Read' },
    { value: 'write', label: 'Write' },
]

export function NewKeyModal(): React.JSX.Element {
    const { creating, form, errors, saving } = useValues(personalKeySettingsLogic)
    const { stopCreating, change, create } = useActions(personalKeySettingsLogic)
    const onSubmit = (event: FormEvent): void => {
        event.preventDefault()
        create()
    }
    return (
        <Modal
            open={creating}
            onClose={stopCreating}
            title="New personal API key"
            footer={
                <>
                    <Button variant="ghost" onClick={stopCreating}>
                        Cancel
                    </Button>
                    <Button variant="primary" type="submit" form="new-key" loading={saving}>
                        Create key
                    </Button>
                </>
            }
        >
            <form id="new-key" onSubmit={onSubmit} noValidate className="flex flex-col gap-5">
                {errors.form && <Banner tone="danger">{errors.form}</Banner>}
                <Field label="What is it for?" error={errors.fields.label}>
                    {(control) => (
                        <TextInput
                            {...control}
                            value={form.label}
                            maxLength={40}
                            placeholder="Nightly report"
                            onChange={(event) => change({ label: event.target.value })}
                            autoFocus
                        />
                    )}
                </Field>
                <Field
                    label="It may"
                    error={errors.fields.scopes}
                    hint={form.preset === 'all' ? 'Everything you may do yourself, in all your projects.' : undefined}
                >
                    {() => (
                        <div>
                            <Segmented
                                label="Access"
                                value={form.preset}
                                onChange={(preset) => change({ preset })}
                                options={PRESETS}
                            />
                        </div>
                    )}
                </Field>
                {form.preset === 'custom' && (
                    <ul className="divide-y divide-line rounded-lg border border-line">
                        {SCOPE_OBJECTS.map(({ name, label }) => (
                            <li key={name} className="flex items-center justify-between gap-3 py-1.5 pr-1.5 pl-3">
                                <span className="min-w-0 truncate">{label}</span>
                                <Segmented
                                    label={`Access to ${label}`}
                                    value={form.access[name] ?? 'none'}
                                    onChange={(access) => change({ access: { ...form.access, [name]: access } })}
                                    options={ACCESS}
                                />
                            </li>
                        ))}
                    </ul>
                )}
            </form>
        </Modal>
    )
}
