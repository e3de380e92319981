/** Properties in the order people look for them: their own first, then what SDKs add, by topic. */
import { isSdkProperty, propertyLabel } from '~/filters/propertyNames'
import type { Json, Properties } from '~/lib/types'

export interface PropertyEntry {
    name: string
    label: string
    value: Json
}

export interface PropertyGroup {
    title: string
    entries: PropertyEntry[]
}

const TOPICS: [title: string, test: RegExp][] = [
    [
        'Page and campaign',
        /^(\$(current_url|host|pathname|title|referrer|referring_domain|search_engine|session_entry_.*)|utm_.*|\$?gclid|\$?fbclid)$/,
    ],
    [
        'Device and browser',
        /^\$(browser.*|os.*|device.*|screen_.*|viewport_.*|raw_user_agent|timezone.*|app_.*|locale)$/,
    ],
    ['Place', /^\$(geoip_.*|ip)$/],
    [
        'Session and identity',
        /^\$(session_.*|window_id|pageview_id|user_id|is_identified|anon_distinct_id|process_person_profile|groups|group_\d)$/,
    ],
    ['First seen with', /^\$initial_/],
]

function topicOf(name: string): string {
    if (!isSdkProperty(name)) {
        return 'Properties'
    }
    return TOPICS.find(([, test]) => test.test(name))?.[0] ?? 'From the SDK'
}

export function groupProperties(properties: Properties, search = ''): PropertyGroup[] {
    const wanted = search.trim().toLowerCase()
    const titles = ['Properties', ...TOPICS.map(([title]) => title), 'From the SDK']
    const groups = new Map<string, PropertyEntry[]>(titles.map((title) => [title, []]))
    for (const [name, value] of Object.entries(properties)) {
        const label = propertyLabel(name)
        const text = `${name} ${label} ${typeof value === 'object' ? JSON.stringify(value) : value}`
        if (text.toLowerCase().includes(wanted)) {
            groups.get(topicOf(name))?.push({ name, label, value })
        }
    }
    return titles
        .map((title) => ({
            title,
            entries: (groups.get(title) ?? []).sort((left, right) => left.label.localeCompare(right.label)),
        }))
        .filter((group) => group.entries.length > 0)
}
