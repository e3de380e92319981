/** Every address of the server that pages use, one function each. Values are converted to view types here, at the edge. */
import { http, type RequestOptions } from './http'
import type { AnswerTo, AnyQuery, RefreshMode } from './queries'
import type {
    EventDefinition,
    EventRow,
    Invite,
    InvitePreview,
    Member,
    MembershipLevel,
    Organization,
    Page,
    Person,
    PersonalApiKey,
    PersonId,
    Preflight,
    Project,
    ProjectId,
    PropertyDefinition,
    PropertySource,
    SavedInsight,
    User,
} from './types'

const inProject = (project: ProjectId, path: string): string => `/api/projects/${project}/${path}`

/** Some lists are paged and some are not; callers that want everything get an array either way. */
function items<T>(answer: Page<T> | T[]): T[] {
    return Array.isArray(answer) ? answer : answer.results
}

const accounts = {
    preflight: () => http.get<Preflight>('/_preflight/'),
    me: () => http.get<User>('/api/users/@me/'),
    updateMe: (
        changes: Partial<Pick<User, 'first_name' | 'last_name' | 'theme_mode'>> & {
            password?: string
            current_password?: string
            set_current_team?: ProjectId
        }
    ) => http.patch<User>('/api/users/@me/', changes),
    login: (credentials: { email: string; password: string }) => http.post<unknown>('/api/login/', credentials),
    logout: () => http.post<unknown>('/api/logout/'),
    signup: (form: { first_name: string; email: string; password: string; organization_name: string }) =>
        http.post<unknown>('/api/signup/', form),
    invitePreview: (invite: string) => http.get<InvitePreview>(`/api/signup/${invite}/`),
    acceptInvite: (invite: string, form: { first_name?: string; password?: string }) =>
        http.post<unknown>(`/api/signup/${invite}/`, form),
}

const organizations = {
    update: (id: string, changes: Partial<Pick<Organization, 'name'>>) =>
        http.patch<Organization>(`/api/organizations/${id}/`, changes),
    members: async (id: string) =>
        items(await http.get<Page<Member> | Member[]>(`/api/organizations/${id}/members/`, { params: { limit: 500 } })),
    updateMember: (id: string, userUuid: string, level: MembershipLevel) =>
        http.patch<Member>(`/api/organizations/${id}/members/${userUuid}/`, { level }),
    removeMember: (id: string, userUuid: string) => http.delete(`/api/organizations/${id}/members/${userUuid}/`),
    invites: async (id: string) =>
        items(await http.get<Page<Invite> | Invite[]>(`/api/organizations/${id}/invites/`, { params: { limit: 500 } })),
    invite: (id: string, form: { target_email: string; level: MembershipLevel }) =>
        http.post<Invite>(`/api/organizations/${id}/invites/`, form),
    cancelInvite: (id: string, invite: string) => http.delete(`/api/organizations/${id}/invites/${invite}/`),
}

const projects = {
    get: (id: ProjectId) => http.get<Project>(`/api/projects/${id}/`),
    create: (name: string) => http.post<Project>('/api/projects/', { name }),
    update: (
        id: ProjectId,
        changes: Partial<Pick<Project, 'name' | 'timezone' | 'week_start_day' | 'anonymize_ips'>>
    ) => http.patch<Project>(`/api/projects/${id}/`, changes),
    resetToken: (id: ProjectId) => http.patch<Project>(`/api/projects/${id}/reset_token/`),
}

const personalKeys = {
    list: async () => items(await http.get<Page<PersonalApiKey> | PersonalApiKey[]>('/api/personal_api_keys/')),
    create: (form: { label: string; scopes: string[] }) => http.post<PersonalApiKey>('/api/personal_api_keys/', form),
    delete: (id: string) => http.delete(`/api/personal_api_keys/${id}/`),
}

const persons = {
    list: (project: ProjectId, params: { search?: string; limit: number; offset: number }, options?: RequestOptions) =>
        http.get<Page<Person>>(inProject(project, 'persons/'), { ...options, params }),
    get: (project: ProjectId, id: PersonId) => http.get<Person>(inProject(project, `persons/${id}/`)),
    findByDistinctId: async (project: ProjectId, distinctId: string): Promise<Person | null> => {
        const page = await http.get<Page<Person>>(inProject(project, 'persons/'), {
            params: { distinct_id: distinctId },
        })
        return page.results[0] ?? null
    },
}

const events = {
    get: (project: ProjectId, uuid: string) => http.get<EventRow>(inProject(project, `events/${uuid}/`)),
    /** Values seen for a property, most frequent first. */
    values: (
        project: ProjectId,
        params: { key: string; value?: string; event_name?: string; source: PropertySource },
        options?: RequestOptions
    ) => {
        const { source, ...rest } = params
        const path = source === 'person' ? 'persons/values/' : 'events/values/'
        return http.get<{ name: string | number | boolean }[]>(inProject(project, path), { ...options, params: rest })
    },
    definitions: async (project: ProjectId, search: string, options?: RequestOptions) =>
        items(
            await http.get<Page<EventDefinition>>(inProject(project, 'event_definitions/'), {
                ...options,
                params: { search, limit: 200, ordering: '-last_seen_at' },
            })
        ),
    propertyDefinitions: async (
        project: ProjectId,
        params: { source: PropertySource; search?: string },
        options?: RequestOptions
    ) =>
        items(
            await http.get<Page<PropertyDefinition>>(inProject(project, 'property_definitions/'), {
                ...options,
                params: { type: params.source, search: params.search, limit: 500 },
            })
        ),
}

const insights = {
    list: (project: ProjectId, params: { search?: string; limit: number; offset: number }, options?: RequestOptions) =>
        http.get<Page<SavedInsight>>(inProject(project, 'insights/'), { ...options, params }),
    getByShortId: async (project: ProjectId, shortId: string): Promise<SavedInsight | null> => {
        const page = await http.get<Page<SavedInsight>>(inProject(project, 'insights/'), {
            params: { short_id: shortId },
        })
        return page.results[0] ?? null
    },
    create: (project: ProjectId, insight: { name: string; description?: string; query: unknown }) =>
        http.post<SavedInsight>(inProject(project, 'insights/'), { ...insight, saved: true }),
    update: (
        project: ProjectId,
        id: number,
        changes: Partial<{ name: string; description: string; query: unknown; deleted: boolean }>
    ) => http.patch<SavedInsight>(inProject(project, `insights/${id}/`), changes),
}

/** Asks the query endpoint; the kind of the question decides the type of the answer. */
function query<Q extends AnyQuery>(
    project: ProjectId,
    question: Q,
    options: RequestOptions & { refresh?: RefreshMode } = {}
): Promise<AnswerTo<Q>> {
    const { refresh = 'blocking', ...rest } = options
    return http.post<AnswerTo<Q>>(inProject(project, 'query/'), { query: question, refresh }, rest)
}

export const api = { ...accounts, organizations, projects, personalKeys, persons, events, insights, query }
