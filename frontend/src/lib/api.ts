/** Every address of the server that pages use, one function each. Answers become view types here, at the edge. */
import { call, type Schema } from './client'
import type { AnswerTo, AnyQuery, RefreshMode } from './queries'
import type {
    Cohort,
    DeletedProject,
    DistinctId,
    EventDefinition,
    EventRow,
    EventUuid,
    Invite,
    Member,
    MembershipLevel,
    NewPersonalApiKey,
    Organization,
    Page,
    Person,
    PersonalApiKey,
    PersonId,
    Project,
    ProjectId,
    Properties,
    PropertyDefinition,
    PropertySource,
    SavedInsight,
    Timestamp,
    User,
} from './types'

interface Cancelable {
    signal?: AbortSignal
}

/** Lists that are shown whole: far more than any organization or project has of these. */
const ALL = 500

const of = (project: ProjectId): { project_id: string } => ({ project_id: String(project) })

// A view type is the API's own with some fields told exactly, so reading one is a claim about them, checked by tests
// against the running server rather than at run time.
const toUser = (user: Schema<'User'>): User => user as User
const toProject = (project: Schema<'Project'>): Project => project as Project
const toMember = (member: Schema<'Member'>): Member => member as Member
const toInvite = (invite: Schema<'Invite'>): Invite => invite as Invite
const toDeletedProject = (one: Schema<'DeletedProject'>): DeletedProject => one as DeletedProject
const toPerson = (person: Schema<'Person'>): Person => person as Person
const toPropertyDefinition = (one: Schema<'PropertyDefinition'>): PropertyDefinition => one as PropertyDefinition
const toEvent = (event: Schema<'Event'>): EventRow => ({
    uuid: event.uuid as EventUuid,
    event: event.event,
    timestamp: event.timestamp as Timestamp,
    distinct_id: event.distinct_id as DistinctId,
    person_id: event.person_id as PersonId,
    properties: event.properties as Properties,
    person_properties: event.person_properties as Properties,
})

const accounts = {
    preflight: () => call('get', '/_preflight/'),
    me: async () => toUser(await call('get', '/api/users/@me/')),
    updateMe: async (changes: Schema<'PatchedChangeUserRequest'>) =>
        toUser(await call('patch', '/api/users/@me/', { body: changes })),
    login: (body: Schema<'LogInRequest'>) => call('post', '/api/login/', { body }),
    logout: () => call('post', '/api/logout/'),
    signup: (body: Schema<'SignUpRequest'>) => call('post', '/api/signup/', { body }),
    invitePreview: (invite: string) => call('get', '/api/signup/{invite_id}/', { path: { invite_id: invite } }),
    acceptInvite: (invite: string, body: Schema<'InviteSignUpRequest'>) =>
        call('post', '/api/signup/{invite_id}/', { path: { invite_id: invite }, body }),
}

const organizations = {
    rename: async (id: string, name: string) =>
        (await call('patch', '/api/organizations/{id}/', { path: { id }, body: { name } })) as Organization,
    members: async (id: string) =>
        (await call('get', '/api/organizations/{organization_id}/members/', { path: { organization_id: id } })).map(
            toMember
        ),
    updateMember: async (id: string, userUuid: string, level: MembershipLevel) =>
        toMember(
            await call('patch', '/api/organizations/{organization_id}/members/{user_uuid}/', {
                path: { organization_id: id, user_uuid: userUuid },
                body: { level },
            })
        ),
    removeMember: (id: string, userUuid: string) =>
        call('delete', '/api/organizations/{organization_id}/members/{user_uuid}/', {
            path: { organization_id: id, user_uuid: userUuid },
        }),
    invites: async (id: string) => {
        const page = await call('get', '/api/organizations/{organization_id}/invites/', {
            path: { organization_id: id },
            query: { limit: ALL },
        })
        return page.results.map(toInvite)
    },
    invite: async (id: string, form: { target_email: string; level: MembershipLevel }) =>
        toInvite(
            await call('post', '/api/organizations/{organization_id}/invites/', {
                path: { organization_id: id },
                body: form,
            })
        ),
    cancelInvite: (id: string, invite: string) =>
        call('delete', '/api/organizations/{organization_id}/invites/{invite_id}/', {
            path: { organization_id: id, invite_id: invite },
        }),
    deletedProjects: async (id: string, query: { limit: number; offset: number }) => {
        const page = await call('get', '/api/organizations/{organization_id}/deleted_projects/', {
            path: { organization_id: id },
            query,
        })
        return { count: page.count, results: page.results.map(toDeletedProject) }
    },
}

const projects = {
    get: async (id: ProjectId | '@current') =>
        toProject(await call('get', '/api/projects/{id}/', { path: { id: String(id) } })),
    create: async (name: string) => toProject(await call('post', '/api/projects/', { body: { name } })),
    update: async (id: ProjectId, changes: Schema<'PatchedChangeProjectRequest'>) =>
        toProject(await call('patch', '/api/projects/{id}/', { path: { id: String(id) }, body: changes })),
    resetToken: async (id: ProjectId) =>
        toProject(await call('patch', '/api/projects/{id}/reset_token/', { path: { id: String(id) } })),
}

