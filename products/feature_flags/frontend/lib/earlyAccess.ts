/** Features that people opt into: the server's addresses, and what a form holds of one. */
import { api } from '~/lib/api'
import { call, type Schema } from '~/lib/client'
import type { Page, Person, ProjectId } from '~/lib/types'
import { payloadProblem } from './flags'

export type Feature = Schema<'EarlyAccessFeature'>
export type Stage = Feature['stage']

export interface FeatureForm {
    name: string
    description: string
    stage: Stage
    documentation_url: string
    /** A JSON object, as text. */
    payload: string
    /** For a new one: the flag it takes over; null has one made. */
    flagId: number | null
}

export const STAGES: { value: Stage; label: string; hint: string }[] = [
    { value: 'draft', label: 'Draft', hint: 'Offered to nobody yet' },
    { value: 'concept', label: 'Concept', hint: 'People can say that they want it' },
    { value: 'alpha', label: 'Alpha', hint: 'For those who do not mind breakage' },
    { value: 'beta', label: 'Beta', hint: 'What SDKs ask for unless told otherwise' },
    { value: 'general-availability', label: 'For everybody', hint: 'Released; the choice stays for who made it' },
    { value: 'archived', label: 'Archived', hint: 'Offered to nobody any more' },
]

export const NEW_FEATURE: FeatureForm = {
    name: '',
    description: '',
    stage: 'draft',
    documentation_url: '',
    payload: '{}',
    flagId: null,
}

export function stageLabel(stage: Stage): string {
    return STAGES.find((one) => one.value === stage)?.label ?? stage
}

export function formOfFeature(feature: Feature): FeatureForm {
    const { name, description, stage, documentation_url, payload, feature_flag } = feature
    return {
        name,
        description,
        stage,
        documentation_url,
        payload: JSON.stringify(payload, null, 2),
        flagId: feature_flag.id,
    }
}

/** Why the payload cannot be sent, or null. */
export function objectProblem(text: string): string | null {
    const problem = payloadProblem(text)
    if (problem !== null) {
        return problem
    }
    const value: unknown = JSON.parse(text)
    return value !== null && typeof value === 'object' && !Array.isArray(value)
        ? null
        : 'Write an object, such as {"image": "https://…"}.'
}

/** The property by which SDKs keep a person's choice, and the flag follows it. */
export function enrollmentProperty(flagKey: string): string {
    return `$feature_enrollment/${flagKey}`
}

/** How a page shows the offers and takes people's choices. */
export function enrollmentSnippet(flagKey: string, stage: Stage): string {
    const stages = stage === 'beta' || stage === 'draft' || stage === 'archived' ? '' : `, ['${stage}']`
    return [
        '// What there is to choose from',
        `posthog.getEarlyAccessFeatures((features) => {`,
        '    // show features[].name and features[].description',
        `}, true${stages})`,
        '',
        '// When somebody opts in, or out with false',
        `posthog.updateEarlyAccessFeatureEnrollment('${flagKey}', true)`,
    ].join('\n')
}

const of = (project: ProjectId): { project_id: string } => ({ project_id: String(project) })
const one = (project: ProjectId, id: string): { project_id: string; feature_id: string } => ({
    ...of(project),
    feature_id: id,
})
const bodyOf = ({ flagId: _, payload, ...form }: FeatureForm) => ({
    ...form,
    payload: JSON.parse(payload) as Record<string, unknown>,
})

export const earlyAccessApi = {
    list: async (project: ProjectId): Promise<Feature[]> => {
        const page = await call('get', '/api/projects/{project_id}/early_access_feature/', {
            path: of(project),
            query: { limit: 500 },
        })
        return page.results
    },
    get: (project: ProjectId, id: string): Promise<Feature> =>
        call('get', '/api/projects/{project_id}/early_access_feature/{feature_id}/', { path: one(project, id) }),
    offer: (project: ProjectId, form: FeatureForm): Promise<Feature> =>
        call('post', '/api/projects/{project_id}/early_access_feature/', {
            path: of(project),
            body: { ...bodyOf(form), feature_flag_id: form.flagId },
        }),
    /** `version` is the one the form was made from; a newer one is a conflict. */
    change: (project: ProjectId, { id, version }: Feature, form: FeatureForm): Promise<Feature> =>
        call('patch', '/api/projects/{project_id}/early_access_feature/{feature_id}/', {
            path: one(project, id),
            body: { ...bodyOf(form), version },
        }),
    withdraw: (project: ProjectId, id: string): Promise<undefined> =>
        call('delete', '/api/projects/{project_id}/early_access_feature/{feature_id}/', { path: one(project, id) }),
    /** Who chose it (or, with false, turned it down), as many as `limit` after the first `offset`, and how many there are. */
    people: (
        project: ProjectId,
        flagKey: string,
        isIn: boolean,
        { limit, offset = 0 }: { limit: number; offset?: number }
    ): Promise<Page<Person>> =>
        api.persons.list(project, {
            properties: JSON.stringify([
                { type: 'person', key: enrollmentProperty(flagKey), operator: 'exact', value: [String(isIn)] },
            ]),
            limit,
            offset,
        }),
}
