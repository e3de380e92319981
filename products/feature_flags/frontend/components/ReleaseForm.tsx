import { useActions, useValues } from 'kea'
import { Plus } from 'lucide-react'
import { Button } from '~/design/Button'
import { Card, CardHeader } from '~/design/Card'
import { Field, TextArea, TextInput } from '~/design/Field'
import { Link } from '~/design/Link'
import { Segmented } from '~/design/Segmented'
import { Select } from '~/design/Select'
import { Banner } from '~/design/States'
import { Checkbox, Switch } from '~/design/Toggle'
import { type Condition, type Draft, type Filters, kindOf, withDecidesPer, withKind } from '../lib/flags'
import { urls } from '../lib/urls'
import { type FlagSceneProps, featureFlagSceneLogic } from '../scenes/featureFlagSceneLogic'
import { ConditionCard } from './ConditionCard'
import { HoldoutField } from './HoldoutField'
import { PayloadInput } from './PayloadInput'
import { VariantsEditor } from './VariantsEditor'
import { WordsInput } from './WordsInput'

/** Everything of a flag that is decided by people: what it is, what it answers, and to whom. */
export function ReleaseForm({ id }: FlagSceneProps): React.JSX.Element {
    const { saveError } = useValues(featureFlagSceneLogic({ id }))
    const { load } = useActions(featureFlagSceneLogic({ id }))
    return (
        <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_20rem]">
            <div className="flex min-w-0 flex-col gap-4">
                {saveError && saveError.condition === null && saveError.attr !== 'key' && (
                    <Banner
                        tone={saveError.isConflict ? 'warn' : 'danger'}
                        action={
                            saveError.isConflict ? (
                                <Button size="sm" onClick={load}>
                                    Load their version
                                </Button>
                            ) : undefined
                        }
                    >
                        {saveError.message}
                    </Banner>
                )}
                <About id={id} />
                <Answers id={id} />
                <Conditions id={id} />
            </div>
            <div className="flex min-w-0 flex-col gap-4">
                <Options id={id} />
                <Dependents id={id} />
            </div>
        </div>
    )
}

function useDraft(id: string): {
    draft: Draft
    change: (changes: Partial<Draft>) => void
    setFilters: (f: Filters) => void
} {
    const { draft } = useValues(featureFlagSceneLogic({ id }))
    const { change } = useActions(featureFlagSceneLogic({ id }))
    return { draft, change, setFilters: (filters) => change({ filters }) }
}

function About({ id }: FlagSceneProps): React.JSX.Element {
    const { draft, change } = useDraft(id)
    const { flag, saveError } = useValues(featureFlagSceneLogic({ id }))
    const renamed = flag !== null && draft.key !== flag.key
    return (
        <Card className="flex flex-col gap-4 p-4 sm:p-5">
            <Field
                label="Key"
                error={saveError?.attr === 'key' ? saveError.message : null}
                hint={
                    renamed
                        ? `Code that asks for ${flag.key} gets no answer any more, and shares fall on other people.`
                        : 'Code asks for the flag by this name.'
                }
            >
                {(control) => (
                    <TextInput
                        {...control}
                        value={draft.key}
                        placeholder="new-checkout"
                        autoFocus={flag === null}
                        spellCheck={false}
                        onChange={(event) => change({ key: event.target.value.replaceAll(' ', '-') })}
                        className="font-mono"
                    />
                )}
            </Field>
            <Field label="Description">
                {(control) => (
                    <TextArea
                        {...control}
                        value={draft.name}
                        rows={2}
                        placeholder="What it turns on, and when it can go"
                        onChange={(event) => change({ name: event.target.value })}
                        className="min-h-16"
                    />
                )}
            </Field>
        </Card>
    )
}

