import { eventsUrls } from '@products/events/manifest'
import { useActions, useValues } from 'kea'
import { ChevronDown, EllipsisVertical, Undo2, UserRoundCheck } from 'lucide-react'
import { useState } from 'react'
import { Avatar } from '~/design/Avatar'
import { Badge } from '~/design/Badge'
import { Button } from '~/design/Button'
import { Card, CardHeader } from '~/design/Card'
import { CodeBlock } from '~/design/CodeBlock'
import { cn } from '~/design/cn'
import { Field, TextArea, TextInput } from '~/design/Field'
import { Link } from '~/design/Link'
import { Menu, MenuItem } from '~/design/Menu'
import { Confirm } from '~/design/Modal'
import { PageHeader } from '~/design/PageHeader'
import { Pager } from '~/design/Pager'
import { Picker } from '~/design/Picker'
import { Select } from '~/design/Select'
import { Banner, EmptyState, ErrorState, SkeletonRows } from '~/design/States'
import { formatCount, formatNumber, formatRelative } from '~/lib/format'
import { SaveBar } from '../components/SaveBar'
import { enrollmentSnippet, objectProblem, STAGES, stageLabel } from '../lib/earlyAccess'
import { urls } from '../lib/urls'
import { earlyAccessFeatureSceneLogic, type FeatureSceneProps, PEOPLE_SHOWN } from './earlyAccessFeatureSceneLogic'

/** One feature that people opt into. */
export function Scene({ id = 'new' }: { id?: string }): React.JSX.Element {
    return <FeaturePage key={id} id={id} />
}

function FeaturePage({ id }: FeatureSceneProps): React.JSX.Element {
    const { status, loadError, feature, isNew, isChanged, problem, saving } = useValues(
        earlyAccessFeatureSceneLogic({ id })
    )
    const { load, save, discard } = useActions(earlyAccessFeatureSceneLogic({ id }))
    const back = { to: urls.earlyAccess(), label: 'Early access' }
    if (status === 'failed') {
        return (
            <>
                <PageHeader title="Early access feature" back={back} />
                <ErrorState error={loadError} onRetry={load} />
            </>
        )
    }
    if (status === 'loading') {
        return <SkeletonRows rows={6} label="Loading the feature" />
    }
    return (
        <>
            <PageHeader
                title={feature?.name ?? 'New early access feature'}
                description={
                    feature ? (
                        <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
                            <Badge tone={feature.stage === 'draft' ? 'neutral' : 'brand'}>
                                {stageLabel(feature.stage)}
                            </Badge>
                            <span>
                                Follows the flag{' '}
                                <Link to={urls.flag(feature.feature_flag.id)} className="font-mono hover:underline">
                                    {feature.feature_flag.key}
                                </Link>
                            </span>
                        </span>
                    ) : (
                        'Nothing is offered to anybody while it is a draft.'
                    )
                }
                back={back}
                actions={feature && <More id={id} />}
            />
            {feature && !feature.feature_flag.active && (
                <Banner tone="warn" className="mb-4">
                    The flag is off, so nobody gets the feature, whatever they chose.
                </Banner>
            )}
            <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_24rem]">
                <div className="flex min-w-0 flex-col gap-4">
                    <FeatureFields id={id} />
                    {feature && (
                        <Card>
                            <CardHeader title="In code" description="In the page where people choose." />
                            <div className="p-4 sm:p-5">
                                <CodeBlock
                                    code={enrollmentSnippet(feature.feature_flag.key, feature.stage)}
                                    label="code"
                                />
                            </div>
                        </Card>
                    )}
                </div>
                {feature && <People id={id} />}
            </div>
            {(isNew || isChanged) && (
                <SaveBar
                    text={problem ?? (isNew ? 'Ready to be saved.' : 'There are changes that are not saved.')}
                    action={isNew ? 'Create feature' : 'Save'}
                    onSave={save}
                    onDiscard={isNew ? undefined : discard}
                    saving={saving}
                    disabled={problem !== null}
                />
            )}
        </>
    )
}

function FeatureFields({ id }: FeatureSceneProps): React.JSX.Element {
    const { form, errors, isConflict, isNew } = useValues(earlyAccessFeatureSceneLogic({ id }))
    const { change, load } = useActions(earlyAccessFeatureSceneLogic({ id }))
    return (
        <Card className="flex min-w-0 flex-col gap-4 p-4 sm:p-5">
            {errors.form && (
                <Banner
                    tone={isConflict ? 'warn' : 'danger'}
                    action={
                        isConflict && (
                            <Button size="sm" onClick={load}>
                                Load their version
                            </Button>
                        )
                    }
                >
                    {errors.form}
                </Banner>
            )}
            <Field label="Name" error={errors.fields.name}>
                {(control) => (
                    <TextInput
                        {...control}
                        value={form.name}
                        maxLength={200}
                        autoFocus={isNew}
                        placeholder="Chat with the team"
                        onChange={(event) => change({ name: event.target.value })}
                    />
                )}
            </Field>
            <Field label="Description" hint="People read it before they choose." error={errors.fields.description}>
                {(control) => (
                    <TextArea
                        {...control}
                        value={form.description}
                        rows={3}
                        onChange={(event) => change({ description: event.target.value })}
                    />
                )}
            </Field>
            <Field
                label="Stage"
                hint={STAGES.find((one) => one.value === form.stage)?.hint}
                error={errors.fields.stage}
            >
                {(control) => (
                    <Select
                        id={control.id}
                        label="Stage"
                        value={form.stage}
                        onChange={(stage) => change({ stage })}
                        options={STAGES}
                        className="w-full"
                    />
                )}
            </Field>
            {isNew && <FlagChoice id={id} />}
            <Field label="Documentation" error={errors.fields.documentation_url}>
                {(control) => (
                    <TextInput
                        {...control}
                        type="url"
                        value={form.documentation_url}
                        placeholder="https://example.com/docs/chat"
                        onChange={(event) => change({ documentation_url: event.target.value })}
                    />
                )}
            </Field>
            <Field
                label="Payload"
                hint="A JSON object with anything else that the page of offers needs, such as a picture."
                error={objectProblem(form.payload)}
            >
                {(control) => (
                    <TextArea
                        {...control}
                        value={form.payload}
                        rows={3}
                        spellCheck={false}
                        onChange={(event) => change({ payload: event.target.value })}
                        className="font-mono text-sm!"
                    />
                )}
            </Field>
        </Card>
    )
}

