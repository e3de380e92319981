/** The project's name, clock and token. */
import { actions, connect, kea, listeners, type MakeLogicType, path, reducers, selectors } from 'kea'
import { appLogic } from '~/app/appLogic'
import { toast } from '~/design/toastLogic'
import { api } from '~/lib/api'
import { type FormErrors, NO_ERRORS, placeError } from '~/lib/formErrors'
import { messageOf } from '~/lib/http'
import { currentProjectId } from '~/lib/navigation'
import type { Project } from '~/lib/types'

export type ProjectForm = Pick<Project, 'name' | 'timezone' | 'week_start_day' | 'anonymize_ips'>

interface Values {
    project: Project | null
    changes: Partial<ProjectForm>
    form: ProjectForm | null
    isDirty: boolean
    saving: boolean
    errors: FormErrors
    confirmingRotation: boolean
    rotating: boolean
}
interface Actions {
    change: (changes: Partial<ProjectForm>) => { changes: Partial<ProjectForm> }
    discard: () => { value: true }
    save: () => { value: true }
    saved: () => { value: true }
    failed: (errors: FormErrors) => { errors: FormErrors }
    askRotation: () => { value: true }
    cancelRotation: () => { value: true }
    rotateToken: () => { value: true }
    rotationEnded: () => { value: true }
    projectChanged: (project: Project) => { project: Project }
}

export const projectSettingsLogic = kea<MakeLogicType<Values, Actions>>([
    path(['settings', 'projectSettingsLogic']),
    connect({ values: [appLogic, ['project']], actions: [appLogic, ['projectChanged']] }),
    actions({
        change: (changes) => ({ changes }),
        discard: true,
        save: true,
        saved: true,
        failed: (errors) => ({ errors }),
        askRotation: true,
        cancelRotation: true,
        rotateToken: true,
        rotationEnded: true,
    }),
    reducers({
        changes: [
            {} as Partial<ProjectForm>,
            {
                change: (state: Partial<ProjectForm>, { changes }: { changes: Partial<ProjectForm> }) => ({
                    ...state,
                    ...changes,
                }),
                discard: () => ({}),
                saved: () => ({}),
            },
        ],
        saving: [false, { save: () => true, saved: () => false, failed: () => false }],
        errors: [
            NO_ERRORS,
            {
                change: () => NO_ERRORS,
                discard: () => NO_ERRORS,
                save: () => NO_ERRORS,
                failed: (_: FormErrors, { errors }: { errors: FormErrors }) => errors,
            },
        ],
        confirmingRotation: [
            false,
            { askRotation: () => true, cancelRotation: () => false, rotationEnded: () => false },
        ],
        rotating: [false, { rotateToken: () => true, rotationEnded: () => false }],
    }),
    selectors({
        form: [
            (s) => [s.project, s.changes],
            (project: Project | null, changes: Partial<ProjectForm>): ProjectForm | null =>
                project && {
                    name: project.name,
                    timezone: project.timezone,
                    week_start_day: project.week_start_day,
                    anonymize_ips: project.anonymize_ips,
                    ...changes,
                },
        ],
        isDirty: [
            (s) => [s.project, s.changes],
            (project: Project | null, changes: Partial<ProjectForm>): boolean =>
                Object.entries(changes).some(([key, value]) => project?.[key as keyof ProjectForm] !== value),
        ],
    }),
    listeners(({ actions, values }) => ({
        save: async () => {
            const { changes } = values
            if (changes.name !== undefined && !changes.name.trim()) {
                actions.failed({ form: null, fields: { name: 'A project needs a name.' } })
                return
            }
            try {
                actions.projectChanged(await api.projects.update(currentProjectId(), changes))
                actions.saved()
                toast.success('Project saved')
            } catch (error) {
                actions.failed(placeError(error, ['name', 'timezone', 'week_start_day']))
            }
        },
        rotateToken: async () => {
            try {
                actions.projectChanged(await api.projects.resetToken(currentProjectId()))
                toast.success('The project has a new token')
            } catch (error) {
                toast.error(messageOf(error))
            }
            actions.rotationEnded()
        },
    })),
])
