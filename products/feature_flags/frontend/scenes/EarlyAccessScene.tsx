import { useActions, useValues } from 'kea'
import { router } from 'kea-router'
import { Plus, Sprout } from 'lucide-react'
import { Badge } from '~/design/Badge'
import { ButtonLink } from '~/design/Button'
import { Card } from '~/design/Card'
import { Link } from '~/design/Link'
import { PageHeader } from '~/design/PageHeader'
import { EmptyState, ErrorState, SkeletonRows } from '~/design/States'
import { type Column, Table } from '~/design/Table'
import { formatDateTime, formatNumber, formatRelative } from '~/lib/format'
import { type Feature, stageLabel } from '../lib/earlyAccess'
import { urls } from '../lib/urls'
import { earlyAccessSceneLogic } from './earlyAccessSceneLogic'

/** Features that people opt into. */
export function Scene(): React.JSX.Element {
    return (
        <>
            <PageHeader
                title="Early access"
                description="Features that people opt into. Each has a flag that follows their choice."
                actions={
                    <ButtonLink to={urls.newFeature()} variant="primary" icon={<Plus />}>
                        New feature
                    </ButtonLink>
                }
            />
            <Card className="overflow-hidden">
                <FeatureList />
            </Card>
        </>
    )
}

function FeatureList(): React.JSX.Element {
    const { status, error, features } = useValues(earlyAccessSceneLogic)
    const { load } = useActions(earlyAccessSceneLogic)
    switch (status) {
        case 'failed':
            return <ErrorState error={error} onRetry={load} />
        case 'loading':
            return <SkeletonRows rows={4} label="Loading early access features" />
        case 'empty':
            return (
                <EmptyState
                    icon={<Sprout />}
                    title="Nothing to opt into yet"
                    action={
                        <ButtonLink to={urls.newFeature()} variant="primary" icon={<Plus />}>
                            Offer the first feature
                        </ButtonLink>
                    }
                >
                    Offer what is not finished to those who want it, and take it back from nobody but those who leave.
                </EmptyState>
            )
        case 'ready':
            return (
                <Table
                    caption="Early access features"
                    columns={COLUMNS}
                    rows={features ?? []}
                    rowKey={(feature) => feature.id}
                    onRowClick={(feature) => router.actions.push(urls.feature(feature.id))}
                />
            )
    }
}

function OptedIn({ feature }: { feature: Feature }): React.JSX.Element {
    const { counts } = useValues(earlyAccessSceneLogic)
    return <>{formatNumber(counts[feature.id])}</>
}

const COLUMNS: Column<Feature>[] = [
    {
        key: 'name',
        title: 'Feature',
        className: 'w-full max-w-0',
        render: (feature) => (
            <div className="flex min-w-0 flex-col gap-0.5">
                <Link
                    to={urls.feature(feature.id)}
                    onClick={(click) => click.stopPropagation()}
                    className="truncate font-medium hover:underline"
                >
                    {feature.name}
                </Link>
                {feature.description && <span className="truncate text-ink-3 text-sm">{feature.description}</span>}
            </div>
        ),
    },
    {
        key: 'stage',
        title: 'Stage',
        render: ({ stage }) => (
            <Badge tone={stage === 'draft' || stage === 'archived' ? 'neutral' : 'brand'}>{stageLabel(stage)}</Badge>
        ),
    },
    {
        key: 'flag',
        title: 'Flag',
        from: 'md',
        className: 'max-w-56',
        render: ({ feature_flag: flag }) => (
            <Link
                to={urls.flag(flag.id)}
                onClick={(click) => click.stopPropagation()}
                className="block truncate font-mono text-[0.8125rem] text-ink-2 hover:underline"
            >
                {flag.key}
            </Link>
        ),
    },
    {
        key: 'people',
        title: 'Opted in',
        align: 'right',
        className: 'whitespace-nowrap',
        render: (feature) => <OptedIn feature={feature} />,
    },
    {
        key: 'created',
        title: 'Offered',
        from: 'lg',
        align: 'right',
        className: 'whitespace-nowrap text-ink-3 text-sm',
        render: ({ created_at }) => <span title={formatDateTime(created_at)}>{formatRelative(created_at)}</span>,
    },
]
