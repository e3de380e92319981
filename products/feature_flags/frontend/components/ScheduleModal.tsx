import { useActions, useValues } from 'kea'
import { Button } from '~/design/Button'
import { Field, TextInput } from '~/design/Field'
import { Modal } from '~/design/Modal'
import { Select, type SelectOption } from '~/design/Select'
import { Banner } from '~/design/States'
import { shownTimeZone } from '~/lib/format'
import { type Flag, sumOfShares, variantsOf } from '../lib/flags'
import { groupIndexOf, type Rhythm, type ScheduleForm, type ScheduleKind } from '../lib/schedule'
import { flagScheduleLogic } from '../logics/flagScheduleLogic'
import { ConditionFilters } from './ConditionFilters'
import { PercentInput } from './PercentInput'
import { ReachLine } from './ReachLine'
import { VariantSelect } from './VariantSelect'

const RHYTHMS: SelectOption<Rhythm>[] = [
    { value: 'never', label: 'Once' },
    { value: 'daily', label: 'Every day' },
    { value: 'weekly', label: 'Every week' },
    { value: 'monthly', label: 'Every month' },
    { value: 'yearly', label: 'Every year' },
    { value: 'cron', label: 'By a cron expression' },
]

/** Plans a change, or moves one that waits. */
export function ScheduleModal({ flag }: { flag: Flag }): React.JSX.Element {
    const { form, errors, saving } = useValues(flagScheduleLogic({ flag }))
    const { close, save } = useActions(flagScheduleLogic({ flag }))
    return (
        <Modal
            open={form !== null}
            onClose={close}
            title={form?.id ? 'Change the plan' : 'Plan a change'}
            description={flag.key}
            footer={
                <>
                    <Button variant="ghost" onClick={close}>
                        Cancel
                    </Button>
                    <Button
                        variant="primary"
                        type="submit"
                        form="schedule"
                        loading={saving}
                        disabled={form?.kind === 'shares' && sumOfShares(form.variants) !== 100}
                    >
                        Plan it
                    </Button>
                </>
            }
        >
            <form
                id="schedule"
                noValidate
                onSubmit={(event) => {
                    event.preventDefault()
                    save()
                }}
                className="flex flex-col gap-4"
            >
                {errors.form && <Banner tone="danger">{errors.form}</Banner>}
                {form && <What flag={flag} form={form} />}
                {form && <When flag={flag} form={form} />}
            </form>
        </Modal>
    )
}

interface PartProps {
    flag: Flag
    form: ScheduleForm
}

function What({ flag, form }: PartProps): React.JSX.Element {
    const { change } = useActions(flagScheduleLogic({ flag }))
    const id = String(flag.id)
    const groupIndex = groupIndexOf(flag)
    const variants = variantsOf(flag.filters)
    const kinds: SelectOption<ScheduleKind>[] = [
        { value: 'on', label: 'Switch on' },
        { value: 'off', label: 'Switch off' },
        { value: 'release', label: groupIndex === null ? 'Release to more people' : 'Release to more groups' },
        ...(variants.length ? [{ value: 'shares' as const, label: 'Change the variants’ shares' }] : []),
    ]
    const sum = sumOfShares(form.variants)
    return (
        <>
            <Field label="What">
                {(control) => (
                    <Select
                        id={control.id}
                        label="What"
                        value={form.kind}
                        onChange={(kind) => change({ kind })}
                        options={kinds}
                        className="w-full"
                    />
                )}
            </Field>
            {form.kind === 'release' && (
                <>
                    <fieldset className="flex flex-col gap-2">
                        <legend className="mb-1.5 font-medium text-sm">To whom</legend>
                        {form.properties.length === 0 && (
                            <p className="text-ink-3 text-sm">
                                {groupIndex === null ? 'Everybody' : 'Every group'}, unless a filter says otherwise.
                            </p>
                        )}
                        <ConditionFilters
                            id={id}
                            label="the planned condition"
                            filters={form.properties}
                            groupIndex={groupIndex}
                            onChange={(properties) => change({ properties })}
                        />
                        <ReachLine
                            id={id}
                            condition={{ properties: form.properties }}
                            groupIndex={groupIndex}
                            share={form.share}
                        />
                    </fieldset>
                    <Field label="Share of them, per cent" hint="Becomes the last condition of the flag.">
                        {(control) => (
                            <PercentInput
                                {...control}
                                value={form.share}
                                onChange={(share) => change({ share })}
                                className="w-28!"
                            />
                        )}
                    </Field>
                    {(variants.length > 0 || form.variant) && (
                        <Field label="Which variant">
                            {(control) => (
                                <VariantSelect
                                    id={control.id}
                                    label="Which variant"
                                    variants={variants}
                                    value={form.variant}
                                    onChange={(variant) => change({ variant })}
                                    className="w-full"
                                />
                            )}
                        </Field>
                    )}
                </>
            )}
            {form.kind === 'shares' && (
                <div className="flex flex-col gap-2">
                    {form.variants.map((variant, at) => (
                        <div key={variant.key} className="flex items-center gap-3">
                            <code className="min-w-0 flex-1 truncate text-sm">{variant.key}</code>
                            <PercentInput
                                aria-label={`Share of ${variant.key}, per cent`}
                                value={variant.rollout_percentage}
                                onChange={(percent) =>
                                    change({
                                        variants: form.variants.map((one, i) =>
                                            i === at ? { ...one, rollout_percentage: percent } : one
                                        ),
                                    })
                                }
                                className="w-24! text-right"
                            />
                        </div>
                    ))}
                    <p role="status" className={sum === 100 ? 'text-ink-3 text-sm' : 'text-danger-text text-sm'}>
                        {sum === 100 ? '100% in all' : `${sum}% in all, must be 100%`}
                    </p>
                </div>
            )}
        </>
    )
}

function When({ flag, form }: PartProps): React.JSX.Element {
    const { errors } = useValues(flagScheduleLogic({ flag }))
    const { change } = useActions(flagScheduleLogic({ flag }))
    return (
        <>
            <Field
                label={form.rhythm === 'never' ? 'When' : 'The first time'}
                hint={`In the project’s time zone, ${shownTimeZone()}.`}
                error={errors.fields.scheduled_at ?? errors.fields.timezone}
            >
                {(control) => (
                    <TextInput
                        {...control}
                        type="datetime-local"
                        value={form.at}
                        onChange={(event) => change({ at: event.target.value })}
                    />
                )}
            </Field>
            <Field label="How often">
                {(control) => (
                    <Select
                        id={control.id}
                        label="How often"
                        value={form.rhythm}
                        onChange={(rhythm) => change({ rhythm })}
                        options={RHYTHMS}
                        className="w-full"
                    />
                )}
            </Field>
            {form.rhythm === 'cron' && (
                <Field
                    label="Cron expression"
                    hint="Minute, hour, day, month, weekday."
                    error={errors.fields.cron_expression}
                >
                    {(control) => (
                        <TextInput
                            {...control}
                            value={form.cron}
                            spellCheck={false}
                            onChange={(event) => change({ cron: event.target.value })}
                            className="font-mono"
                        />
                    )}
                </Field>
            )}
            {form.rhythm !== 'never' && (
                <Field label="Until" hint="Empty: for ever." error={errors.fields.end_date}>
                    {(control) => (
                        <TextInput
                            {...control}
                            type="datetime-local"
                            value={form.end}
                            onChange={(event) => change({ end: event.target.value })}
                        />
                    )}
                </Field>
            )}
        </>
    )
}
