import { eventsUrls } from '@products/events/manifest'
import { useActions, useValues } from 'kea'
import { ChevronDown, CircleCheck, CircleHelp, CircleX, UserRoundSearch } from 'lucide-react'
import { useState } from 'react'
import { Badge } from '~/design/Badge'
import { Button } from '~/design/Button'
import { Card, CardHeader } from '~/design/Card'
import { CodeBlock } from '~/design/CodeBlock'
import { cn } from '~/design/cn'
import { Field, TextArea, TextInput } from '~/design/Field'
import { Link } from '~/design/Link'
import { Picker, type PickerItem } from '~/design/Picker'
import { Banner, EmptyState, ErrorState, SkeletonRows } from '~/design/States'
import { formatNumber, shownTimeZone, toWallClock } from '~/lib/format'
import {
    decidedBy,
    describeActual,
    describeAnswer,
    describeAsOf,
    describeWanted,
    isOn,
    standing,
} from '../lib/explanation'
import type { Flag } from '../lib/flags'
import type { ConditionTrace, Explanation, PropertyTrace } from '../lib/flagsApi'
import { cohortChoicesLogic } from '../logics/cohortChoicesLogic'
import { flagTestLogic } from '../logics/flagTestLogic'
import { featureFlagSceneLogic } from '../scenes/featureFlagSceneLogic'

interface WhyPanelProps {
    id: string
    flag: Flag
}

/** Why somebody gets what they get: the answer, and the path that led to it through every condition. */
export function WhyPanel({ id, flag }: WhyPanelProps): React.JSX.Element {
    const { isChanged } = useValues(featureFlagSceneLogic({ id }))
    const { distinctId, found, error, asking } = useValues(flagTestLogic({ flagId: flag.id }))
    const { ask } = useActions(flagTestLogic({ flagId: flag.id }))
    return (
        <div className="mt-4 flex flex-col gap-4">
            {isChanged && (
                <Banner tone="warn">This asks the flag as it is stored, without your unsaved changes.</Banner>
            )}
            <Question id={id} flag={flag} />
            {error ? (
                <Card>
                    <ErrorState error={error} onRetry={ask} />
                </Card>
            ) : found ? (
                <Answer flag={flag} found={found} asking={asking} />
            ) : asking ? (
                <Card>
                    <SkeletonRows rows={4} label="Asking" />
                </Card>
            ) : (
                !distinctId && (
                    <Card>
                        <EmptyState icon={<UserRoundSearch />} title="Why did they get this?">
                            Choose a person to see what they get, and where each condition let them in or sent them on.
                        </EmptyState>
                    </Card>
                )
            )}
        </div>
    )
}

interface PersonItem extends PickerItem {
    distinctId: string
}

