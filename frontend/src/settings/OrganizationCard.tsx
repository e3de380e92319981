import { useActions, useValues } from 'kea'
import type { FormEvent } from 'react'
import { Button } from '~/design/Button'
import { Card, CardHeader } from '~/design/Card'
import { Field, TextInput } from '~/design/Field'
import { organizationSettingsLogic } from './organizationSettingsLogic'

export function OrganizationCard(): React.JSX.Element | null {
    const { name, isDirty, mayRename, saving, error } = useValues(organizationSettingsLogic)
    const { setName, save } = useActions(organizationSettingsLogic)
    if (!mayRename) {
        return null
    }
    const onSubmit = (event: FormEvent): void => {
        event.preventDefault()
        save()
    }
    return (
        <Card>
            <CardHeader title="Organization" />
            <form onSubmit={onSubmit} noValidate className="flex flex-wrap items-end gap-2 px-4 py-4 sm:px-5">
                <Field label="Name" error={error} className="min-w-0 flex-[1_1_14rem] sm:max-w-md">
                    {(control) => (
                        <TextInput
                            {...control}
                            value={name}
                            maxLength={64}
                            onChange={(event) => setName(event.target.value)}
                        />
                    )}
                </Field>
                <Button type="submit" loading={saving} disabled={!isDirty} className={error ? 'mb-6.5' : undefined}>
                    Rename
                </Button>
            </form>
        </Card>
    )
}
