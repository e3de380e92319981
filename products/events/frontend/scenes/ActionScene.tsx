import { BindLogic, useActions, useValues } from 'kea'
import { Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { Button, ButtonLink } from '~/design/Button'
import { Card, CardHeader } from '~/design/Card'
import { cn } from '~/design/cn'
import { Field, TextArea, TextInput } from '~/design/Field'
import { Link } from '~/design/Link'
import { Confirm } from '~/design/Modal'
import { PageHeader } from '~/design/PageHeader'
import { Spinner } from '~/design/Spinner'
import { Banner, ErrorState, Skeleton } from '~/design/States'
import { formatDateTime, formatRelative } from '~/lib/format'
import { messageOf } from '~/lib/http'
import type { Properties } from '~/lib/types'
import { EventName } from '../components/EventName'
import { StepEditor } from '../components/StepEditor'
import { TagsInput } from '../components/TagsInput'
import { saysSomething } from '../lib/actionSteps'
import { eventPlace } from '../lib/eventRows'
import { urls } from '../lib/urls'
import { actionSceneLogic } from './actionSceneLogic'

const BACK = { to: urls.dataManagement('actions'), label: 'Actions' }

export function Scene({ id = 'new' }: Record<string, string>): React.JSX.Element {
    return (
        <BindLogic logic={actionSceneLogic} props={{ id }}>
            <ActionPage isNew={id === 'new'} />
        </BindLogic>
    )
}

function ActionPage({ isNew }: { isNew: boolean }): React.JSX.Element {
    const { draft, stored, loadError, saving, saveError, problem } = useValues(actionSceneLogic)
    const { load, change, changeStep, addStep, removeStep, save } = useActions(actionSceneLogic)
    const title = isNew ? 'New action' : (stored?.name ?? 'Action')
    if (loadError) {
        return (
            <>
                <PageHeader title="Action" back={BACK} />
                <ErrorState title="This action could not be opened" error={loadError} onRetry={load} />
            </>
        )
    }
    if (!draft) {
        return (
            <>
                <PageHeader title="Action" back={BACK} />
                <Skeleton className="h-96 w-full rounded-xl opacity-60" />
            </>
        )
    }
    return (
        <form
            onSubmit={(event) => {
                event.preventDefault()
                save()
            }}
        >
            <PageHeader
                title={title}
                back={BACK}
                actions={
                    <>
                        {!isNew && <DeleteAction name={stored?.name ?? ''} />}
                        <ButtonLink to={BACK.to} variant="ghost">
                            Cancel
                        </ButtonLink>
                        <Button
                            type="submit"
                            variant="primary"
                            loading={saving}
                            disabled={problem !== null}
                            title={problem ?? undefined}
                        >
                            Save
                        </Button>
                    </>
                }
            />
            {saveError && (
                <Banner tone="danger" className="mb-4">
                    {messageOf(saveError)}
                </Banner>
            )}
            <div className="grid grid-cols-1 items-start gap-5 xl:grid-cols-[minmax(0,1fr)_27rem]">
                <div className="flex min-w-0 flex-col gap-5">
                    <Card className="flex flex-col gap-4 p-4 sm:p-5">
                        <Field label="Name">
                            {(control) => (
                                <TextInput
                                    {...control}
                                    value={draft.name}
                                    maxLength={400}
                                    placeholder="Signed up"
                                    onChange={(event) => change({ name: event.target.value })}
                                />
                            )}
                        </Field>
                        <Field label="Description">
                            {(control) => (
                                <TextArea
                                    {...control}
                                    value={draft.description}
                                    maxLength={10_000}
                                    onChange={(event) => change({ description: event.target.value })}
                                />
                            )}
                        </Field>
                        <Field label="Tags">
                            {(control) => (
                                <TagsInput id={control.id} tags={draft.tags} onChange={(tags) => change({ tags })} />
                            )}
                        </Field>
                    </Card>
                    {draft.steps.map((step, index) => (
                        <StepEditor
                            // a step is its place
                            key={index}
                            step={step}
                            index={index}
                            onChange={(changes) => changeStep(index, changes)}
                            onRemove={draft.steps.length > 1 ? () => removeStep(index) : undefined}
                        />
                    ))}
                    <Button icon={<Plus />} onClick={addStep} className="self-start">
                        Or match something else
                    </Button>
                </div>
                <Preview />
            </div>
        </form>
    )
}

function DeleteAction({ name }: { name: string }): React.JSX.Element {
    const { remove } = useActions(actionSceneLogic)
    const [asking, setAsking] = useState(false)
    return (
        <>
            <Button
                square
                variant="ghost"
                icon={<Trash2 />}
                aria-label="Delete this action"
                onClick={() => setAsking(true)}
            />
            <Confirm
                open={asking}
                onClose={() => setAsking(false)}
                onConfirm={() => remove()}
                title="Delete this action?"
                action="Delete"
            >
                Charts and cohorts that use “{name}” can then no longer be computed. Its events stay.
            </Confirm>
        </>
    )
}

function Preview(): React.JSX.Element {
    const { draft, matches, matching, matchError } = useValues(actionSceneLogic)
    const says = draft?.steps.some(saysSomething) ?? false
    return (
        <Card className="overflow-hidden xl:sticky xl:top-7">
            <CardHeader
                title="Matches now"
                description="The newest events that these steps match."
                actions={matching && <Spinner className="text-ink-3" />}
            />
            <div aria-live="polite" aria-busy={matching} className={cn('transition-opacity', matching && 'opacity-60')}>
                {matchError ? (
                    <p className="px-5 py-8 text-center text-danger-text">{messageOf(matchError)}</p>
                ) : !says ? (
                    <p className="px-5 py-10 text-center text-ink-3">
                        Choose an event or say where it happened, and what matches appears here.
                    </p>
                ) : matches === null ? (
                    <Skeleton className="m-5 h-40" />
                ) : matches.length === 0 ? (
                    <p className="px-5 py-10 text-center text-ink-3">No event matches so far.</p>
                ) : (
                    <ul className="scrollbar-thin max-h-[32rem] divide-y divide-line overflow-y-auto">
                        {matches.map((one) => (
                            <li key={one.uuid}>
                                <Link
                                    to={urls.event(one.uuid)}
                                    className="flex items-start gap-3 px-4 py-2.5 -outline-offset-2 hover:bg-hover sm:px-5"
                                >
                                    <span className="min-w-0 flex-1">
                                        <EventName name={one.event} />
                                        <bdi className="block truncate pl-9.5 text-ink-3 text-xs">
                                            {eventPlace(one.properties as Properties) || one.distinct_id}
                                        </bdi>
                                    </span>
                                    <time
                                        dateTime={one.timestamp}
                                        title={formatDateTime(one.timestamp)}
                                        className="shrink-0 pt-1 text-ink-3 text-xs"
                                    >
                                        {formatRelative(one.timestamp)}
                                    </time>
                                </Link>
                            </li>
                        ))}
                    </ul>
                )}
            </div>
        </Card>
    )
}
