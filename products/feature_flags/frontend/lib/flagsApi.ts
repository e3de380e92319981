/** The addresses of the server that pages about flags use. */
import { call, type Schema } from '~/lib/client'
import type { Page, ProjectId } from '~/lib/types'
import type { StateAction } from './bulk'
import type { Condition, Draft, Filters, Flag } from './flags'
import type { ScheduleBody, ScheduledChange } from './schedule'

const of = (project: ProjectId): { project_id: string } => ({ project_id: String(project) })
const one = (project: ProjectId, id: number): { project_id: string; flag_id: number } => ({
    ...of(project),
    flag_id: id,
})
// The description leaves a definition open; the server checks every write of it.
const toFlag = (flag: Schema<'FeatureFlag'>): Flag => flag as unknown as Flag
const toBody = (draft: Partial<Draft>): Partial<Draft> & { filters?: unknown } => draft

export type Activity = Schema<'Activity'>
export type BlastRadius = Schema<'BlastRadius'>
export type CopiedFlags = Schema<'CopiedFlags'>
export type FlagReference = Schema<'FlagReference'>
export type Explanation = Schema<'FlagExplanation'>
export type AsOf = Schema<'FlagAsOf'>
export type ConditionTrace = Schema<'FlagConditionTrace'>
export type PropertyTrace = Schema<'FlagPropertyTrace'>
export interface FlagVersion {
    version: number
    is_historical: boolean
    flag: Omit<Draft, 'filters'> & { filters: Filters }
}

export interface FlagQuery {
    search?: string
    active?: 'true' | 'false' | 'STALE'
    archived?: boolean
    type?: 'boolean' | 'multivariant' | 'remote_config'
    tags?: string
    created_by_id?: number
    order?: '-created_at' | '-updated_at' | '-last_called_at' | 'key'
    limit: number
    offset: number
}

export const flagsApi = {
    list: async (project: ProjectId, query: FlagQuery): Promise<Page<Flag>> => {
        const page = await call('get', '/api/projects/{project_id}/feature_flags/', { path: of(project), query })
        return { count: page.count, results: page.results.map(toFlag) }
    },
    tags: async (project: ProjectId): Promise<string[]> =>
        (await call('get', '/api/projects/{project_id}/feature_flags/tags/', { path: of(project) })).tags,
    get: async (project: ProjectId, id: number): Promise<Flag> =>
        toFlag(await call('get', '/api/projects/{project_id}/feature_flags/{flag_id}/', { path: one(project, id) })),
    create: async (project: ProjectId, draft: Draft): Promise<Flag> =>
        toFlag(
            await call('post', '/api/projects/{project_id}/feature_flags/', {
                path: of(project),
                body: toBody(draft) as Draft,
            })
        ),
    change: async (
        project: ProjectId,
        id: number,
        changes: Partial<Draft> & { version?: number; deleted?: boolean; archived?: boolean }
    ): Promise<Flag> =>
        toFlag(
            await call('patch', '/api/projects/{project_id}/feature_flags/{flag_id}/', {
                path: one(project, id),
                body: toBody(changes),
            })
        ),
    /** Each flag succeeds or is refused by itself; at most 500 at once, in this and the next two. */
    putMany: (project: ProjectId, ids: number[], action: StateAction): Promise<Schema<'UpdatedFlagStates'>> =>
        call('post', '/api/projects/{project_id}/feature_flags/bulk_update_state/', {
            path: of(project),
            body: { ids, action },
        }),
    deleteMany: (project: ProjectId, ids: number[]): Promise<Schema<'BulkDeletedFlags'>> =>
        call('post', '/api/projects/{project_id}/feature_flags/bulk_delete/', { path: of(project), body: { ids } }),
    tagMany: (
        project: ProjectId,
        ids: number[],
        action: 'add' | 'remove',
        tags: string[]
    ): Promise<Schema<'TaggedFlags'>> =>
        call('post', '/api/projects/{project_id}/feature_flags/bulk_update_tags/', {
            path: of(project),
            body: { ids, action, tags },
        }),
    countReached: (project: ProjectId, condition: Condition, index: number | null | undefined): Promise<BlastRadius> =>
        call('post', '/api/projects/{project_id}/feature_flags/user_blast_radius/', {
            path: of(project),
            body: { condition: condition as unknown as Record<string, unknown>, group_type_index: index ?? null },
        }),
    activity: async (project: ProjectId, id: number): Promise<Page<Activity>> => {
        const page = await call('get', '/api/projects/{project_id}/feature_flags/{flag_id}/activity/', {
            path: one(project, id),
            query: { limit: 200 },
        })
        return { count: page.count, results: page.results }
    },
    version: async (project: ProjectId, id: number, version: number): Promise<FlagVersion> =>
        (await call('get', '/api/projects/{project_id}/feature_flags/{flag_id}/versions/{version}/', {
            path: { ...one(project, id), version },
        })) as unknown as FlagVersion,
    /** What the stored flag answers for somebody, and how each of its conditions came out. */
    explain: (project: ProjectId, id: number, question: Schema<'FlagTestRequest'>): Promise<Explanation> =>
        call('post', '/api/projects/{project_id}/feature_flags/{flag_id}/test_evaluation/', {
            path: one(project, id),
            body: question,
        }),
    /** Those that wait and those that are done, by their time. */
    scheduledChanges: async (project: ProjectId, id: number): Promise<ScheduledChange[]> => {
        const page = await call('get', '/api/projects/{project_id}/scheduled_changes/', {
            path: of(project),
            query: { record_id: id, limit: 500 },
        })
        return page.results
    },
    schedule: (project: ProjectId, id: number, body: ScheduleBody): Promise<ScheduledChange> =>
        call('post', '/api/projects/{project_id}/scheduled_changes/', {
            path: of(project),
            body: { ...body, record_id: id },
        }),
    reschedule: (project: ProjectId, change: number, body: ScheduleBody): Promise<ScheduledChange> =>
        call('patch', '/api/projects/{project_id}/scheduled_changes/{change_id}/', {
            path: { ...of(project), change_id: change },
            body,
        }),
    unschedule: (project: ProjectId, change: number): Promise<undefined> =>
        call('delete', '/api/projects/{project_id}/scheduled_changes/{change_id}/', {
            path: { ...of(project), change_id: change },
        }),
    dependents: (project: ProjectId, id: number): Promise<FlagReference[]> =>
        call('get', '/api/projects/{project_id}/feature_flags/{flag_id}/dependent_flags/', { path: one(project, id) }),
    /** Makes the flag in other projects, or brings theirs to its state; each succeeds or fails by itself. */
    copy: (
        organization: string,
        project: ProjectId,
        key: string,
        targets: ProjectId[],
        disabled: boolean
    ): Promise<CopiedFlags> =>
        call('post', '/api/organizations/{organization_id}/feature_flags/copy_flags/', {
            path: { organization_id: organization },
            body: {
                feature_flag_key: key,
                from_project: project,
                target_project_ids: targets,
                disable_copied_flag: disabled,
            },
        }),
    /** The flag with this key in each of the organization's projects that one may see. */
    inProjects: (organization: string, key: string): Promise<Schema<'ProjectFlag'>[]> =>
        call('get', '/api/organizations/{organization_id}/feature_flags/{key}/', {
            path: { organization_id: organization, key },
        }),
    groupTypes: (project: ProjectId): Promise<Schema<'GroupType'>[]> =>
        call('get', '/api/projects/{project_id}/groups_types/', { path: of(project) }),
}
