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
        'Identity',
        /^\$(user_id|is_identified|anon_distinct_id|device_id|process_person_profile|person_mode|groups|group_\d|group_type|group_key|group_set|set|set_once|unset|alias|cymbal_.*)$/,
    ],
    ['Session', /^\$(session_(?!entry_).*|window_id|pageview_id|prev_pageview_.*|recording_.*)$/],
    ['Page', /^\$(current_url|host|pathname|title|screen_name|referrer|referring_domain)$/],
    [
        'Campaign',
        /^(\$session_entry_.*|\$search_engine|\$search_keyword|utm_.*|\$?(gclid|gad_source|fbclid|msclkid|twclid|li_fat_id|ttclid|gbraid|wbraid|igshid|mc_cid|dclid))$/,
    ],
    [
        'Device and browser',
        /^\$(browser.*|os.*|device.*|screen_(?!name).*|viewport_.*|raw_user_agent|user_agent|timezone.*|app_.*|locale|network_.*)$/,
    ],
    ['Place', /^\$(geoip_.*|ip)$/],
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
