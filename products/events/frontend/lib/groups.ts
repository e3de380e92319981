/** What to call groups and their kinds. */
import type { Properties } from '~/lib/types'
import type { Group, GroupType } from './eventsApi'

export function groupName(group: Pick<Group, 'group_key' | 'group_properties'>): string {
    const name = (group.group_properties as Properties).name
    return typeof name === 'string' && name.trim() ? name : group.group_key
}

/** "Companies" for the type company, unless the project calls it something else. */
export function typeName(type: GroupType): string {
    const plural = type.name_plural || `${type.group_type.replace(/y$/, 'ie')}s`
    return plural.charAt(0).toUpperCase() + plural.slice(1)
}
