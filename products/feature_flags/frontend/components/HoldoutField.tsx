import { useValues } from 'kea'
import { Field, TextInput } from '~/design/Field'
import { Checkbox } from '~/design/Toggle'
import { type Filters, newHoldout, otherShareOf } from '../lib/flags'
import { type FlagSceneProps, featureFlagSceneLogic } from '../scenes/featureFlagSceneLogic'
import { PercentInput } from './PercentInput'

export interface HoldoutFieldProps extends FlagSceneProps {
    filters: Filters
    onChange: (filters: Filters) => void
}

/** A share of people whom no flag of the holdout decides about. A holdout is a number that flags have in common. */
export function HoldoutField({ id, filters, onChange }: HoldoutFieldProps): React.JSX.Element {
    const { others, saveError } = useValues(featureFlagSceneLogic({ id }))
    const { holdout } = filters
    const known = others.map((flag) => flag.filters)
    const other = holdout && otherShareOf(holdout, others)
    const error = (name: string): string | null =>
        saveError?.attr === `filters__holdout__${name}` ? saveError.message : null
    return (
        <div className="flex flex-col gap-3">
            <Checkbox
                className="items-start"
                checked={holdout !== undefined}
                onChange={(on) => onChange({ ...filters, holdout: on ? newHoldout(known) : undefined })}
            >
                <span>
                    Hold people out
                    <span className="block text-ink-3 text-sm">
                        The same ones in all flags, so that what the flags do together can be measured.
                    </span>
                </span>
            </Checkbox>
            {holdout && (
                <div className="flex flex-col gap-3 border-line border-l-2 pl-4">
                    <div className="grid grid-cols-2 gap-3">
                        <Field label="Held out, per cent" error={error('exclusion_percentage')}>
                            {(control) => (
                                <PercentInput
                                    {...control}
                                    value={holdout.exclusion_percentage}
                                    onChange={(percent) =>
                                        onChange({ ...filters, holdout: { ...holdout, exclusion_percentage: percent } })
                                    }
                                />
                            )}
                        </Field>
                        <Field label="Holdout number" error={error('id')}>
                            {(control) => (
                                <TextInput
                                    {...control}
                                    type="number"
                                    min={1}
                                    step={1}
                                    value={holdout.id}
                                    onChange={(event) =>
                                        onChange({
                                            ...filters,
                                            holdout: { ...holdout, id: Math.trunc(Number(event.target.value)) || 0 },
                                        })
                                    }
                                />
                            )}
                        </Field>
                    </div>
                    {other && (
                        <p className="text-sm text-warn-text" role="status">
                            <code>{other.key}</code> holds out {other.share}% under this number.
                        </p>
                    )}
                    <p className="text-ink-3 text-sm">
                        They get the variant <code>holdout-{holdout.id}</code> whatever the conditions say. Code that
                        only asks whether the flag is on hears yes.
                    </p>
                </div>
            )}
        </div>
    )
}
