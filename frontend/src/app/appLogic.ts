/** Who is here and which project is open. Everything else waits for this. */
import { actions, afterMount, kea, listeners, type MakeLogicType, path, reducers, selectors } from 'kea'
import { api } from '~/lib/api'
import { setDisplayTimeZone } from '~/lib/format'
import { ApiError, whenSignedOut } from '~/lib/http'
import { setCurrentProject } from '~/lib/navigation'
import { projectInPath } from '~/lib/routes'
import type { Preflight, Project, ProjectId, User } from '~/lib/types'

/**
 * booting: nothing is known yet. failed: the server did not answer. anonymous: nobody is signed in.
 * no-project: signed in, but the address names a project this person cannot see. ready: draw the page.
 */
export type AppStatus = 'booting' | 'failed' | 'anonymous' | 'no-project' | 'ready'

interface Booted {
    preflight: Preflight
    user: User | null
    project: Project | null
}

interface Values {
    booted: Booted | null
    bootError: Error | null
    preflight: Preflight | null
    user: User | null
    project: Project | null
    status: AppStatus
}
interface Actions {
    boot: () => { value: true }
    bootSucceeded: (booted: Booted) => { booted: Booted }
    bootFailed: (error: Error) => { error: Error }
    userChanged: (user: User) => { user: User }
    projectChanged: (project: Project) => { project: Project }
    sessionEnded: () => { value: true }
    logOut: () => { value: true }
    openProject: (id: ProjectId) => { id: ProjectId }
}

/** null stands for "not signed in", which is an answer and not a failure. */
async function unless<T>(refusals: number[], request: Promise<T>): Promise<T | null> {
    try {
        return await request
    } catch (error) {
        if (error instanceof ApiError && refusals.includes(error.status)) {
            return null
        }
        throw error
    }
}

async function load(): Promise<Booted> {
    const inAddress = projectInPath(window.location.pathname)
    const preflight = await api.preflight()
    if (!preflight.signed_in) {
        return { preflight, user: null, project: null }
    }
    const [user, project] = await Promise.all([
        unless([401, 403], api.me()),
        unless([401, 403, 404], api.projects.get((inAddress ?? '@current') as ProjectId)),
    ])
    return { preflight, user, project }
}

export const appLogic = kea<MakeLogicType<Values, Actions>>([
    path(['app', 'appLogic']),
    actions({
        boot: true,
        bootSucceeded: (booted) => ({ booted }),
        bootFailed: (error) => ({ error }),
        userChanged: (user) => ({ user }),
        projectChanged: (project) => ({ project }),
        sessionEnded: true,
        logOut: true,
        openProject: (id) => ({ id }),
    }),
    reducers({
        booted: [
            null as Booted | null,
            {
                bootSucceeded: (_: Booted | null, { booted }: { booted: Booted }) => booted,
                userChanged: (state: Booted | null, { user }: { user: User }) => state && { ...state, user },
                projectChanged: (state: Booted | null, { project }: { project: Project }) =>
                    state && { ...state, project },
                sessionEnded: (state: Booted | null) => state && { ...state, user: null, project: null },
            },
        ],
        bootError: [
            null as Error | null,
            { boot: () => null, bootFailed: (_: Error | null, { error }: { error: Error }) => error },
        ],
    }),
    selectors({
        preflight: [(s) => [s.booted], (booted: Booted | null) => booted?.preflight ?? null],
        user: [(s) => [s.booted], (booted: Booted | null) => booted?.user ?? null],
        project: [(s) => [s.booted], (booted: Booted | null) => booted?.project ?? null],
        status: [
            (s) => [s.booted, s.bootError],
            (booted: Booted | null, bootError: Error | null): AppStatus => {
                if (bootError) {
                    return 'failed'
                }
                if (!booted) {
                    return 'booting'
                }
                if (!booted.user) {
                    return 'anonymous'
                }
                return booted.project ? 'ready' : 'no-project'
            },
        ],
    }),
    listeners(({ actions, values }) => {
        const settle = (): void => {
            setCurrentProject(values.project?.id ?? null)
            setDisplayTimeZone(values.project?.timezone)
        }
        return {
            boot: async () => {
                try {
                    const booted = await load()
                    // Before the state changes, because links are drawn from it at once.
                    setCurrentProject(booted.project?.id ?? null)
                    setDisplayTimeZone(booted.project?.timezone)
                    actions.bootSucceeded(booted)
                } catch (error) {
                    actions.bootFailed(error as Error)
                }
            },
            projectChanged: settle,
            logOut: async () => {
                await api.logout().catch(() => undefined)
                // A full load: nothing of this person's data stays in memory.
                window.location.assign('/login')
            },
            openProject: async ({ id }) => {
                await api.updateMe({ set_current_team: id }).catch(() => undefined)
                window.location.assign(`/project/${id}`)
            },
        }
    }),
    afterMount(({ actions, values }) => {
        whenSignedOut(() => {
            if (values.status === 'ready') {
                actions.sessionEnded()
            }
        })
        actions.boot()
    }),
])
