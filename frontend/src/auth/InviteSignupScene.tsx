import { useActions, useValues } from 'kea'
import type { FormEvent } from 'react'
import { appLogic } from '~/app/appLogic'
import { Button, ButtonLink } from '~/design/Button'
import { Banner, ErrorState, Loading, Skeleton } from '~/design/States'
import { ApiError } from '~/lib/http'
import { NameField, NewPasswordField } from './AccountFields'
import { AuthLayout } from './AuthLayout'
import { inviteSignupSceneLogic } from './inviteSignupSceneLogic'

export function Scene({ inviteId = '' }: Record<string, string>): React.JSX.Element {
    const logic = inviteSignupSceneLogic({ inviteId })
    const { preview, previewError, form, errors, submitting } = useValues(logic)
    const { load, change, submit, acceptAsUser } = useActions(logic)
    const { user } = useValues(appLogic)
    if (previewError) {
        const refused = previewError instanceof ApiError && previewError.status >= 400 && previewError.status < 500
        return (
            <AuthLayout
                title={refused ? 'This invitation is no longer good' : 'Invitation'}
                subtitle={
                    refused ? `${previewError.message} Ask for a new one, or log in if you have joined already.` : null
                }
            >
                {refused ? (
                    <ButtonLink to="/login" variant="primary" size="lg" className="w-full">
                        Log in
                    </ButtonLink>
                ) : (
                    <ErrorState error={previewError} onRetry={load} className="px-0 py-0" />
                )}
            </AuthLayout>
        )
    }
    if (!preview) {
        return (
            <AuthLayout title="Invitation">
                <Loading label="Loading the invitation">
                    <div className="flex flex-col gap-4">
                        <Skeleton className="h-9 w-full" />
                        <Skeleton className="h-9 w-full" />
                        <Skeleton className="h-11 w-full" />
                    </div>
                </Loading>
            </AuthLayout>
        )
    }
    if (user) {
        return (
            <AuthLayout
                title={`Join ${preview.organization_name}`}
                subtitle={`You are logged in as ${user.email}. Joining adds the organization to this account.`}
            >
                <div className="flex flex-col gap-4">
                    {errors.form && <Banner tone="danger">{errors.form}</Banner>}
                    <Button variant="primary" size="lg" onClick={acceptAsUser} loading={submitting}>
                        Join {preview.organization_name}
                    </Button>
                    <ButtonLink to="/" variant="ghost">
                        Not now
                    </ButtonLink>
                </div>
            </AuthLayout>
        )
    }
    const onSubmit = (event: FormEvent): void => {
        event.preventDefault()
        submit()
    }
    return (
        <AuthLayout
            title={`Join ${preview.organization_name}`}
            subtitle={
                <>
                    You are invited as <strong className="font-medium text-ink">{preview.target_email}</strong>.
                </>
            }
        >
            <form onSubmit={onSubmit} noValidate className="flex flex-col gap-4">
                {errors.form && <Banner tone="danger">{errors.form}</Banner>}
                <NameField
                    value={form.first_name}
                    error={errors.fields.first_name}
                    onChange={(first_name) => change({ first_name })}
                />
                <NewPasswordField
                    value={form.password}
                    error={errors.fields.password}
                    onChange={(password) => change({ password })}
                />
                <Button type="submit" variant="primary" size="lg" loading={submitting} className="mt-2">
                    Join
                </Button>
            </form>
        </AuthLayout>
    )
}
