import { useActions, useValues } from 'kea'
import { router } from 'kea-router'
import type { FormEvent } from 'react'
import { appLogic } from '~/app/appLogic'
import { Button } from '~/design/Button'
import { Field, TextInput } from '~/design/Field'
import { Link } from '~/design/Link'
import { Banner } from '~/design/States'
import { AuthLayout } from './AuthLayout'
import { loginSceneLogic } from './loginSceneLogic'
import { PasswordInput } from './PasswordInput'

export function Scene(): React.JSX.Element {
    const { form, errors, submitting } = useValues(loginSceneLogic)
    const { change, submit } = useActions(loginSceneLogic)
    const { preflight } = useValues(appLogic)
    const { searchParams } = useValues(router)
    const onSubmit = (event: FormEvent): void => {
        event.preventDefault()
        submit()
    }
    return (
        <AuthLayout
            title="Welcome back"
            subtitle={
                searchParams.next ? 'Log in to go on where you were headed.' : 'Log in to see how things are going.'
            }
            footer={
                <div className="flex flex-col gap-3">
                    <p>
                        Forgot your password? Whoever runs this instance can set a new one:{' '}
                        <code className="whitespace-nowrap text-ink-2 text-xs">bin/hogli manage changepassword</code>
                    </p>
                    <p>
                        {preflight?.can_signup ? (
                            <FirstAccount />
                        ) : (
                            'New here? Ask an admin of your organization for an invitation link.'
                        )}
                    </p>
                </div>
            }
        >
            <form onSubmit={onSubmit} noValidate className="flex flex-col gap-4">
                {errors.form && <Banner tone="danger">{errors.form}</Banner>}
                <Field label="E-mail" error={errors.fields.email}>
                    {(control) => (
                        <TextInput
                            {...control}
                            type="email"
                            name="email"
                            autoComplete="username"
                            autoFocus
                            value={form.email}
                            onChange={(event) => change({ email: event.target.value })}
                        />
                    )}
                </Field>
                <Field label="Password" error={errors.fields.password}>
                    {(control) => (
                        <PasswordInput
                            {...control}
                            name="password"
                            autoComplete="current-password"
                            value={form.password}
                            onChange={(event) => change({ password: event.target.value })}
                        />
                    )}
                </Field>
                <Button type="submit" variant="primary" size="lg" loading={submitting} className="mt-2">
                    Log in
                </Button>
            </form>
        </AuthLayout>
    )
}

function FirstAccount(): React.JSX.Element {
    return (
        <>
            No account yet?{' '}
            <Link to="/signup" className="font-medium text-brand-text underline-offset-2 hover:underline">
                Set up this instance
            </Link>
        </>
    )
}
