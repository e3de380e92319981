import { useActions, useValues } from 'kea'
import { RotateCcwKey } from 'lucide-react'
import type { FormEvent } from 'react'
import { Button } from '~/design/Button'
import { Card, CardHeader } from '~/design/Card'
import { CopyField } from '~/design/Copy'
import { Field, TextInput } from '~/design/Field'
import { FormFoot } from '~/design/FormFoot'
import { Confirm } from '~/design/Modal'
import { Segmented } from '~/design/Segmented'
import { Banner } from '~/design/States'
import { Switch } from '~/design/Toggle'
import { projectSettingsLogic } from './projectSettingsLogic'
import { TimezonePicker } from './TimezonePicker'

export function ProjectSettings(): React.JSX.Element | null {
    const { project, form, errors, isDirty, saving, confirmingRotation, rotating } = useValues(projectSettingsLogic)
    const { change, discard, save, askRotation, cancelRotation, rotateToken } = useActions(projectSettingsLogic)
    if (!project || !form) {
        return null
    }
    const onSubmit = (event: FormEvent): void => {
        event.preventDefault()
        save()
    }
    return (
        <>
            <Card>
                <CardHeader title="General" />
                <form onSubmit={onSubmit} noValidate>
                    <div className="flex flex-col gap-5 px-4 py-5 sm:px-5">
                        {errors.form && <Banner tone="danger">{errors.form}</Banner>}
                        <Field label="Name" error={errors.fields.name} className="max-w-md">
                            {(control) => (
                                <TextInput
                                    {...control}
                                    value={form.name}
                                    maxLength={200}
                                    onChange={(event) => change({ name: event.target.value })}
                                />
                            )}
                        </Field>
                        <Field
                            label="Time zone"
                            hint="Days, weeks and months in charts begin at midnight of this zone."
                            error={errors.fields.timezone}
                            className="max-w-md"
                        >
                            {(control) => (
                                <TimezonePicker
                                    id={control.id}
                                    value={form.timezone}
                                    onChange={(timezone) => change({ timezone })}
                                />
                            )}
                        </Field>
                        <Field label="Weeks begin on" error={errors.fields.week_start_day}>
                            {() => (
                                <div>
                                    <Segmented
                                        label="First day of the week"
                                        value={form.week_start_day === 1 ? 'monday' : 'sunday'}
                                        onChange={(day) => change({ week_start_day: day === 'monday' ? 1 : 0 })}
                                        options={[
                                            { value: 'sunday', label: 'Sunday' },
                                            { value: 'monday', label: 'Monday' },
                                        ]}
                                    />
                                </div>
                            )}
                        </Field>
                        <Switch checked={form.anonymize_ips} onChange={(anonymize_ips) => change({ anonymize_ips })}>
                            <span>
                                Discard IP addresses
                                <span className="block text-ink-3 text-sm">
                                    New events are kept without their sender’s address.
                                </span>
                            </span>
                        </Switch>
                    </div>
                    <FormFoot isDirty={isDirty} saving={saving} onDiscard={discard} />
                </form>
            </Card>
            <Card>
                <CardHeader
                    title="Project token"
                    description="SDKs send events with it. It can write events and read flags, nothing else, so it may stand in public code."
                />
                <div className="flex flex-col gap-4 px-4 py-5 sm:px-5">
                    <CopyField value={project.api_token} label="project token" />
                    <div className="flex flex-wrap items-center justify-between gap-3">
                        <p className="max-w-md text-ink-3 text-sm">
                            Rotating makes a new token. Whatever still sends with the old one is refused at once.
                        </p>
                        <Button icon={<RotateCcwKey />} onClick={askRotation}>
                            Rotate token
                        </Button>
                    </div>
                </div>
            </Card>
            <Card>
                <CardHeader title="Project ID" description="For scripts that use the API." />
                <div className="px-4 py-5 sm:px-5">
                    <CopyField value={String(project.id)} label="project ID" className="max-w-48" />
                </div>
            </Card>
            <Confirm
                open={confirmingRotation}
                onClose={cancelRotation}
                onConfirm={rotateToken}
                loading={rotating}
                title="Rotate the project token?"
                action="Rotate token"
            >
                Every app, site and server that sends events to <strong className="text-ink">{project.name}</strong>{' '}
                needs the new token. Until you change it there, their events are refused and lost.
            </Confirm>
        </>
    )
}
