import { useActions, useValues } from 'kea'
import { Monitor, Moon, Sun } from 'lucide-react'
import type { FormEvent } from 'react'
import { themeLogic } from '~/app/themeLogic'
import { PasswordInput } from '~/auth/PasswordInput'
import { Button } from '~/design/Button'
import { Card, CardHeader } from '~/design/Card'
import { Field, TextInput } from '~/design/Field'
import { Segmented } from '~/design/Segmented'
import { Banner } from '~/design/States'
import { PASSWORD_MIN_LENGTH } from '~/lib/formErrors'
import { accountSettingsLogic } from './accountSettingsLogic'

const submits =
    (action: () => void) =>
    (event: FormEvent): void => {
        event.preventDefault()
        action()
    }

export function AccountSettings(): React.JSX.Element {
    const { mode } = useValues(themeLogic)
    const { setMode } = useActions(themeLogic)
    return (
        <>
            <NameCard />
            <Card>
                <CardHeader title="Appearance" />
                <div className="px-4 py-5 sm:px-5">
                    <Segmented
                        label="Theme"
                        value={mode}
                        onChange={setMode}
                        options={[
                            { value: 'light', label: 'Light', icon: <Sun /> },
                            { value: 'dark', label: 'Dark', icon: <Moon /> },
                            { value: 'system', label: 'As the system', icon: <Monitor /> },
                        ]}
                    />
                </div>
            </Card>
            <PasswordCard />
        </>
    )
}

function NameCard(): React.JSX.Element {
    const { user, name, nameErrors, nameChanges, savingName } = useValues(accountSettingsLogic)
    const { changeName, saveName } = useActions(accountSettingsLogic)
    return (
        <Card>
            <CardHeader title="You" description={user?.email} />
            <form onSubmit={submits(saveName)} noValidate>
                <div className="grid gap-4 px-4 py-5 sm:grid-cols-2 sm:px-5">
                    {nameErrors.form && (
                        <Banner tone="danger" className="sm:col-span-2">
                            {nameErrors.form}
                        </Banner>
                    )}
                    <Field label="First name" error={nameErrors.fields.first_name}>
                        {(control) => (
                            <TextInput
                                {...control}
                                autoComplete="given-name"
                                value={name.first_name}
                                onChange={(event) => changeName({ first_name: event.target.value })}
                            />
                        )}
                    </Field>
                    <Field label="Last name" error={nameErrors.fields.last_name}>
                        {(control) => (
                            <TextInput
                                {...control}
                                autoComplete="family-name"
                                value={name.last_name}
                                onChange={(event) => changeName({ last_name: event.target.value })}
                            />
                        )}
                    </Field>
                </div>
                <div className="flex justify-end border-line border-t px-4 py-3 sm:px-5">
                    <Button
                        type="submit"
                        variant="primary"
                        loading={savingName}
                        disabled={Object.keys(nameChanges).length === 0}
                    >
                        Save
                    </Button>
                </div>
            </form>
        </Card>
    )
}

function PasswordCard(): React.JSX.Element {
    const { passwords, passwordErrors, savingPassword } = useValues(accountSettingsLogic)
    const { changePasswords, savePassword } = useActions(accountSettingsLogic)
    return (
        <Card>
            <CardHeader title="Password" />
            <form onSubmit={submits(savePassword)} noValidate>
                <div className="grid gap-4 px-4 py-5 sm:grid-cols-2 sm:px-5">
                    {passwordErrors.form && (
                        <Banner tone="danger" className="sm:col-span-2">
                            {passwordErrors.form}
                        </Banner>
                    )}
                    <Field label="Current password" error={passwordErrors.fields.current_password}>
                        {(control) => (
                            <PasswordInput
                                {...control}
                                autoComplete="current-password"
                                value={passwords.current_password}
                                onChange={(event) => changePasswords({ current_password: event.target.value })}
                            />
                        )}
                    </Field>
                    <Field
                        label="New password"
                        hint={`At least ${PASSWORD_MIN_LENGTH} characters.`}
                        error={passwordErrors.fields.password}
                    >
                        {(control) => (
                            <PasswordInput
                                {...control}
                                autoComplete="new-password"
                                value={passwords.password}
                                onChange={(event) => changePasswords({ password: event.target.value })}
                            />
                        )}
                    </Field>
                </div>
                <div className="flex justify-end border-line border-t px-4 py-3 sm:px-5">
                    <Button
                        type="submit"
                        variant="primary"
                        loading={savingPassword}
                        disabled={!passwords.password && !passwords.current_password}
                    >
                        Change password
                    </Button>
                </div>
            </form>
        </Card>
    )
}