function Question({ id, flag }: WhyPanelProps): React.JSX.Element {
    const { groupKinds } = useValues(featureFlagSceneLogic({ id }))
    const { distinctId, people, searching, groups, pretend, pretendProblem, asOf, asking } = useValues(
        flagTestLogic({ flagId: flag.id })
    )
    const { search, choose, setGroup, setPretend, setAsOf, ask } = useActions(flagTestLogic({ flagId: flag.id }))
    const [typed, setTyped] = useState('')
    const known: PersonItem[] = people.flatMap((person) => {
        const [first] = person.distinct_ids
        return first
            ? [{ id: first, distinctId: first, label: person.name || first, hint: first === person.name ? '' : first }]
            : []
    })
    const text = typed.trim()
    const exact: PersonItem[] =
        text && !known.some((one) => one.distinctId === text)
            ? [{ id: text, distinctId: text, label: text, hint: 'as distinct ID' }]
            : []
    return (
        <Card>
            <CardHeader title="Who" description="Anybody, also people of whom nothing is known yet." />
            <form
                className="flex flex-col gap-4 p-4 sm:p-5"
                onSubmit={(event) => {
                    event.preventDefault()
                    ask()
                }}
            >
                <div className="flex flex-wrap items-center gap-2">
                    <Picker
                        label="Choose a person"
                        placeholder="Name, e-mail or distinct ID"
                        filtered
                        loading={searching}
                        groups={[
                            ...(exact.length ? [{ value: 'What you typed', items: exact }] : []),
                            ...(known.length ? [{ value: 'People', items: known }] : []),
                        ]}
                        chosen={distinctId || null}
                        onSearch={(next) => {
                            setTyped(next)
                            search(next)
                        }}
                        onPick={(item) => choose(item.distinctId)}
                        empty="Type a distinct ID, or send events first."
                        trigger={
                            <button
                                type="button"
                                className="inline-flex h-9 w-full min-w-0 items-center justify-between gap-2 rounded-md border border-line-strong bg-surface px-3 text-left shadow-card hover:bg-hover data-popup-open:bg-hover sm:w-80 coarse:h-10"
                            >
                                <span className={cn('truncate', !distinctId && 'text-ink-3')}>
                                    {distinctId || 'Choose a person'}
                                </span>
                                <ChevronDown className="size-4 shrink-0 text-ink-3" />
                            </button>
                        }
                    />
                    {distinctId && (
                        <Link
                            to={eventsUrls.person(distinctId)}
                            className="rounded-sm px-1 text-brand-text text-sm hover:underline"
                        >
                            Open their page
                        </Link>
                    )}
                </div>
                {groupKinds.length > 0 && (
                    <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
                        {groupKinds.map((kind) => (
                            <Field key={kind.index} label={`Their ${kind.name}`}>
                                {(control) => (
                                    <TextInput
                                        {...control}
                                        value={groups[kind.type] ?? ''}
                                        placeholder="Key of the group"
                                        onChange={(event) => setGroup(kind.type, event.target.value)}
                                    />
                                )}
                            </Field>
                        ))}
                    </div>
                )}
                <Field
                    label="As of"
                    hint={`Empty: now. Otherwise the flag and the person as they were then, in ${shownTimeZone()}.`}
                    className="sm:max-w-sm"
                >
                    {(control) => (
                        <TextInput
                            {...control}
                            type="datetime-local"
                            value={asOf}
                            max={toWallClock(new Date())}
                            onChange={(event) => setAsOf(event.target.value)}
                        />
                    )}
                </Field>
                <details open={pretend !== ''}>
                    <summary className="w-fit cursor-pointer select-none rounded-sm text-ink-2 text-sm hover:text-ink">
                        What if they were different?
                    </summary>
                    <Field
                        className="mt-2"
                        label="Properties to pretend"
                        hint="JSON. They go before what is stored; nothing is changed."
                        error={pretendProblem}
                    >
                        {(control) => (
                            <TextArea
                                {...control}
                                value={pretend}
                                rows={2}
                                spellCheck={false}
                                placeholder='{"plan": "pro"}'
                                onChange={(event) => setPretend(event.target.value)}
                                className="min-h-16 font-mono text-sm!"
                            />
                        )}
                    </Field>
                </details>
                {distinctId && (
                    <Button type="submit" className="self-start" loading={asking}>
                        Ask again
                    </Button>
                )}
            </form>
        </Card>
    )
}

function Answer({ flag, found, asking }: { flag: Flag; found: Explanation; asking: boolean }): React.JSX.Element {
    const decider = decidedBy(found)
    return (
        <Card className={cn('transition-opacity', asking && 'opacity-60')}>
            <div className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-4 sm:px-5" role="status">
                <span className="text-ink-3 text-sm">{found.as_of ? 'They got' : 'They get'}</span>
                <Badge tone={isOn(found) ? 'brand' : 'neutral'} className="px-3! py-1! font-mono text-base!">
                    {describeAnswer(found)}
                </Badge>
                <span className="min-w-0">{found.description}</span>
            </div>
            {found.as_of && <Banner className="mx-4 mb-4 sm:mx-5">{describeAsOf(found.as_of)}</Banner>}
            {found.reason === 'flag_disabled' && (
                <Banner className="mx-4 mb-4 sm:mx-5">
                    {found.as_of
                        ? 'The flag was off, so nobody got it. Below is what the conditions would have said.'
                        : 'The flag is off, so nobody gets it. Below is what the conditions would say.'}
                </Banner>
            )}
            {!found.is_known && (
                <Banner tone="warn" className="mx-4 mb-4 sm:mx-5">
                    A store that was needed did not answer, so SDKs are told that this could not be decided.
                </Banner>
            )}
            {found.payload !== null && (
                <div className="px-4 pb-4 sm:px-5">
                    <CodeBlock code={found.payload} label="payload" />
                </div>
            )}
            <ol className="divide-y divide-line border-line border-t">
                {found.conditions.map((condition) => (
                    <ConditionPath
                        key={condition.index}
                        id={String(flag.id)}
                        condition={condition}
                        role={
                            decider === null
                                ? 'tried'
                                : condition.index === decider
                                  ? 'decided'
                                  : condition.index < decider
                                    ? 'tried'
                                    : 'skipped'
                        }
                    />
                ))}
                {found.conditions.length === 0 && (
                    <li className="px-4 py-4 text-ink-3 sm:px-5">The flag has no conditions.</li>
                )}
            </ol>
        </Card>
    )
}

