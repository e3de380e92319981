/** The organization's name. */
import { actions, connect, kea, listeners, type MakeLogicType, path, reducers, selectors } from 'kea'
import { appLogic } from '~/app/appLogic'
import { toast } from '~/design/toastLogic'
import { api } from '~/lib/api'
import { messageOf } from '~/lib/http'
import type { User } from '~/lib/types'

interface Values {
    user: User | null
    edited: string | null
    name: string
    isDirty: boolean
    mayRename: boolean
    saving: boolean
    error: string | null
}
interface Actions {
    setName: (name: string) => { name: string }
    save: () => { value: true }
    saved: () => { value: true }
    failed: (error: string) => { error: string }
    userChanged: (user: User) => { user: User }
}

export const organizationSettingsLogic = kea<MakeLogicType<Values, Actions>>([
    path(['settings', 'organizationSettingsLogic']),
    connect({ values: [appLogic, ['user']], actions: [appLogic, ['userChanged']] }),
    actions({ setName: (name) => ({ name }), save: true, saved: true, failed: (error) => ({ error }) }),
    reducers({
        edited: [
            null as string | null,
            { setName: (_: string | null, { name }: { name: string }) => name, saved: () => null },
        ],
        saving: [false, { save: () => true, saved: () => false, failed: () => false }],
        error: [
            null as string | null,
            { setName: () => null, failed: (_: string | null, { error }: { error: string }) => error },
        ],
    }),
    selectors({
        name: [
            (s) => [s.user, s.edited],
            (user: User | null, edited: string | null) => edited ?? user?.organization?.name ?? '',
        ],
        isDirty: [
            (s) => [s.user, s.edited],
            (user: User | null, edited: string | null) => edited !== null && edited !== user?.organization?.name,
        ],
        mayRename: [(s) => [s.user], (user: User | null) => (user?.organization?.membership_level ?? 1) >= 8],
    }),
    listeners(({ actions, values }) => ({
        save: async () => {
            const { user } = values
            const name = values.name.trim()
            if (!user?.organization || !name) {
                actions.failed('An organization needs a name.')
                return
            }
            try {
                const organization = await api.organizations.rename(user.organization.id, name)
                actions.userChanged({ ...user, organization })
                actions.saved()
                toast.success('Saved')
            } catch (error) {
                actions.failed(messageOf(error))
            }
        },
    })),
])
