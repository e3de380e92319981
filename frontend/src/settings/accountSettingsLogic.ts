/** The signed-in person: what they are called, and their password. */
import { actions, connect, kea, listeners, type MakeLogicType, path, reducers, selectors } from 'kea'
import { appLogic } from '~/app/appLogic'
import { toast } from '~/design/toastLogic'
import { api } from '~/lib/api'
import { checkNewPassword, collectErrors, type FormErrors, NO_ERRORS, placeError } from '~/lib/formErrors'
import type { User } from '~/lib/types'

export interface NameForm {
    first_name: string
    last_name: string
}
export interface PasswordForm {
    current_password: string
    password: string
}

interface Values {
    user: User | null
    nameChanges: Partial<NameForm>
    name: NameForm
    nameErrors: FormErrors
    savingName: boolean
    passwords: PasswordForm
    passwordErrors: FormErrors
    savingPassword: boolean
}
interface Actions {
    changeName: (changes: Partial<NameForm>) => { changes: Partial<NameForm> }
    saveName: () => { value: true }
    nameSaved: () => { value: true }
    nameFailed: (errors: FormErrors) => { errors: FormErrors }
    changePasswords: (changes: Partial<PasswordForm>) => { changes: Partial<PasswordForm> }
    savePassword: () => { value: true }
    passwordSaved: () => { value: true }
    passwordFailed: (errors: FormErrors) => { errors: FormErrors }
    userChanged: (user: User) => { user: User }
}

const NO_PASSWORDS: PasswordForm = { current_password: '', password: '' }

export const accountSettingsLogic = kea<MakeLogicType<Values, Actions>>([
    path(['settings', 'accountSettingsLogic']),
    connect({ values: [appLogic, ['user']], actions: [appLogic, ['userChanged']] }),
    actions({
        changeName: (changes) => ({ changes }),
        saveName: true,
        nameSaved: true,
        nameFailed: (errors) => ({ errors }),
        changePasswords: (changes) => ({ changes }),
        savePassword: true,
        passwordSaved: true,
        passwordFailed: (errors) => ({ errors }),
    }),
    reducers({
        nameChanges: [
            {} as Partial<NameForm>,
            {
                changeName: (state: Partial<NameForm>, { changes }: { changes: Partial<NameForm> }) => ({
                    ...state,
                    ...changes,
                }),
                nameSaved: () => ({}),
            },
        ],
        nameErrors: [
            NO_ERRORS,
            {
                changeName: () => NO_ERRORS,
                nameFailed: (_: FormErrors, { errors }: { errors: FormErrors }) => errors,
            },
        ],
        savingName: [false, { saveName: () => true, nameSaved: () => false, nameFailed: () => false }],
        passwords: [
            NO_PASSWORDS,
            {
                changePasswords: (state: PasswordForm, { changes }: { changes: Partial<PasswordForm> }) => ({
                    ...state,
                    ...changes,
                }),
                passwordSaved: () => NO_PASSWORDS,
            },
        ],
        passwordErrors: [
            NO_ERRORS,
            {
                changePasswords: () => NO_ERRORS,
                passwordFailed: (_: FormErrors, { errors }: { errors: FormErrors }) => errors,
            },
        ],
        savingPassword: [false, { savePassword: () => true, passwordSaved: () => false, passwordFailed: () => false }],
    }),
    selectors({
        name: [
            (s) => [s.user, s.nameChanges],
            (user: User | null, changes: Partial<NameForm>): NameForm => ({
                first_name: user?.first_name ?? '',
                last_name: user?.last_name ?? '',
                ...changes,
            }),
        ],
    }),
    listeners(({ actions, values }) => ({
        saveName: async () => {
            if (!values.name.first_name.trim()) {
                actions.nameFailed({ form: null, fields: { first_name: 'Tell us what to call you.' } })
                return
            }
            try {
                actions.userChanged(await api.updateMe(values.name))
                actions.nameSaved()
                toast.success('Saved')
            } catch (error) {
                actions.nameFailed(placeError(error, ['first_name', 'last_name']))
            }
        },
        savePassword: async () => {
            const problems = collectErrors({
                current_password: values.passwords.current_password ? null : 'Enter the password you have now.',
                password: checkNewPassword(values.passwords.password),
            })
            if (problems) {
                actions.passwordFailed(problems)
                return
            }
            try {
                await api.updateMe({ ...values.passwords })
                actions.passwordSaved()
                toast.success('Your password is changed')
            } catch (error) {
                actions.passwordFailed(placeError(error, ['current_password', 'password']))
            }
        },
    })),
])