function FlagChoice({ id }: FeatureSceneProps): React.JSX.Element {
    const { form, errors, flags } = useValues(earlyAccessFeatureSceneLogic({ id }))
    const { change } = useActions(earlyAccessFeatureSceneLogic({ id }))
    const chosen = flags.find((flag) => flag.id === form.flagId)
    const MAKE = { id: '', label: 'Make a flag for it' }
    return (
        <Field
            label="Flag"
            hint="People’s choice goes before the conditions of the flag."
            error={errors.fields.feature_flag_id}
        >
            {(control) => (
                <Picker
                    label="Choose a flag"
                    placeholder="Search flags"
                    chosen={form.flagId === null ? '' : String(form.flagId)}
                    groups={[
                        { value: '', items: [MAKE] },
                        {
                            value: 'Flags that are on or off',
                            items: flags.map((flag) => ({ id: String(flag.id), label: flag.key, alias: flag.name })),
                        },
                    ]}
                    onPick={(item) => change({ flagId: item.id ? Number(item.id) : null })}
                    trigger={
                        <button
                            type="button"
                            id={control.id}
                            className="inline-flex h-9 w-full min-w-0 items-center justify-between gap-2 rounded-md border border-line-strong bg-surface px-3 text-left shadow-card hover:bg-hover data-popup-open:bg-hover coarse:h-10"
                        >
                            <span className="truncate">{chosen?.key ?? MAKE.label}</span>
                            <ChevronDown className="size-4 shrink-0 text-ink-3" />
                        </button>
                    }
                />
            )}
        </Field>
    )
}

function People({ id }: FeatureSceneProps): React.JSX.Element {
    const { people, optedOut, peoplePage, peopleLoading, peopleError } = useValues(earlyAccessFeatureSceneLogic({ id }))
    const { loadPeople, setPeoplePage } = useActions(earlyAccessFeatureSceneLogic({ id }))
    return (
        <Card className="overflow-hidden">
            <CardHeader
                title="Opted in"
                description={
                    people && (
                        <span role="status">
                            {formatCount(people.count, 'person', 'people')} opted in, {formatNumber(optedOut)} opted
                            out.
                        </span>
                    )
                }
            />
            {peopleError ? (
                <ErrorState error={peopleError} onRetry={loadPeople} />
            ) : !people ? (
                <SkeletonRows rows={3} label="Loading who opted in" />
            ) : people.count === 0 ? (
                <EmptyState icon={<UserRoundCheck />} title="Nobody yet">
                    People appear here as soon as they choose it.
                </EmptyState>
            ) : (
                <ul
                    aria-busy={peopleLoading}
                    className={cn('divide-y divide-line transition-opacity', peopleLoading && 'opacity-50')}
                >
                    {people.results.map((person) => (
                        <li key={person.id} className="flex items-center gap-3 px-4 py-2 sm:px-5">
                            <Avatar name={person.name} seed={String(person.id)} size="sm" />
                            <Link
                                to={eventsUrls.person(String(person.uuid))}
                                className="min-w-0 truncate hover:underline"
                            >
                                {person.name}
                            </Link>
                            <span className="ml-auto whitespace-nowrap text-ink-3 text-sm">
                                known since {formatRelative(person.created_at)}
                            </span>
                        </li>
                    ))}
                </ul>
            )}
            <div className="px-3 pb-3 empty:hidden">
                <Pager
                    count={peopleError ? 0 : (people?.count ?? 0)}
                    page={peoplePage}
                    pageSize={PEOPLE_SHOWN}
                    onChange={setPeoplePage}
                    label="people who opted in"
                />
            </div>
        </Card>
    )
}

function More({ id }: FeatureSceneProps): React.JSX.Element {
    const { feature } = useValues(earlyAccessFeatureSceneLogic({ id }))
    const { withdraw } = useActions(earlyAccessFeatureSceneLogic({ id }))
    const [asking, setAsking] = useState(false)
    return (
        <>
            <Menu
                trigger={
                    <Button
                        variant="ghost"
                        square
                        aria-label={`More about ${feature?.name}`}
                        icon={<EllipsisVertical />}
                    />
                }
            >
                <MenuItem icon={<Undo2 />} danger onSelect={() => setAsking(true)}>
                    Withdraw the offer
                </MenuItem>
            </Menu>
            <Confirm
                open={asking}
                onClose={() => setAsking(false)}
                onConfirm={() => {
                    setAsking(false)
                    withdraw()
                }}
                title={`Withdraw ${feature?.name}?`}
                action="Withdraw"
            >
                Nobody can opt in or out any more. The flag {feature?.feature_flag.key} stays and follows its conditions
                again.
            </Confirm>
        </>
    )
}
