import { useActions, useValues } from 'kea'
import { router } from 'kea-router'
import { Archive, ArchiveRestore, CopyPlus, EllipsisVertical, Trash2, Undo2 } from 'lucide-react'
import { Button } from '~/design/Button'
import { Menu, MenuItem } from '~/design/Menu'
import { PageHeader } from '~/design/PageHeader'
import { Banner, ErrorState, SkeletonRows } from '~/design/States'
import { Tabs } from '~/design/Tabs'
import { Switch } from '~/design/Toggle'
import { formatRelative } from '~/lib/format'
import { CodePanel } from '../components/CodePanel'
import { CopyModal } from '../components/CopyModal'
import { FlagBadge } from '../components/FlagBadge'
import { HistoryPanel } from '../components/HistoryPanel'
import { ReleaseForm } from '../components/ReleaseForm'
import { SaveBar } from '../components/SaveBar'
import { SchedulePanel } from '../components/SchedulePanel'
import { UsagePanel } from '../components/UsagePanel'
import { WhyPanel } from '../components/WhyPanel'
import { variantsOf } from '../lib/flags'
import { urls } from '../lib/urls'
import { flagCopyLogic } from '../logics/flagCopyLogic'
import { type FlagSceneProps, featureFlagSceneLogic } from './featureFlagSceneLogic'

const TABS = ['release', 'why', 'usage', 'schedule', 'history', 'code'] as const
type Tab = (typeof TABS)[number]

/** One flag: its release, usage, history, and how code asks for it. */
export function Scene({ id = 'new' }: { id?: string }): React.JSX.Element {
    return <FlagPage key={id} id={id} />
}

function FlagPage({ id }: FlagSceneProps): React.JSX.Element {
    const { status, loadError, flag, isNew } = useValues(featureFlagSceneLogic({ id }))
    const { load } = useActions(featureFlagSceneLogic({ id }))
    const back = { to: urls.flags(), label: 'Feature flags' }
    if (status === 'failed') {
        return (
            <>
                <PageHeader title="Feature flag" back={back} />
                <ErrorState error={loadError} onRetry={load} />
            </>
        )
    }
    if (status === 'loading') {
        return <SkeletonRows rows={8} label="Loading the flag" />
    }
    return (
        <>
            <PageHeader
                title={isNew ? 'New feature flag' : (flag?.key ?? '')}
                heading={flag ? <h1 className="break-all font-medium font-mono text-xl">{flag.key}</h1> : undefined}
                description={flag ? <Facts id={id} /> : 'Nothing changes for anybody before it is saved.'}
                back={back}
                actions={<HeaderActions id={id} />}
            />
            {flag?.deleted && <Banner tone="danger">This flag is deleted: SDKs get no answer for it.</Banner>}
            {flag?.archived && !flag.deleted && (
                <Banner>This flag is archived and off. Take it out of the archive to switch it on.</Banner>
            )}
            {isNew ? <ReleaseForm id={id} /> : <FlagTabs id={id} />}
            <Saving id={id} />
        </>
    )
}

function FlagTabs({ id }: FlagSceneProps): React.JSX.Element | null {
    const { flag } = useValues(featureFlagSceneLogic({ id }))
    const { searchParams } = useValues(router)
    if (!flag) {
        return null
    }
    const tab = TABS.find((one) => one === searchParams.tab) ?? 'release'
    return (
        <Tabs
            label="About the flag"
            value={tab}
            onChange={(next: Tab) => router.actions.replace(urls.flag(flag.id, next))}
            tabs={[
                {
                    value: 'release',
                    label: 'Release',
                    content: (
                        <div className="mt-4">
                            <ReleaseForm id={id} />
                        </div>
                    ),
                },
                { value: 'why', label: 'Who gets what', content: <WhyPanel id={id} flag={flag} /> },
                {
                    value: 'usage',
                    label: 'Usage',
                    content: (
                        <UsagePanel
                            key={flag.key}
                            flagKey={flag.key}
                            variants={variantsOf(flag.filters).map((one) => one.key)}
                        />
                    ),
                },
                { value: 'schedule', label: 'Schedule', content: <SchedulePanel flag={flag} /> },
                { value: 'history', label: 'History', content: <HistoryPanel id={id} /> },
                { value: 'code', label: 'Code', content: <CodePanel flag={flag} /> },
            ]}
        />
    )
}

function Facts({ id }: FlagSceneProps): React.JSX.Element | null {
    const { flag } = useValues(featureFlagSceneLogic({ id }))
    if (!flag) {
        return null
    }
    const by = flag.last_modified_by ? flag.last_modified_by.first_name || flag.last_modified_by.email : 'the system'
    return (
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <FlagBadge state={flag.status} reason={flag.status_reason} />
            <span>{flag.status_reason}</span>
            <span>
                Changed {formatRelative(flag.updated_at)} by {by}.
            </span>
        </span>
    )
}

function HeaderActions({ id }: FlagSceneProps): React.JSX.Element | null {
    const { flag, saving } = useValues(featureFlagSceneLogic({ id }))
    const { switchFlag, setState } = useActions(featureFlagSceneLogic({ id }))
    const { open: openCopy } = useActions(flagCopyLogic({ id: Number(id) }))
    if (!flag) {
        return null
    }
    return (
        <>
            {!flag.deleted && (
                <Switch checked={flag.active} disabled={flag.archived || saving} onChange={switchFlag}>
                    <span className="font-medium">{flag.active ? 'On' : 'Off'}</span>
                </Switch>
            )}
            <Menu
                trigger={
                    <Button variant="ghost" square aria-label={`More about ${flag.key}`} icon={<EllipsisVertical />} />
                }
            >
                {!flag.deleted && (
                    <MenuItem icon={<CopyPlus />} onSelect={openCopy}>
                        Copy to other projects
                    </MenuItem>
                )}
                {flag.archived ? (
                    <MenuItem icon={<ArchiveRestore />} onSelect={() => setState({ archived: false })}>
                        Take out of the archive
                    </MenuItem>
                ) : (
                    <MenuItem icon={<Archive />} onSelect={() => setState({ archived: true, active: false })}>
                        Archive
                    </MenuItem>
                )}
                {flag.deleted ? (
                    <MenuItem icon={<Undo2 />} onSelect={() => setState({ deleted: false })}>
                        Restore
                    </MenuItem>
                ) : (
                    <MenuItem icon={<Trash2 />} danger onSelect={() => setState({ deleted: true })}>
                        Delete
                    </MenuItem>
                )}
            </Menu>
            <CopyModal id={id} flag={flag} />
        </>
    )
}

/** Appears with the first change and stays in reach until it is saved or dropped. */
function Saving({ id }: FlagSceneProps): React.JSX.Element | null {
    const { isNew, isChanged, problem, saving } = useValues(featureFlagSceneLogic({ id }))
    const { save, discard } = useActions(featureFlagSceneLogic({ id }))
    if (!isNew && !isChanged) {
        return null
    }
    return (
        <SaveBar
            text={problem ?? (isNew ? 'Ready to be saved.' : 'There are changes that are not saved.')}
            action={isNew ? 'Create flag' : 'Save'}
            onSave={save}
            onDiscard={isNew ? undefined : discard}
            saving={saving}
            disabled={problem !== null}
        />
    )
}
