/** Lines of the activity log in words. */
import type { Schema } from '~/lib/client'
import type { Json } from '~/lib/types'
import { describeField } from './differences'

export type ActivityLine = Schema<'Activity'>
export type ActivityChange = Schema<'Change'>

/** What a product says about one kind of thing in the log. */
export interface ActivityKind {
    /** What people call one of them: "feature flag". */
    noun: string
    /** Its page; null when it has none. */
    pathOf?: (itemId: string) => string | null
    /** Names of fields that do not speak for themselves. */
    words?: Readonly<Record<string, string>>
    /** Fields that only hold others, left out of the names of places inside them. */
    containers?: readonly string[]
    /** How the whole value of a field is said, for those whose parts say little by themselves. */
    values?: Readonly<Record<string, (value: Json) => string>>
}

/** "FeatureFlag" → "feature flag", for kinds that no product has described. */
export function nounOf(scope: string, kind?: ActivityKind): string {
    return kind?.noun ?? scope.replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase()
}

/** Whoever did it: a person, a schedule, or somebody whose account is gone. */
export function whoDid({ user, is_system, detail }: ActivityLine): string {
    const isPlanned = detail.trigger?.job_type === 'scheduled_change'
    if (user) {
        const name = user.first_name || user.email
        return isPlanned ? `A change that ${name} planned` : name
    }
    if (isPlanned) {
        return 'A scheduled change'
    }
    return is_system ? 'The system' : 'Somebody who left'
}

export function fieldName(field: string, kind?: ActivityKind): string {
    return describeField(field, kind?.words)
}

/** What is shown of a line: versions count changes and are none. */
export function changesOf(line: ActivityLine): ActivityChange[] {
    return line.detail.changes.filter((change) => change.field !== 'version')
}

/** What was done, without who and to what: "switched off", "changed the description and tags of". */
export function whatWasDone(line: ActivityLine, kind?: ActivityKind): string {
    if (line.activity !== 'updated') {
        return line.activity.replaceAll('_', ' ')
    }
    const changes = changesOf(line)
    const archived = changes.find((one) => one.field === 'archived')
    if (archived) {
        return archived.after ? 'archived' : 'took out of the archive'
    }
    const [only] = changes
    if (!only) {
        return 'changed something that is not shown in'
    }
    if (only.field === 'scheduled_change') {
        return only.before === null
            ? 'planned a change of'
            : `${only.after ? 'changed' : 'cancelled'} a planned change of`
    }
    if (changes.length === 1 && only.field === 'active') {
        return only.after ? 'switched on' : 'switched off'
    }
    const names = changes.map((one) => fieldName(one.field, kind))
    const shown = names.length > 4 ? [...names.slice(0, 3), `${names.length - 3} more`] : names
    return `changed the ${shown.join(', ').replace(/, ([^,]*)$/, ' and $1')} of`
}
