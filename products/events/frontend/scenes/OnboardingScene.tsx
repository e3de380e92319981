import { analyticsUrls } from '@products/product_analytics/manifest'
import { useActions, useValues } from 'kea'
import { ArrowRight, CircleAlert } from 'lucide-react'
import { LiveDot } from '~/design/Badge'
import { Button, ButtonLink } from '~/design/Button'
import { Card } from '~/design/Card'
import { CodeBlock } from '~/design/CodeBlock'
import { CopyField } from '~/design/Copy'
import { PageHeader } from '~/design/PageHeader'
import { Tabs } from '~/design/Tabs'
import { Bloom } from '../components/Bloom'
import { EventName } from '../components/EventName'
import { useActorName } from '../components/useActorName'
import type { Snippet } from '../lib/snippets'
import { urls } from '../lib/urls'
import { onboardingSceneLogic } from './onboardingSceneLogic'

export function Scene(): React.JSX.Element {
    const { firstEvent, project } = useValues(onboardingSceneLogic)
    return (
        <div className="mx-auto max-w-4xl">
            <PageHeader
                title={firstEvent ? 'Send events' : 'Send your first event'}
                description="Pick what your product is made of, paste a few lines, and Prickle starts to grow."
            />
            {firstEvent ? <Arrived /> : <Waiting />}
            <Card className="mt-5 overflow-hidden">
                <SnippetTabs />
            </Card>
            <div className="mt-5 grid grid-cols-1 gap-4 sm:grid-cols-2">
                <div>
                    <h2 className="mb-1.5 font-medium text-ink-2 text-sm">Project token</h2>
                    <CopyField value={project?.api_token ?? ''} label="project token" />
                </div>
                <HostField />
            </div>
        </div>
    )
}

function HostField(): React.JSX.Element {
    const { preflight } = useValues(onboardingSceneLogic)
    return (
        <div>
            <h2 className="mb-1.5 font-medium text-ink-2 text-sm">Host</h2>
            <CopyField value={preflight?.site_url || window.location.origin} label="host" />
        </div>
    )
}

function SnippetTabs(): React.JSX.Element {
    const { snippets, chosen } = useValues(onboardingSceneLogic)
    const { choose } = useActions(onboardingSceneLogic)
    return (
        <Tabs
            label="Ways to send events"
            value={chosen}
            onChange={choose}
            className="[&>[role=tablist]]:px-2"
            tabs={snippets.map((snippet) => ({
                value: snippet.id,
                label: snippet.label,
                content: <SnippetSteps snippet={snippet} />,
            }))}
        />
    )
}

function SnippetSteps({ snippet }: { snippet: Snippet }): React.JSX.Element {
    return (
        <div className="flex flex-col gap-5 p-4 sm:p-5">
            {snippet.steps.map((step) => (
                <div key={step.text}>
                    <p className="mb-2">{step.text}</p>
                    <CodeBlock code={step.code} label={`${snippet.label} lines`} />
                </div>
            ))}
            {snippet.tip && <p className="text-ink-3 text-sm">{snippet.tip}</p>}
        </div>
    )
}

function Waiting(): React.JSX.Element {
    const { lookError, demo } = useValues(onboardingSceneLogic)
    const { openProject } = useActions(onboardingSceneLogic)
    return (
        <div
            role="status"
            className="flex flex-wrap items-center gap-3.5 rounded-xl border border-line-strong border-dashed bg-surface px-5 py-4"
        >
            {lookError ? <CircleAlert className="size-5 shrink-0 text-danger-text" /> : <LiveDot className="mx-1" />}
            <div className="min-w-0 flex-[1_1_12rem]">
                <p className="font-medium">
                    {lookError ? 'Cannot look for events right now' : 'Waiting for the first event'}
                </p>
                <p className="text-ink-3 text-sm">
                    {lookError ? `${lookError.message} Trying again.` : 'Leave this page open; it notices by itself.'}
                </p>
            </div>
            {demo && <Button onClick={() => openProject(demo.id)}>Look around in the demo</Button>}
        </div>
    )
}

function Arrived(): React.JSX.Element | null {
    const { firstEvent, arrivedWhileWaiting } = useValues(onboardingSceneLogic)
    const actorName = useActorName()
    if (!firstEvent) {
        return null
    }
    const chart = analyticsUrls.newInsight({
        kind: 'TrendsQuery',
        series: [{ kind: 'EventsNode', event: firstEvent.event, math: 'total' }],
        interval: 'hour',
        dateRange: { date_from: '-24h', date_to: null },
        trendsFilter: { display: 'ActionsBar' },
    })
    return (
        <div
            role="status"
            className="relative flex animate-rise flex-wrap items-center gap-x-5 gap-y-4 overflow-hidden rounded-xl border border-brand-line bg-brand-soft px-5 py-5"
        >
            {arrivedWhileWaiting && <Bloom />}
            <div className="relative min-w-0 flex-[1_1_16rem]">
                <p className="display text-brand-text text-xl">
                    {arrivedWhileWaiting ? 'It blooms! Your first event is here.' : 'Events are arriving.'}
                </p>
                <div className="mt-2 flex flex-wrap items-center gap-x-2 gap-y-1 text-ink-2">
                    <EventName name={firstEvent.event} />
                    <span className="text-ink-3">from</span>
                    <span className="max-w-64 truncate font-medium">{actorName(firstEvent)}</span>
                </div>
            </div>
            <div className="relative flex flex-wrap gap-2">
                <ButtonLink to={urls.activity()}>See it arrive</ButtonLink>
                <ButtonLink to={chart} variant="primary">
                    <span className="inline-flex items-center gap-2">
                        See it in a chart <ArrowRight />
                    </span>
                </ButtonLink>
            </div>
        </div>
    )
}
