/** The first account of an instance: its owner, organization and first project. */
import { actions, kea, listeners, type MakeLogicType, path, reducers } from 'kea'
import { api } from '~/lib/api'
import { enter } from '~/lib/entry'
import { checkEmail, checkNewPassword, collectErrors, type FormErrors, NO_ERRORS, placeError } from '~/lib/formErrors'

export interface SignupForm {
    first_name: string
    email: string
    password: string
    organization_name: string
}

interface Values {
    form: SignupForm
    errors: FormErrors
    submitting: boolean
}
interface Actions {
    change: (changes: Partial<SignupForm>) => { changes: Partial<SignupForm> }
    submit: () => { value: true }
    failed: (errors: FormErrors) => { errors: FormErrors }
}

const EMPTY: SignupForm = { first_name: '', email: '', password: '', organization_name: '' }

export const signupSceneLogic = kea<MakeLogicType<Values, Actions>>([
    path(['auth', 'signupSceneLogic']),
    actions({ change: (changes) => ({ changes }), submit: true, failed: (errors) => ({ errors }) }),
    reducers({
        form: [
            EMPTY,
            { change: (form: SignupForm, { changes }: { changes: Partial<SignupForm> }) => ({ ...form, ...changes }) },
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
            const { form } = values
            const problems = collectErrors({
                first_name: form.first_name.trim() ? null : 'Tell us what to call you.',
                organization_name: form.organization_name.trim() ? null : 'Name the company or group this is for.',
                email: checkEmail(form.email),
                password: checkNewPassword(form.password),
            })
            if (problems) {
                actions.failed(problems)
                return
            }
            try {
                await api.signup({ ...form, email: form.email.trim() })
            } catch (error) {
                actions.failed(placeError(error, Object.keys(EMPTY)))
                return
            }
            enter('/')
        },
    })),
])
