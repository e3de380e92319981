/** Pages of events: what arrives, who sends it, and how to begin sending. */
import { Activity, Building2, Database, Radio, Rocket, Users } from 'lucide-react'
import type { ProductManifest } from '~/app/manifest'
import { urls } from './frontend/lib/urls'

export { urls as eventsUrls }

export const manifest: ProductManifest = {
    name: 'events',
    scenes: {
        activity: { title: 'Activity', load: () => import('./frontend/scenes/ActivityScene') },
        persons: { title: 'Persons', load: () => import('./frontend/scenes/PersonsScene') },
        person: { title: 'Person', load: () => import('./frontend/scenes/PersonScene') },
        groups: { title: 'Groups', load: () => import('./frontend/scenes/GroupsScene') },
        group: { title: 'Group', load: () => import('./frontend/scenes/GroupScene') },
        dataManagement: { title: 'Data management', load: () => import('./frontend/scenes/DataManagementScene') },
        action: { title: 'Action', load: () => import('./frontend/scenes/ActionScene') },
        ingestion: { title: 'Ingestion', load: () => import('./frontend/scenes/IngestionScene') },
        onboarding: { title: 'Send your first event', load: () => import('./frontend/scenes/OnboardingScene') },
    },
    routes: {
        '/activity': 'activity',
        '/persons': 'persons',
        '/persons/:id': 'person',
        '/groups': 'groups',
        '/groups/:type': 'groups',
        '/groups/:type/:groupKey': 'group',
        '/data': 'dataManagement',
        '/data/:tab': 'dataManagement',
        '/data/actions/:id': 'action',
        '/ingestion': 'ingestion',
        '/onboarding': 'onboarding',
    },
    activity: {
        Action: { noun: 'action', pathOf: (id) => urls.action(id) },
        Person: { noun: 'person', pathOf: (id) => urls.person(id) },
        EventDefinition: { noun: 'event definition', pathOf: () => urls.dataManagement('events') },
        PropertyDefinition: { noun: 'property definition', pathOf: () => urls.dataManagement('properties') },
        Group: { noun: 'group' },
        GroupType: { noun: 'kind of groups' },
        EventsSettings: { noun: 'settings of events' },
        CaptureProtection: { noun: 'protection of capture' },
    },
    navigation: [
        {
            label: 'Activity',
            path: '/activity',
            icon: Radio,
            order: 110,
            section: 'data',
            onPhoneBar: true,
            keywords: 'events live stream',
        },
        {
            label: 'Persons',
            path: '/persons',
            icon: Users,
            order: 120,
            section: 'data',
            onPhoneBar: true,
            keywords: 'people users',
        },
        {
            label: 'Groups',
            path: '/groups',
            icon: Building2,
            order: 122,
            section: 'data',
            keywords: 'companies organizations accounts teams',
        },
        {
            label: 'Data management',
            path: '/data',
            icon: Database,
            order: 140,
            section: 'data',
            keywords: 'events properties definitions tags types',
            tabs: [
                { label: 'Properties', path: '/data/properties', keywords: 'definitions types' },
                { label: 'Actions', path: '/data/actions', keywords: 'clicks combined events' },
                { label: 'Ingestion warnings', path: '/data/warnings', keywords: 'refused errors lost' },
                { label: 'Retention', path: '/data/retention', keywords: 'delete old events' },
                { label: 'Erasures', path: '/data/erasures', keywords: 'gdpr deleted persons groups receipts' },
                { label: 'Protection', path: '/data/protection', keywords: 'limits caps origins bots signed identity' },
            ],
        },
        {
            label: 'Ingestion',
            path: '/ingestion',
            icon: Activity,
            order: 145,
            section: 'data',
            keywords: 'rate lag queue rejected health monitoring',
        },
        {
            label: 'Send events',
            path: '/onboarding',
            icon: Rocket,
            order: 150,
            section: 'data',
            keywords: 'onboarding install snippet sdk token',
        },
    ],
    // A project without events has nothing to show but how to send them.
    landing: { order: 10, path: (project) => (project.ingested_event ? null : urls.onboarding()) },
}
