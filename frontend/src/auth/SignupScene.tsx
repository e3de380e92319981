import { useActions, useValues } from 'kea'
import type { FormEvent } from 'react'
import { appLogic } from '~/app/appLogic'
import { Button, ButtonLink } from '~/design/Button'
import { Field, TextInput } from '~/design/Field'
import { Link } from '~/design/Link'
import { Banner } from '~/design/States'
import { NameField, NewPasswordField } from './AccountFields'
import { AuthLayout } from './AuthLayout'
import { signupSceneLogic } from './signupSceneLogic'

export function Scene(): React.JSX.Element {
    const { preflight } = useValues(appLogic)
    if (preflight && !preflight.can_signup) {
        return (
            <AuthLayout
                title="By invitation"
                subtitle="This instance already has its owner. To join, open the invitation link an admin sends you."
            >
                <ButtonLink to="/login" variant="primary" size="lg" className="w-full">
                    Log in
                </ButtonLink>
            </AuthLayout>
        )
    }
    return <SignupPage />
}

function SignupPage(): React.JSX.Element {
    const { form, errors, submitting } = useValues(signupSceneLogic)
    const { change, submit } = useActions(signupSceneLogic)
    const onSubmit = (event: FormEvent): void => {
        event.preventDefault()
        submit()
    }
    return (
        <AuthLayout
            title="Plant your Prickle"
            subtitle="You are the first one here, so this account will own the instance."
            footer={
                <>
                    Already have an account?{' '}
                    <Link to="/login" className="font-medium text-brand-text underline-offset-2 hover:underline">
                        Log in
                    </Link>
                </>
            }
        >
            <form onSubmit={onSubmit} noValidate className="flex flex-col gap-4">
                {errors.form && <Banner tone="danger">{errors.form}</Banner>}
                <div className="grid gap-4 sm:grid-cols-2">
                    <NameField
                        value={form.first_name}
                        error={errors.fields.first_name}
                        onChange={(first_name) => change({ first_name })}
                    />
                    <Field label="Organization" error={errors.fields.organization_name}>
                        {(control) => (
                            <TextInput
                                {...control}
                                name="organization_name"
                                autoComplete="organization"
                                value={form.organization_name}
                                onChange={(event) => change({ organization_name: event.target.value })}
                            />
                        )}
                    </Field>
                </div>
                <Field label="E-mail" error={errors.fields.email}>
                    {(control) => (
                        <TextInput
                            {...control}
                            type="email"
                            name="email"
                            autoComplete="username"
                            value={form.email}
                            onChange={(event) => change({ email: event.target.value })}
                        />
                    )}
                </Field>
                <NewPasswordField
                    value={form.password}
                    error={errors.fields.password}
                    onChange={(password) => change({ password })}
                />
                <Button type="submit" variant="primary" size="lg" loading={submitting} className="mt-2">
                    Create account
                </Button>
            </form>
        </AuthLayout>
    )
}
