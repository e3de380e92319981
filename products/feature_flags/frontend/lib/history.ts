/** Lines of the activity log in words. */
import type { Activity } from './flagsApi'

const FIELDS: Record<string, string> = {
    active: 'On or off',
    archived: 'Archived',
    deleted: 'Deleted',
    filters: 'Definition',
    name: 'Description',
    key: 'Key',
    tags: 'Tags',
    evaluation_contexts: 'Contexts',
    evaluation_runtime: 'Given to',
    bucketing_identifier: 'Shares count',
    ensure_experience_continuity: 'Keeps the answer across a login',
    is_remote_configuration: 'Remote config',
    has_encrypted_payloads: 'Encrypted payload',
}

export function fieldLabel(field: string): string {
    return FIELDS[field] ?? field
}

/** The version a line made, or null for lines that made none. */
export function versionOf(line: Activity): number | null {
    const change = line.detail.changes.find((one) => one.field === 'version')
    return typeof change?.after === 'number' ? change.after : null
}

export function describeLine(line: Activity): string {
    if (line.activity !== 'updated') {
        return `${line.activity} the flag`
    }
    const changes = line.detail.changes.filter((one) => one.field !== 'version')
    const archived = changes.find((one) => one.field === 'archived')
    if (archived) {
        return archived.after ? 'archived the flag' : 'took the flag out of the archive'
    }
    const [only] = changes
    if (!only) {
        return 'replaced the encrypted payload'
    }
    if (changes.length === 1 && only.field === 'active') {
        return only.after ? 'switched the flag on' : 'switched the flag off'
    }
    return `changed ${changes.map((one) => fieldLabel(one.field).toLowerCase()).join(', ')}`
}