interface ConditionPathProps {
    id: string
    condition: ConditionTrace
    role: 'decided' | 'tried' | 'skipped'
}

function ConditionPath({ id, condition, role }: ConditionPathProps): React.JSX.Element {
    const { word, tone } = standing(condition)
    return (
        <li
            className={cn(
                'px-4 py-4 sm:px-5',
                role === 'decided' && 'bg-brand-soft/40',
                role === 'skipped' && 'bg-sunken/50'
            )}
        >
            <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
                <span className="font-medium">
                    Condition {condition.index + 1}
                    {condition.description && `: ${condition.description}`}
                </span>
                <Badge tone={tone}>{word}</Badge>
                {role === 'decided' && <span className="text-brand-text text-sm">This one decided.</span>}
                {role === 'skipped' && (
                    <span className="text-ink-3 text-sm">Not looked at: one before it decided already.</span>
                )}
                {condition.variant && (
                    <span className="text-ink-3 text-sm">
                        gives <code>{condition.variant}</code>
                    </span>
                )}
            </div>
            <ul className="mt-2 flex flex-col gap-1.5">
                {condition.properties.map((trace, at) => (
                    // two may be alike, their place is what they are
                    <PropertyPath key={at} id={id} trace={trace} />
                ))}
                {condition.properties.length === 0 && (
                    <Step matched={condition.has_subject}>
                        {condition.has_subject ? 'Open to everybody' : 'The group it is about was not given'}
                    </Step>
                )}
                <Step matched={condition.place === null ? null : condition.is_in_rollout}>
                    Share of {formatNumber(condition.rollout_percentage)}%
                    <span className="text-ink-3">
                        {condition.place === null
                            ? ' – no place to compare'
                            : ` – they stand at ${condition.place.toFixed(2)}%, ${condition.is_in_rollout ? 'inside' : 'outside'}`}
                    </span>
                </Step>
            </ul>
        </li>
    )
}

function PropertyPath({ id, trace }: { id: string; trace: PropertyTrace }): React.JSX.Element {
    const { cohorts } = useValues(cohortChoicesLogic)
    const { others } = useValues(featureFlagSceneLogic({ id }))
    const name =
        trace.type === 'cohort'
            ? cohorts.find((one) => one.id === Number(trace.value))?.name
            : others.find((one) => String(one.id) === trace.key)?.key
    return (
        <Step matched={trace.matched}>
            <span className="break-words">{describeWanted(trace, name)}</span>
            <span className="break-words text-ink-3"> – {describeActual(trace)}</span>
        </Step>
    )
}

/** One thing that had to hold; an icon and a word say whether it did, so that colour is not all there is. */
function Step({ matched, children }: { matched: boolean | null; children: React.ReactNode }): React.JSX.Element {
    const Icon = matched === null ? CircleHelp : matched ? CircleCheck : CircleX
    return (
        <li className="flex items-start gap-2 text-sm">
            <Icon
                aria-hidden="true"
                className={cn(
                    'mt-0.5 size-4 shrink-0',
                    matched === null ? 'text-warn-text' : matched ? 'text-brand-text' : 'text-danger-text'
                )}
            />
            <span className="sr-only">{matched === null ? 'Unknown:' : matched ? 'Holds:' : 'Does not hold:'}</span>
            <span className="min-w-0">{children}</span>
        </li>
    )
}
