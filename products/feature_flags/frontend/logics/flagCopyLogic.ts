/** A flag on its way to other projects of the organization: which, how, and what came of it in each. */
import { actions, connect, kea, key, listeners, type MakeLogicType, path, props, reducers, selectors } from 'kea'
import { appLogic } from '~/app/appLogic'
import { messageOf } from '~/lib/http'
import { currentProjectId } from '~/lib/navigation'
import type { ProjectId, User } from '~/lib/types'
import { type CopiedFlags, flagsApi } from '../lib/flagsApi'

interface Props {
    id: number
}
/** A project that the flag can go to, and the flag that has its key there already. */
export interface Target {
    id: ProjectId
    name: string
    /** null: none; undefined: not known yet. */
    existing: number | null | undefined
}
/** How it went in one project: the copy's id and the cohorts made for it, or why there is none. */
export type CopyOutcome = { flag: number; cohorts: string[] } | { problem: string }

interface Values {
    user: User | null
    isOpen: boolean
    /** Ids of flags with the same key, by project; null while unknown. */
    known: Record<number, number> | null
    chosen: ProjectId[]
    disabled: boolean
    copying: boolean
    outcomes: Record<number, CopyOutcome>
    error: Error | null
    targets: Target[]
}
interface Actions {
    open: () => { value: true }
    lookUp: (flagKey: string) => { flagKey: string }
    close: () => { value: true }
    found: (known: Record<number, number>) => { known: Record<number, number> }
    choose: (project: ProjectId, on: boolean) => { project: ProjectId; on: boolean }
    chooseAll: (projects: ProjectId[]) => { projects: ProjectId[] }
    setDisabled: (disabled: boolean) => { disabled: boolean }
    copy: (flagKey: string) => { flagKey: string }
    copied: (answer: CopiedFlags) => { answer: CopiedFlags }
    failed: (error: Error) => { error: Error }
}

function namesOf(made: CopiedFlags['cohorts_created'], project: number): string[] {
    return made.filter((one) => one.project_id === project).map((one) => one.name)
}

export const flagCopyLogic = kea<MakeLogicType<Values, Actions, Props>>([
    props({} as Props),
    key(({ id }) => id),
    path((id) => ['products', 'feature_flags', 'flagCopyLogic', id]),
    connect({ values: [appLogic, ['user']] }),
    actions({
        open: true,
        lookUp: (flagKey) => ({ flagKey }),
        close: true,
        found: (known) => ({ known }),
        choose: (project, on) => ({ project, on }),
        chooseAll: (projects) => ({ projects }),
        setDisabled: (disabled) => ({ disabled }),
        copy: (flagKey) => ({ flagKey }),
        copied: (answer) => ({ answer }),
        failed: (error) => ({ error }),
    }),
    reducers({
        isOpen: [false, { open: () => true, close: () => false }],
        known: [
            null as Record<number, number> | null,
            {
                open: () => null,
                found: (_: Record<number, number> | null, { known }: { known: Record<number, number> }) => known,
            },
        ],
        chosen: [
            [] as ProjectId[],
            {
                open: () => [],
                choose: (chosen: ProjectId[], { project, on }: { project: ProjectId; on: boolean }) => [
                    ...chosen.filter((one) => one !== project),
                    ...(on ? [project] : []),
                ],
                chooseAll: (_: ProjectId[], { projects }: { projects: ProjectId[] }) => projects,
                // Those that refused stay chosen, to be tried again.
                copied: (_: ProjectId[], { answer }: { answer: CopiedFlags }) =>
                    answer.failed.map((one) => one.project_id as ProjectId),
            },
        ],
        // A copy decides about other people, so it starts off unless somebody says otherwise.
        disabled: [true, { setDisabled: (_: boolean, { disabled }: { disabled: boolean }) => disabled }],
        copying: [false, { copy: () => true, copied: () => false, failed: () => false }],
        outcomes: [
            {} as Record<number, CopyOutcome>,
            {
                open: () => ({}),
                copied: (all: Record<number, CopyOutcome>, { answer }: { answer: CopiedFlags }) => ({
                    ...all,
                    ...Object.fromEntries(
                        answer.success.map(({ id, team_id }) => [
                            team_id,
                            { flag: id, cohorts: namesOf(answer.cohorts_created, team_id) },
                        ])
                    ),
                    ...Object.fromEntries(answer.failed.map((one) => [one.project_id, { problem: one.error_message }])),
                }),
            },
        ],
        error: [
            null as Error | null,
            { open: () => null, copy: () => null, failed: (_: Error | null, { error }: { error: Error }) => error },
        ],
    }),
    selectors({
        targets: [
            (s) => [s.user, s.known],
            (user: User | null, known: Record<number, number> | null): Target[] =>
                (user?.organization?.teams ?? [])
                    .filter((team) => team.id !== currentProjectId())
                    .map((team) => ({
                        id: team.id as ProjectId,
                        name: team.name,
                        existing: known ? (known[team.id] ?? null) : undefined,
                    })),
        ],
    }),
    listeners(({ actions, values }) => ({
        lookUp: async ({ flagKey }, breakpoint) => {
            const organization = values.user?.organization?.id
            if (!organization || !values.targets.length) {
                return
            }
            try {
                const flags = await flagsApi.inProjects(organization, flagKey)
                breakpoint()
                actions.found(Object.fromEntries(flags.map((flag) => [flag.team_id, flag.flag_id])))
            } catch {
                breakpoint()
                // Copying works without knowing what is there, and says itself what it did.
            }
        },
        copy: async ({ flagKey }) => {
            const organization = values.user?.organization?.id
            if (!organization) {
                return
            }
            try {
                const { chosen, disabled } = values
                actions.copied(await flagsApi.copy(organization, currentProjectId(), flagKey, chosen, disabled))
            } catch (error) {
                actions.failed(error instanceof Error ? error : new Error(messageOf(error)))
            }
        },
    })),
])
