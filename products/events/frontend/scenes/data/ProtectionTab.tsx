import { useActions, useValues } from 'kea'
import { KeyRound } from 'lucide-react'
import type { FormEvent } from 'react'
import { Button } from '~/design/Button'
import { Card, CardHeader } from '~/design/Card'
import { CopyField } from '~/design/Copy'
import { Field, TextArea, TextInput } from '~/design/Field'
import { FormFoot } from '~/design/FormFoot'
import { Confirm } from '~/design/Modal'
import { Select } from '~/design/Select'
import { Banner, ErrorState, SkeletonRows } from '~/design/States'
import { Checkbox } from '~/design/Toggle'
import { formatDateTime } from '~/lib/format'
import { Explained } from '../../components/Explained'
import type { CaptureProtection } from '../../lib/eventsApi'
import { IntakeCard } from './IntakeCard'
import { protectionTabLogic } from './protectionTabLogic'

const BOTS: { value: CaptureProtection['bot_filter']; label: string; hint: string }[] = [
    { value: 'mark', label: 'Store and mark them', hint: 'with $is_bot and $bot_kind, to filter by' },
    { value: 'drop', label: 'Drop them', hint: 'counted among the ingestion warnings' },
    { value: 'off', label: 'Treat them like anybody', hint: 'nothing is looked at' },
]

/** Anybody can read the project's token in a page and send with it; what is here limits the harm. */
export function ProtectionTab(): React.JSX.Element {
    const { form, error } = useValues(protectionTabLogic)
    const { load } = useActions(protectionTabLogic)
    if (error) {
        return (
            <Card>
                <ErrorState error={error} onRetry={load} />
            </Card>
        )
    }
    if (!form) {
        return (
            <Card>
                <SkeletonRows rows={5} label="Loading the protection" />
            </Card>
        )
    }
    return (
        <div className="flex max-w-3xl flex-col gap-6">
            <Protection />
            <IdentitySecret />
            <IntakeCard />
        </div>
    )
}

function Protection(): React.JSX.Element | null {
    const { form, protection, errors, isDirty, saving } = useValues(protectionTabLogic)
    const { change, discard, save } = useActions(protectionTabLogic)
    if (!form || !protection) {
        return null
    }
    const onSubmit = (event: FormEvent): void => {
        event.preventDefault()
        save()
    }
    return (
        <Card>
            <CardHeader
                title="Who may send"
                description="The project’s token stands in every page that sends events, so anybody can read it and send with it. These limit the harm. What is refused is counted and shown among the ingestion warnings."
            />
            <form onSubmit={onSubmit} noValidate aria-label="Who may send">
                <div className="flex flex-col gap-6 px-4 py-5 sm:px-5">
                    {errors.form && <Banner tone="danger">{errors.form}</Banner>}
                    <div className="grid gap-5 sm:grid-cols-2">
                        <Cap
                            label="Events a minute of one person"
                            value={form.personCap}
                            error={errors.fields.personCap}
                            onChange={(personCap) => change({ personCap })}
                        />
                        <Cap
                            label="Events a minute of the project"
                            value={form.projectCap}
                            error={errors.fields.projectCap}
                            onChange={(projectCap) => change({ projectCap })}
                        />
                    </div>
                    <Field
                        label="Allowed origins"
                        hint="Sites whose pages may send, one a line; https://*.example.com stands for what is below it. Empty: every site."
                        error={errors.fields.origins}
                    >
                        {(control) => (
                            <TextArea
                                {...control}
                                value={form.origins}
                                spellCheck={false}
                                placeholder="https://shop.example.com"
                                onChange={(event) => change({ origins: event.target.value })}
                                className="font-mono text-sm"
                            />
                        )}
                    </Field>
                    {form.origins.trim() !== '' && (
                        <Checkbox
                            checked={form.withoutOrigin}
                            onChange={(withoutOrigin) => change({ withoutOrigin })}
                            className="-mt-3 items-start"
                        >
                            <Explained title="Servers and apps may send, too">
                                They name no origin. Without this, only pages of the sites above can send.
                            </Explained>
                        </Checkbox>
                    )}
                    <Field label="Events of known bots" error={errors.fields.bots}>
                        {(control) => (
                            <div>
                                <Select
                                    id={control.id}
                                    label="Events of known bots"
                                    value={form.bots}
                                    onChange={(bots) => change({ bots })}
                                    options={BOTS}
                                />
                            </div>
                        )}
                    </Field>
                    <Checkbox
                        checked={form.signedIdentity}
                        disabled={!protection.has_identity_secret && !form.signedIdentity}
                        onChange={(signedIdentity) => change({ signedIdentity })}
                        className="items-start"
                    >
                        <Explained title="Require signed identity">
                            Events that change or join identified people need a proof from your backend; without it they
                            are stored and people stay as they are.
                            {!protection.has_identity_secret && ' Make a secret below first.'}
                        </Explained>
                    </Checkbox>
                    {errors.fields.signedIdentity && <Banner tone="danger">{errors.fields.signedIdentity}</Banner>}
                </div>
                <FormFoot isDirty={isDirty} saving={saving} onDiscard={discard} />
            </form>
        </Card>
    )
}