function Answers({ id }: FlagSceneProps): React.JSX.Element {
    const { draft, change, setFilters } = useDraft(id)
    const kind = kindOf(draft)
    return (
        <Card>
            <CardHeader
                title="What it answers"
                actions={
                    <Segmented
                        label="Kind of flag"
                        value={kind}
                        onChange={(next) => change(withKind(draft, next))}
                        options={[
                            { value: 'boolean', label: 'On or off' },
                            { value: 'multivariant', label: 'Variants' },
                            { value: 'remote_config', label: 'Config' },
                        ]}
                    />
                }
            />
            <div className="p-4 sm:p-5">
                {kind === 'multivariant' ? (
                    <VariantsEditor filters={draft.filters} onChange={setFilters} />
                ) : (
                    <>
                        <p className="text-ink-2">
                            {kind === 'boolean'
                                ? 'True for whom it is released, false for all others.'
                                : 'The same payload for everybody whom it is released to.'}
                        </p>
                        <PayloadInput
                            name={kind === 'boolean' ? 'true' : 'everybody'}
                            encrypted={draft.has_encrypted_payloads}
                            value={draft.filters.payloads?.true}
                            onChange={(payload) =>
                                setFilters({
                                    ...draft.filters,
                                    payloads: payload === undefined ? {} : { true: payload },
                                })
                            }
                        />
                        {kind === 'remote_config' && (
                            <Checkbox
                                className="mt-3 items-start"
                                checked={draft.has_encrypted_payloads}
                                onChange={(has_encrypted_payloads) =>
                                    change({ has_encrypted_payloads, filters: { ...draft.filters, payloads: {} } })
                                }
                            >
                                <span>
                                    Encrypt the payload
                                    <span className="block text-ink-3 text-sm">
                                        Only servers with a secret key can read it. Write the payload again after
                                        changing this.
                                    </span>
                                </span>
                            </Checkbox>
                        )}
                    </>
                )}
            </div>
        </Card>
    )
}

function Conditions({ id }: FlagSceneProps): React.JSX.Element {
    const { draft, setFilters } = useDraft(id)
    const { groupKinds } = useValues(featureFlagSceneLogic({ id }))
    const { groups } = draft.filters
    const index = draft.filters.aggregation_group_type_index ?? null
    const set = (next: Condition[]): void => setFilters({ ...draft.filters, groups: next })
    const place = (next: Condition, at: number): void => set(groups.map((one, i) => (i === at ? next : one)))
    const move = (at: number, by: -1 | 1): void => {
        const next = [...groups]
        const [moved] = next.splice(at, 1)
        if (moved) {
            next.splice(at + by, 0, moved)
        }
        set(next)
    }
    return (
        <Card>
            <CardHeader
                title="Who gets it"
                description="The first condition that matches decides. Who matches none gets false."
                actions={
                    groupKinds.length > 0 || index !== null ? (
                        <Select
                            label="Decide per"
                            size="sm"
                            value={index === null ? '' : String(index)}
                            onChange={(value) =>
                                setFilters(withDecidesPer(draft.filters, value === '' ? null : Number(value)))
                            }
                            options={[
                                { value: '', label: 'Per person' },
                                ...groupKinds.map((kind) => ({
                                    value: String(kind.index),
                                    label: `Per ${kind.name}`,
                                })),
                            ]}
                        />
                    ) : undefined
                }
            />
            <div className="flex flex-col gap-3 p-4 sm:p-5">
                {groups.length === 0 && (
                    <p className="text-ink-3">No condition yet, so nobody gets it, even while the flag is on.</p>
                )}
                {groups.map((condition, at) => (
                    <ConditionCard
                        // conditions have no names; their place decides what they do
                        key={at}
                        id={id}
                        condition={condition}
                        index={at}
                        count={groups.length}
                        onChange={(next) => place(next, at)}
                        onMove={(by) => move(at, by)}
                        onDuplicate={() => set([...groups.slice(0, at + 1), condition, ...groups.slice(at + 1)])}
                        onRemove={() => set(groups.filter((_, i) => i !== at))}
                    />
                ))}
                <div>
                    <Button
                        icon={<Plus />}
                        onClick={() =>
                            set([...groups, { properties: [], rollout_percentage: groups.length ? 0 : 100 }])
                        }
                    >
                        Add condition
                    </Button>
                </div>
            </div>
        </Card>
    )
}

const wordsOf = (lists: readonly string[][]): string[] => [...new Set(lists.flat())].sort((a, b) => a.localeCompare(b))

