/** Accepting an invitation: as somebody new, with a name and a password, or as whoever is logged in. */
import { actions, afterMount, kea, key, listeners, type MakeLogicType, path, props, reducers } from 'kea'
import { api } from '~/lib/api'
import { enter } from '~/lib/entry'
import { checkNewPassword, collectErrors, type FormErrors, NO_ERRORS, placeError } from '~/lib/formErrors'
import type { InvitePreview } from '~/lib/types'

export interface InviteForm {
    first_name: string
    password: string
}

interface Props {
    inviteId: string
}
interface Values {
    preview: InvitePreview | null
    previewError: Error | null
    form: InviteForm
    errors: FormErrors
    submitting: boolean
}
interface Actions {
    load: () => { value: true }
    loaded: (preview: InvitePreview) => { preview: InvitePreview }
    loadFailed: (error: Error) => { error: Error }
    change: (changes: Partial<InviteForm>) => { changes: Partial<InviteForm> }
    submit: () => { value: true }
    acceptAsUser: () => { value: true }
    failed: (errors: FormErrors) => { errors: FormErrors }
}

export const inviteSignupSceneLogic = kea<MakeLogicType<Values, Actions, Props>>([
    props({} as Props),
    key(({ inviteId }) => inviteId),
    path((id) => ['auth', 'inviteSignupSceneLogic', id]),
    actions({
        load: true,
        loaded: (preview) => ({ preview }),
        loadFailed: (error) => ({ error }),
        change: (changes) => ({ changes }),
        submit: true,
        acceptAsUser: true,
        failed: (errors) => ({ errors }),
    }),
    reducers({
        preview: [
            null as InvitePreview | null,
            { loaded: (_: InvitePreview | null, { preview }: { preview: InvitePreview }) => preview },
        ],
        previewError: [
            null as Error | null,
            { load: () => null, loadFailed: (_: Error | null, { error }: { error: Error }) => error },
        ],
        form: [
            { first_name: '', password: '' } as InviteForm,
            {
                loaded: (form: InviteForm, { preview }: { preview: InvitePreview }) => ({
                    ...form,
                    first_name: form.first_name || preview.first_name,
                }),
                change: (form: InviteForm, { changes }: { changes: Partial<InviteForm> }) => ({ ...form, ...changes }),
            },
        ],
        errors: [
            NO_ERRORS,
            {
                change: () => NO_ERRORS,
                submit: () => NO_ERRORS,
                acceptAsUser: () => NO_ERRORS,
                failed: (_: FormErrors, { errors }: { errors: FormErrors }) => errors,
            },
        ],
        submitting: [false, { submit: () => true, acceptAsUser: () => true, failed: () => false }],
    }),
    listeners(({ actions, values, props: { inviteId } }) => ({
        load: async () => {
            try {
                actions.loaded(await api.invitePreview(inviteId))
            } catch (error) {
                actions.loadFailed(error as Error)
            }
        },
        submit: async () => {
            const { first_name, password } = values.form
            const problems = collectErrors({
                first_name: first_name.trim() ? null : 'Tell us what to call you.',
                password: checkNewPassword(password),
            })
            if (problems) {
                actions.failed(problems)
                return
            }
            try {
                await api.acceptInvite(inviteId, { first_name, password })
            } catch (error) {
                actions.failed(placeError(error, ['first_name', 'password']))
                return
            }
            enter('/')
        },
        acceptAsUser: async () => {
            try {
                await api.acceptInvite(inviteId, {})
            } catch (error) {
                actions.failed(placeError(error, []))
                return
            }
            enter('/')
        },
    })),
    afterMount(({ actions }) => actions.load()),
])
