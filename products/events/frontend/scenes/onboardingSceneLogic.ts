/** Waiting for a project's first event, and noticing when it comes. */
import {
    actions,
    afterMount,
    beforeUnmount,
    connect,
    kea,
    listeners,
    type MakeLogicType,
    path,
    reducers,
    selectors,
} from 'kea'
import { appLogic } from '~/app/appLogic'
import { api } from '~/lib/api'
import { currentProjectId } from '~/lib/navigation'
import type { EventRow, Preflight, Project, ProjectBasic, ProjectId, User } from '~/lib/types'
import { eventsQuery, toEventsPage } from '../lib/eventRows'
import { type Snippet, snippets } from '../lib/snippets'

const LOOK_EVERY_MS = 2000

interface Values {
    preflight: Preflight | null
    project: Project | null
    user: User | null
    /** Where there is something to look at before the first event, if this is not it. */
    demo: ProjectBasic | null
    chosen: string
    firstEvent: EventRow | null
    /** Whether the event came while somebody was waiting here; only that is worth a celebration. */
    arrivedWhileWaiting: boolean
    waited: boolean
    lookError: Error | null
    snippets: Snippet[]
}
interface Actions {
    choose: (id: string) => { id: string }
    look: () => { value: true }
    found: (event: EventRow) => { event: EventRow }
    nothingYet: () => { value: true }
    lookFailed: (error: Error) => { error: Error }
    projectChanged: (project: Project) => { project: Project }
    openProject: (id: ProjectId) => { id: ProjectId }
}

export const onboardingSceneLogic = kea<MakeLogicType<Values, Actions>>([
    path(['products', 'events', 'onboardingSceneLogic']),
    connect({
        values: [appLogic, ['preflight', 'project', 'user']],
        actions: [appLogic, ['projectChanged', 'openProject']],
    }),
    actions({
        choose: (id) => ({ id }),
        look: true,
        found: (event) => ({ event }),
        nothingYet: true,
        lookFailed: (error) => ({ error }),
    }),
    reducers({
        chosen: ['html', { choose: (_: string, { id }: { id: string }) => id }],
        firstEvent: [
            null as EventRow | null,
            { found: (state: EventRow | null, { event }: { event: EventRow }) => state ?? event },
        ],
        waited: [false, { nothingYet: () => true }],
        lookError: [
            null as Error | null,
            {
                nothingYet: () => null,
                found: () => null,
                lookFailed: (_: Error | null, { error }: { error: Error }) => error,
            },
        ],
    }),
    selectors({
        arrivedWhileWaiting: [
            (s) => [s.firstEvent, s.waited],
            (event: EventRow | null, waited: boolean) => event !== null && waited,
        ],
        demo: [
            (s) => [s.user, s.project],
            (user: User | null, project: Project | null): ProjectBasic | null =>
                user?.organization?.teams.find((one) => one.is_demo && one.id !== project?.id) ?? null,
        ],
        snippets: [
            (s) => [s.preflight, s.project],
            (preflight: Preflight | null, project: Project | null): Snippet[] =>
                snippets({
                    host: (preflight?.site_url || window.location.origin).replace(/\/$/, ''),
                    token: project?.api_token ?? '',
                }),
        ],
    }),
    listeners(({ actions, values, cache }) => ({
        look: async (_, breakpoint) => {
            if (values.firstEvent || document.hidden) {
                return
            }
            try {
                const query = eventsQuery({ event: null, properties: [], after: 'all', limit: 1 })
                const response = await api.query(currentProjectId(), query, { refresh: 'force_blocking' })
                breakpoint()
                const [event] = toEventsPage(response).rows
                event ? actions.found(event) : actions.nothingYet()
            } catch (error) {
                breakpoint()
                actions.lookFailed(error as Error)
            }
        },
        found: () => {
            clearInterval(cache.timer)
            if (values.project && !values.project.ingested_event) {
                actions.projectChanged({ ...values.project, ingested_event: true })
            }
        },
    })),
    afterMount(({ actions, cache }) => {
        actions.look()
        cache.timer = setInterval(() => actions.look(), LOOK_EVERY_MS)
    }),
    beforeUnmount(({ cache }) => clearInterval(cache.timer)),
])