function Options({ id }: FlagSceneProps): React.JSX.Element {
    const { draft, change, setFilters } = useDraft(id)
    const { isNew, others } = useValues(featureFlagSceneLogic({ id }))
    const perGroup = (draft.filters.aggregation_group_type_index ?? null) !== null
    return (
        <Card className="flex flex-col gap-5 p-4 sm:p-5">
            <h2 className="display text-lg">Options</h2>
            {isNew && (
                <Switch checked={draft.active} onChange={(active) => change({ active })}>
                    Switch on when it is saved
                </Switch>
            )}
            <Field label="Tags" hint="To find flags that belong together.">
                {(control) => (
                    <WordsInput
                        {...control}
                        words={draft.tags}
                        onChange={(tags) => change({ tags })}
                        name="tag"
                        known={wordsOf(others.map((flag) => flag.tags))}
                    />
                )}
            </Field>
            <Field label="Given to" hint="SDKs of the other kind do not see the flag.">
                {(control) => (
                    <Select
                        id={control.id}
                        label="Given to"
                        value={draft.evaluation_runtime}
                        onChange={(evaluation_runtime) => change({ evaluation_runtime })}
                        options={[
                            { value: 'all', label: 'All SDKs' },
                            { value: 'client', label: 'Browsers and apps only' },
                            { value: 'server', label: 'Servers only' },
                        ]}
                    />
                )}
            </Field>
            <Field label="Contexts" hint="Only SDKs that name one of these get the flag. None means all.">
                {(control) => (
                    <WordsInput
                        {...control}
                        words={draft.evaluation_contexts}
                        onChange={(evaluation_contexts) => change({ evaluation_contexts })}
                        name="context"
                        known={wordsOf(others.map((flag) => flag.evaluation_contexts))}
                    />
                )}
            </Field>
            {!perGroup && (
                <Field label="Shares count" hint="Devices keep their answer whoever logs in.">
                    {(control) => (
                        <Select
                            id={control.id}
                            label="Shares count"
                            value={draft.bucketing_identifier}
                            onChange={(bucketing_identifier) =>
                                change({
                                    bucketing_identifier,
                                    ...(bucketing_identifier === 'device_id' && {
                                        ensure_experience_continuity: false,
                                    }),
                                })
                            }
                            options={[
                                { value: 'distinct_id', label: 'People' },
                                { value: 'device_id', label: 'Devices' },
                            ]}
                        />
                    )}
                </Field>
            )}
            {!perGroup && draft.bucketing_identifier === 'distinct_id' && (
                <Checkbox
                    className="items-start"
                    checked={draft.ensure_experience_continuity}
                    onChange={(ensure_experience_continuity) => change({ ensure_experience_continuity })}
                >
                    <span>
                        Keep the answer across a login
                        <span className="block text-ink-3 text-sm">
                            Who was anonymous keeps what they saw. SDKs cannot evaluate such flags locally.
                        </span>
                    </span>
                </Checkbox>
            )}
            <HoldoutField id={id} filters={draft.filters} onChange={setFilters} />
            <Checkbox
                className="items-start"
                checked={draft.filters.early_exit ?? false}
                onChange={(early_exit) => setFilters({ ...draft.filters, early_exit })}
            >
                <span>
                    Stop at the first match
                    <span className="block text-ink-3 text-sm">
                        Who matches a condition but lies outside its share is not tried against the next ones.
                    </span>
                </span>
            </Checkbox>
            {!perGroup && (
                <Checkbox
                    className="items-start"
                    checked={draft.filters.feature_enrollment ?? false}
                    onChange={(feature_enrollment) => setFilters({ ...draft.filters, feature_enrollment })}
                >
                    <span>
                        People can opt in and out
                        <span className="block text-ink-3 text-sm">
                            Their choice in early access goes before all conditions.
                        </span>
                    </span>
                </Checkbox>
            )}
        </Card>
    )
}

/** Flags whose conditions ask for this one: what else a change here changes. */
function Dependents({ id }: FlagSceneProps): React.JSX.Element | null {
    const { dependents } = useValues(featureFlagSceneLogic({ id }))
    if (!dependents.length) {
        return null
    }
    return (
        <Card className="p-4 sm:p-5">
            <h2 className="display text-lg">Asked for by</h2>
            <p className="mt-0.5 text-ink-3 text-sm">These flags decide by the answer of this one.</p>
            <ul className="mt-3 flex flex-col gap-1.5">
                {dependents.map((flag) => (
                    <li key={flag.id} className="min-w-0">
                        <Link to={urls.flag(flag.id)} className="break-all font-mono text-sm hover:underline">
                            {flag.key}
                        </Link>
                    </li>
                ))}
            </ul>
        </Card>
    )
}
