/** What everybody is asked for whose account is made, as the first one here or by invitation. */
import { Field, TextInput } from '~/design/Field'
import { PASSWORD_MIN_LENGTH } from '~/lib/formErrors'
import { PasswordInput } from './PasswordInput'

interface AccountFieldProps {
    value: string
    error: string | undefined
    onChange: (value: string) => void
}

export function NameField({ value, error, onChange }: AccountFieldProps): React.JSX.Element {
    return (
        <Field label="Your name" error={error}>
            {(control) => (
                <TextInput
                    {...control}
                    name="first_name"
                    autoComplete="given-name"
                    autoFocus
                    value={value}
                    onChange={(event) => onChange(event.target.value)}
                />
            )}
        </Field>
    )
}

export function NewPasswordField({ value, error, onChange }: AccountFieldProps): React.JSX.Element {
    return (
        <Field
            label="Password"
            hint={`At least ${PASSWORD_MIN_LENGTH} characters; a few random words work well.`}
            error={error}
        >
            {(control) => (
                <PasswordInput
                    {...control}
                    name="password"
                    autoComplete="new-password"
                    value={value}
                    onChange={(event) => onChange(event.target.value)}
                />
            )}
        </Field>
    )
}
