/** Addresses of the server that only this product's pages use. */
import { call, type Schema } from '~/lib/client'
import { http } from '~/lib/http'
import { currentProjectId } from '~/lib/navigation'
import type { Cohort, Page } from '~/lib/types'
import type { Filters } from './criteria'

export type Calculation = Schema<'CohortCalculation'>
export type Member = Schema<'CohortMember'>
export type CohortUser = Schema<'CohortUser'>
export type UploadReport = Schema<'UploadReport'>

const here = (): { project_id: string } => ({ project_id: String(currentProjectId()) })
const at = (id: number): { project_id: string; cohort_id: number } => ({ ...here(), cohort_id: id })
const toCohort = (cohort: Schema<'Cohort'>): Cohort => cohort as Cohort

/** A chart needs no more points than it has pixels. */
const CALCULATIONS_SHOWN = 300

export const cohortsApi = {
    get: async (id: number): Promise<Cohort> =>
        toCohort(await call('get', '/api/projects/{project_id}/cohorts/{cohort_id}/', { path: at(id) })),
    create: async (form: { name: string; description: string; filters?: Filters; is_static?: boolean }) =>
        toCohort(await call('post', '/api/projects/{project_id}/cohorts/', { path: here(), body: form })),
    change: async (id: number, changes: Schema<'PatchedChangeCohortRequest'>): Promise<Cohort> =>
        toCohort(
            await call('patch', '/api/projects/{project_id}/cohorts/{cohort_id}/', { path: at(id), body: changes })
        ),
    estimate: async (filters: Filters, signal?: AbortSignal): Promise<number> =>
        (
            await call('post', '/api/projects/{project_id}/cohorts/estimate/', {
                path: here(),
                body: { filters },
                signal,
            })
        ).count,
    recalculate: async (id: number): Promise<Cohort> =>
        toCohort(await call('post', '/api/projects/{project_id}/cohorts/{cohort_id}/recalculate/', { path: at(id) })),
    duplicate: async (id: number): Promise<Cohort> =>
        toCohort(
            await call('post', '/api/projects/{project_id}/cohorts/{cohort_id}/duplicate_as_static_cohort/', {
                path: at(id),
            })
        ),
    calculations: async (id: number): Promise<Calculation[]> =>
        (
            await call('get', '/api/projects/{project_id}/cohorts/{cohort_id}/calculation_history/', {
                path: at(id),
                query: { limit: CALCULATIONS_SHOWN },
            })
        ).results,
    members: (id: number, query: { search: string; limit: number; offset: number }): Promise<Page<Member>> =>
        call('get', '/api/projects/{project_id}/cohorts/{cohort_id}/persons/', { path: at(id), query }),
    usedBy: (id: number): Promise<CohortUser[]> =>
        call('get', '/api/projects/{project_id}/cohorts/{cohort_id}/used_by/', { path: at(id) }),
    addPeople: (id: number, names: string[]): Promise<UploadReport> =>
        call('patch', '/api/projects/{project_id}/cohorts/{cohort_id}/add_persons_to_static_cohort/', {
            path: at(id),
            body: { person_ids: names },
        }),
    removePerson: (id: number, person: string) =>
        call('patch', '/api/projects/{project_id}/cohorts/{cohort_id}/remove_person_from_static_cohort/', {
            path: at(id),
            body: { person_id: person },
        }),
    upload: (id: number, file: File): Promise<UploadReport> => {
        const form = new FormData()
        form.set('csv', file)
        return http.post(`/api/projects/${currentProjectId()}/cohorts/${id}/upload/`, form)
    },
}