interface CapProps {
    label: string
    value: string
    error: string | undefined
    onChange: (value: string) => void
}

function Cap({ label, value, error, onChange }: CapProps): React.JSX.Element {
    return (
        <Field label={label} hint="What is more is not stored. Empty: no limit." error={error}>
            {(control) => (
                <TextInput
                    {...control}
                    inputMode="numeric"
                    autoComplete="off"
                    placeholder="no limit"
                    value={value}
                    onChange={(event) => onChange(event.target.value)}
                    className="tabular max-w-40"
                />
            )}
        </Field>
    )
}

function IdentitySecret(): React.JSX.Element | null {
    const { protection, secret, askingRotation, rotating } = useValues(protectionTabLogic)
    const { askRotation, cancelRotation, rotate } = useActions(protectionTabLogic)
    if (!protection) {
        return null
    }
    const exists = protection.has_identity_secret
    return (
        <Card>
            <CardHeader
                title="Identity secret"
                description="Your backend signs the distinct ID of whoever is logged in with it, and the page sends the signature along. Never put the secret itself into a page."
            />
            <div className="flex flex-col gap-4 px-4 py-5 sm:px-5">
                {secret && (
                    <div role="status" className="flex flex-col gap-2">
                        <Banner tone="warn">Copy it now: it is shown this once.</Banner>
                        <CopyField value={secret} label="identity secret" />
                    </div>
                )}
                <div className="flex flex-wrap items-center justify-between gap-3">
                    <p className="max-w-md text-ink-3 text-sm">
                        {exists ? 'There is a secret.' : 'There is no secret yet.'}
                        {protection.previous_secret_until &&
                            ` The one before it counts until ${formatDateTime(protection.previous_secret_until)}.`}
                    </p>
                    <Button icon={<KeyRound />} loading={rotating} onClick={exists ? askRotation : rotate}>
                        {exists ? 'Make a new secret' : 'Make a secret'}
                    </Button>
                </div>
                <details>
                    <summary className="cursor-pointer font-medium text-ink-2 text-sm">How to sign</summary>
                    <ol className="mt-3 flex list-decimal flex-col gap-3 pl-5 text-ink-2 text-sm">
                        <li>
                            In the backend, compute the HMAC-SHA256 of the distinct ID with the secret, in hexadecimal:
                            <Snippet>
                                hmac.new(SECRET.encode(), distinct_id.encode(), hashlib.sha256).hexdigest()
                            </Snippet>
                        </li>
                        <li>
                            Give it to the page, which registers it before it identifies anybody:
                            <Snippet>{'posthog.register({ $identity_hmac: proof })'}</Snippet>
                        </li>
                        <li>Look whether events carry $identity_verified, then require it above.</li>
                    </ol>
                </details>
            </div>
            <Confirm
                open={askingRotation}
                onClose={cancelRotation}
                onConfirm={rotate}
                loading={rotating}
                title="Make a new identity secret?"
                action="Make a new secret"
            >
                Your backend needs the new one within 24 hours. Until then, signatures made with the present secret
                count as well.
            </Confirm>
        </Card>
    )
}

function Snippet({ children }: { children: string }): React.JSX.Element {
    return (
        <code className="mt-1.5 block overflow-x-auto whitespace-pre rounded-md bg-sunken px-3 py-2 font-mono text-ink text-xs">
            {children}
        </code>
    )
}
