/** Logging in. */
import { actions, kea, listeners, type MakeLogicType, path, reducers } from 'kea'
import { router } from 'kea-router'
import { api } from '~/lib/api'
import { enter } from '~/lib/entry'
import { checkEmail, collectErrors, type FormErrors, NO_ERRORS, placeError } from '~/lib/formErrors'
import { safeNext } from '~/lib/routes'

export interface LoginForm {
    email: string
    password: string
}

interface Values {
    form: LoginForm
    errors: FormErrors
    submitting: boolean
}
interface Actions {
    change: (changes: Partial<LoginForm>) => { changes: Partial<LoginForm> }
    submit: () => { value: true }
    failed: (errors: FormErrors) => { errors: FormErrors }
}

export const loginSceneLogic = kea<MakeLogicType<Values, Actions>>([
    path(['auth', 'loginSceneLogic']),
    actions({ change: (changes) => ({ changes }), submit: true, failed: (errors) => ({ errors }) }),
    reducers({
        form: [
            { email: '', password: '' } as LoginForm,
            { change: (form: LoginForm, { changes }: { changes: Partial<LoginForm> }) => ({ ...form, ...changes }) },
        ],
        errors: [
            NO_ERRORS,
            {
                change: () => NO_ERRORS,
                submit: () => NO_ERRORS,
                failed: (_: FormErrors, { errors }: { errors: FormErrors }) => errors,
            },
        ],
        submitting: [false, { submit: () => true, failed: () => false }],
    }),
    listeners(({ actions, values }) => ({
        submit: async () => {
            const { email, password } = values.form
            const problems = collectErrors({
                email: checkEmail(email),
                password: password ? null : 'Enter your password.',
            })
            if (problems) {
                actions.failed(problems)
                return
            }
            try {
                await api.login({ email: email.trim(), password })
            } catch (error) {
                actions.failed(placeError(error, ['email', 'password']))
                return
            }
            enter(safeNext(router.values.searchParams.next))
        },
    })),
])
