/** Making another project in the same organization. */
import { actions, connect, kea, listeners, type MakeLogicType, path, reducers } from 'kea'
import { api } from '~/lib/api'
import { messageOf } from '~/lib/http'
import type { ProjectId } from '~/lib/types'
import { appLogic } from './appLogic'

interface Values {
    isOpen: boolean
    name: string
    saving: boolean
    error: string | null
}
interface Actions {
    open: () => { value: true }
    close: () => { value: true }
    setName: (name: string) => { name: string }
    submit: () => { value: true }
    failed: (error: string) => { error: string }
    openProject: (id: ProjectId) => { id: ProjectId }
}

export const newProjectLogic = kea<MakeLogicType<Values, Actions>>([
    path(['app', 'newProjectLogic']),
    connect({ actions: [appLogic, ['openProject']] }),
    actions({
        open: true,
        close: true,
        setName: (name) => ({ name }),
        submit: true,
        failed: (error) => ({ error }),
    }),
    reducers({
        isOpen: [false, { open: () => true, close: () => false }],
        name: ['', { open: () => '', setName: (_: string, { name }: { name: string }) => name }],
        saving: [false, { submit: () => true, failed: () => false, close: () => false }],
        error: [
            null as string | null,
            {
                open: () => null,
                setName: () => null,
                failed: (_: string | null, { error }: { error: string }) => error,
            },
        ],
    }),
    listeners(({ actions, values }) => ({
        submit: async () => {
            const name = values.name.trim()
            if (!name) {
                actions.failed('Give the project a name.')
                return
            }
            try {
                actions.openProject((await api.projects.create(name)).id)
            } catch (error) {
                actions.failed(messageOf(error))
            }
        },
    })),
])
