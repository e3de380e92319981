/** Lines of the activity log about flags. */
import type { ActivityKind, ActivityLine } from '~/activity/sentences'
import { describePlan, type Plan } from './schedule'
import { urls } from './urls'

export const FLAG_KIND: ActivityKind = {
    noun: 'feature flag',
    pathOf: (id) => urls.flag(Number(id), 'history'),
    containers: ['filters', 'multivariate', 'scheduled_change'],
    values: { scheduled_change: (plan) => describePlan(plan as unknown as Plan) },
    words: {
        active: 'on',
        filters: 'definition',
        name: 'description',
        groups: 'condition',
        scheduled_at: 'time',
        scheduled_change: 'planned change',
        properties: 'filter',
        rollout_percentage: 'share',
        multivariate: 'variants',
        variants: 'variant',
        payloads: 'payload',
        true: 'for true',
        feature_enrollment: 'people can opt in and out',
        exclusion_percentage: 'held out, per cent',
        early_exit: 'stops at the first match',
        evaluation_contexts: 'contexts',
        evaluation_runtime: 'given to',
        bucketing_identifier: 'shares count',
        ensure_experience_continuity: 'keeps the answer across a login',
        is_remote_configuration: 'remote config',
        has_encrypted_payloads: 'encrypted payload',
    },
}

/** The version a line made, or null for lines that made none. */
export function versionOf(line: ActivityLine): number | null {
    const change = line.detail.changes.find((one) => one.field === 'version')
    return typeof change?.after === 'number' ? change.after : null
}
