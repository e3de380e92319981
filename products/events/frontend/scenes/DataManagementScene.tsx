import { router } from 'kea-router'
import type { ComponentType } from 'react'
import { PageHeader } from '~/design/PageHeader'
import { Tabs } from '~/design/Tabs'
import { urls } from '../lib/urls'
import { ActionsTab } from './data/ActionsTab'
import { ErasuresTab } from './data/ErasuresTab'
import { EventsTab } from './data/EventsTab'
import { PropertiesTab } from './data/PropertiesTab'
import { ProtectionTab } from './data/ProtectionTab'
import { RetentionTab } from './data/RetentionTab'
import { WarningsTab } from './data/WarningsTab'

const TABS: { value: string; label: string; Tab: ComponentType }[] = [
    { value: 'events', label: 'Events', Tab: EventsTab },
    { value: 'properties', label: 'Properties', Tab: PropertiesTab },
    { value: 'actions', label: 'Actions', Tab: ActionsTab },
    { value: 'warnings', label: 'Ingestion warnings', Tab: WarningsTab },
    { value: 'retention', label: 'Retention', Tab: RetentionTab },
    { value: 'erasures', label: 'Erasures', Tab: ErasuresTab },
    { value: 'protection', label: 'Protection', Tab: ProtectionTab },
]

/** What the project's data means, what happened to it on its way in, and how long it stays. */
export function Scene({ tab = 'events' }: Record<string, string>): React.JSX.Element {
    const value = TABS.some((one) => one.value === tab) ? tab : 'events'
    const current = TABS.find((one) => one.value === value)
    return (
        <>
            <PageHeader
                title={current && value !== 'events' ? `${current.label} · Data management` : 'Data management'}
                heading={<h1 className="display truncate text-2xl">Data management</h1>}
                description="What events and properties mean, what was refused, what is kept, and who may send."
            />
            <Tabs
                label="Data management"
                value={value}
                onChange={(next) => router.actions.push(urls.dataManagement(next))}
                className="[&>[role=tabpanel]]:pt-4"
                tabs={TABS.map(({ value, label, Tab }) => ({ value, label, content: <Tab /> }))}
            />
        </>
    )
}