const personalKeys = {
    list: (): Promise<PersonalApiKey[]> => call('get', '/api/personal_api_keys/'),
    create: (form: { label: string; scopes: string[] }): Promise<NewPersonalApiKey> =>
        call('post', '/api/personal_api_keys/', { body: form }),
    delete: (id: string) => call('delete', '/api/personal_api_keys/{id}/', { path: { id } }),
}

interface ListParams {
    search?: string
    limit: number
    offset: number
}

const persons = {
    list: async (
        project: ProjectId,
        query: ListParams & { properties?: string },
        { signal }: Cancelable = {}
    ): Promise<Page<Person>> => {
        const page = await call('get', '/api/projects/{project_id}/persons/', { path: of(project), query, signal })
        return { count: page.count, results: page.results.map(toPerson) }
    },
    get: async (project: ProjectId, id: PersonId) =>
        toPerson(
            await call('get', '/api/projects/{project_id}/persons/{person_id}/', {
                path: { ...of(project), person_id: id },
            })
        ),
    findByDistinctId: async (project: ProjectId, distinctId: string): Promise<Person | null> => {
        const page = await call('get', '/api/projects/{project_id}/persons/', {
            path: of(project),
            query: { distinct_id: distinctId },
        })
        const [person] = page.results
        return person ? toPerson(person) : null
    },
}

const events = {
    get: async (project: ProjectId, uuid: string) =>
        toEvent(
            await call('get', '/api/projects/{project_id}/events/{event_uuid}/', {
                path: { ...of(project), event_uuid: uuid },
            })
        ),
    /** Values seen for a property, most frequent first. */
    values: (
        project: ProjectId,
        { source, ...query }: { source: PropertySource; key: string; value?: string },
        { signal }: Cancelable = {}
    ): Promise<Schema<'PropertyValue'>[]> =>
        source === 'person'
            ? call('get', '/api/projects/{project_id}/persons/values/', { path: of(project), query, signal })
            : call('get', '/api/projects/{project_id}/events/values/', { path: of(project), query, signal }),
    definitions: async (project: ProjectId, search: string, limit: number): Promise<EventDefinition[]> => {
        const page = await call('get', '/api/projects/{project_id}/event_definitions/', {
            path: of(project),
            query: { search, limit, ordering: '-last_seen_at' },
        })
        return page.results
    },
    propertyDefinitions: async (project: ProjectId, source: PropertySource): Promise<PropertyDefinition[]> => {
        const page = await call('get', '/api/projects/{project_id}/property_definitions/', {
            path: of(project),
            query: { type: source, limit: ALL },
        })
        return page.results.map(toPropertyDefinition)
    },
}

const toCohort = (cohort: Schema<'Cohort'>): Cohort => cohort as Cohort

const cohorts = {
    list: async (project: ProjectId, query: ListParams): Promise<Page<Cohort>> => {
        const page = await call('get', '/api/projects/{project_id}/cohorts/', { path: of(project), query })
        return { count: page.count, results: page.results.map(toCohort) }
    },
}

const insights = {
    list: async (project: ProjectId, query: ListParams): Promise<Page<SavedInsight>> =>
        call('get', '/api/projects/{project_id}/insights/', { path: of(project), query }),
    getByShortId: async (project: ProjectId, shortId: string): Promise<SavedInsight | null> => {
        const page = await call('get', '/api/projects/{project_id}/insights/', {
            path: of(project),
            query: { short_id: shortId },
        })
        return page.results[0] ?? null
    },
    create: (project: ProjectId, insight: Schema<'CreateInsightRequest'>): Promise<SavedInsight> =>
        call('post', '/api/projects/{project_id}/insights/', { path: of(project), body: insight }),
    update: (project: ProjectId, id: number, changes: Schema<'PatchedChangeInsightRequest'>): Promise<SavedInsight> =>
        call('patch', '/api/projects/{project_id}/insights/{insight_id}/', {
            path: { ...of(project), insight_id: id },
            body: changes,
        }),
}

/** Who changed what in the project, the newest first. */
const activityLog = async (
    project: ProjectId,
    query: { search?: string; scope?: string; user?: number; limit: number; offset: number }
): Promise<Page<Schema<'Activity'>>> => {
    const page = await call('get', '/api/projects/{project_id}/activity_log/', { path: of(project), query })
    return { count: page.count, results: page.results }
}

/** Asks the query endpoint; the kind of the question decides the type of the answer. */
async function query<Q extends AnyQuery>(
    project: ProjectId,
    question: Q,
    { refresh = 'blocking', signal }: Cancelable & { refresh?: RefreshMode } = {}
): Promise<AnswerTo<Q>> {
    const answer = await call('post', '/api/projects/{project_id}/query/', {
        path: of(project),
        body: { query: question, refresh },
        signal,
    })
    // The endpoint answers every kind of question at one address, so its description cannot say which answer is whose.
    return answer as unknown as AnswerTo<Q>
}

export const api = {
    ...accounts,
    organizations,
    projects,
    personalKeys,
    persons,
    cohorts,
    events,
    insights,
    activityLog,
    query,
}
