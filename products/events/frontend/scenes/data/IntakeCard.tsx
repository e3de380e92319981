import { useActions, useValues } from 'kea'
import type { FormEvent } from 'react'
import { Card, CardHeader } from '~/design/Card'
import { Field, TextInput } from '~/design/Field'
import { FormFoot } from '~/design/FormFoot'
import { ErrorState, SkeletonRows } from '~/design/States'
import { Switch } from '~/design/Toggle'
import { Explained } from '../../components/Explained'
import { intakeLogic } from './intakeLogic'

/** What of people and of late events the project takes in. */
export function IntakeCard(): React.JSX.Element {
    const { settings, error, saving, hours, hoursError, isDirty } = useValues(intakeLogic)
    const { load, change, typeHours, saveHours } = useActions(intakeLogic)
    if (error) {
        return (
            <Card>
                <ErrorState error={error} onRetry={load} />
            </Card>
        )
    }
    if (!settings) {
        return (
            <Card>
                <SkeletonRows rows={3} label="Loading what is taken in" />
            </Card>
        )
    }
    const onSubmit = (event: FormEvent): void => {
        event.preventDefault()
        saveHours()
    }
    return (
        <Card>
            <CardHeader
                title="What is taken in"
                description="In force for events from now on. The project’s settings can have IP addresses discarded, too."
            />
            <form onSubmit={onSubmit} noValidate aria-label="What is taken in">
                <div className="flex flex-col gap-5 px-4 py-5 sm:px-5">
                    <Switch
                        checked={settings.cookieless_enabled}
                        disabled={saving}
                        onChange={(on) => change({ cookieless_enabled: on })}
                        className="items-start"
                    >
                        <Explained title="Take events without cookies">
                            Visitors without cookies get an ID that changes every day and cannot be traced back. When
                            this is off, their events are refused.
                        </Explained>
                    </Switch>
                    <Switch
                        checked={!settings.person_processing_opt_out}
                        disabled={saving}
                        onChange={(on) => change({ person_processing_opt_out: !on })}
                        className="items-start"
                    >
                        <Explained title="Make profiles of people">
                            Events make and change people, with their properties and all their IDs. When this is off,
                            events are stored without a profile, identify, alias and group calls are refused, and the
                            people there are stay as they are.
                        </Explained>
                    </Switch>
                    <Field
                        label="Leave out events older than, in hours"
                        hint="From when they happened until they arrive, also in imports. Empty: every age is taken."
                        error={hoursError}
                    >
                        {(control) => (
                            <TextInput
                                {...control}
                                inputMode="numeric"
                                autoComplete="off"
                                placeholder="no limit"
                                value={hours}
                                onChange={(event) => typeHours(event.target.value)}
                                className="tabular max-w-40"
                            />
                        )}
                    </Field>
                </div>
                <FormFoot isDirty={isDirty} saving={saving} onDiscard={() => typeHours(null)} />
            </form>
        </Card>
    )
}
