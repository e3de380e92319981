import { router } from 'kea-router'
import { ActivityLog } from '~/activity/ActivityLog'
import { PageHeader } from '~/design/PageHeader'
import { Tabs } from '~/design/Tabs'
import { AccountSettings } from './AccountSettings'
import { MemberSettings } from './MemberSettings'
import { PersonalKeySettings } from './PersonalKeySettings'
import { ProjectSettings } from './ProjectSettings'

const SECTIONS = [
    { value: 'project', label: 'Project', content: <ProjectSettings /> },
    { value: 'members', label: 'Members', content: <MemberSettings /> },
    { value: 'activity-log', label: 'Activity log', content: <ActivityLog /> },
    { value: 'keys', label: 'API keys', content: <PersonalKeySettings /> },
    { value: 'account', label: 'Account', content: <AccountSettings /> },
] as const

export function Scene({ section = 'project' }: Record<string, string>): React.JSX.Element {
    const open = SECTIONS.some((one) => one.value === section) ? section : 'project'
    return (
        <>
            <PageHeader title="Settings" />
            <Tabs
                label="Settings"
                value={open}
                onChange={(next) => router.actions.push(`/settings/${next}`)}
                tabs={SECTIONS.map((one) => ({
                    ...one,
                    content: <div className="flex max-w-3xl flex-col gap-6 py-6">{one.content}</div>,
                }))}
            />
        </>
    )
}
