/** What the project does against misuse of its token. */
import { actions, afterMount, kea, listeners, type MakeLogicType, path, reducers, selectors } from 'kea'
import { toast } from '~/design/toastLogic'
import { type FormErrors, NO_ERRORS } from '~/lib/formErrors'
import { ApiError, messageOf } from '~/lib/http'
import { type CaptureProtection, eventsApi } from '../../lib/eventsApi'
import { changesOf, formProblems, ownField, type ProtectionForm, toForm } from '../../lib/protection'

interface Values {
    protection: CaptureProtection | null
    error: Error | null
    changes: Partial<ProtectionForm>
    form: ProtectionForm | null
    errors: FormErrors
    isDirty: boolean
    saving: boolean
    askingRotation: boolean
    rotating: boolean
    /** The secret just made: it is shown until the page is left, and never again. */
    secret: string | null
}
interface Actions {
    load: () => { value: true }
    loaded: (protection: CaptureProtection) => { protection: CaptureProtection }
    failed: (error: Error) => { error: Error }
    change: (changes: Partial<ProtectionForm>) => { changes: Partial<ProtectionForm> }
    discard: () => { value: true }
    save: () => { value: true }
    saved: (protection: CaptureProtection) => { protection: CaptureProtection }
    saveFailed: (errors: FormErrors) => { errors: FormErrors }
    askRotation: () => { value: true }
    cancelRotation: () => { value: true }
    rotate: () => { value: true }
    rotated: (secret: string, protection: CaptureProtection) => { secret: string; protection: CaptureProtection }
    rotationFailed: () => { value: true }
}

export const protectionTabLogic = kea<MakeLogicType<Values, Actions>>([
    path(['products', 'events', 'protectionTabLogic']),
    actions({
        load: true,
        loaded: (protection) => ({ protection }),
        failed: (error) => ({ error }),
        change: (changes) => ({ changes }),
        discard: true,
        save: true,
        saved: (protection) => ({ protection }),
        saveFailed: (errors) => ({ errors }),
        askRotation: true,
        cancelRotation: true,
        rotate: true,
        rotated: (secret, protection) => ({ secret, protection }),
        rotationFailed: true,
    }),
    reducers({
        protection: [
            null as CaptureProtection | null,
            {
                loaded: (_: CaptureProtection | null, { protection }: { protection: CaptureProtection }) => protection,
                saved: (_: CaptureProtection | null, { protection }: { protection: CaptureProtection }) => protection,
                rotated: (_: CaptureProtection | null, { protection }: { protection: CaptureProtection }) => protection,
            },
        ],
        error: [
            null as Error | null,
            { load: () => null, failed: (_: Error | null, { error }: { error: Error }) => error },
        ],
        changes: [
            {} as Partial<ProtectionForm>,
            {
                change: (state: Partial<ProtectionForm>, { changes }: { changes: Partial<ProtectionForm> }) => ({
                    ...state,
                    ...changes,
                }),
                discard: () => ({}),
                saved: () => ({}),
            },
        ],
        errors: [
            NO_ERRORS,
            {
                change: () => NO_ERRORS,
                discard: () => NO_ERRORS,
                save: () => NO_ERRORS,
                saveFailed: (_: FormErrors, { errors }: { errors: FormErrors }) => errors,
            },
        ],
        saving: [false, { save: () => true, saved: () => false, saveFailed: () => false }],
        askingRotation: [
            false,
            { askRotation: () => true, cancelRotation: () => false, rotated: () => false, rotationFailed: () => false },
        ],
        rotating: [false, { rotate: () => true, rotated: () => false, rotationFailed: () => false }],
        secret: [null as string | null, { rotated: (_: string | null, { secret }: { secret: string }) => secret }],
    }),
    selectors({
        form: [
            (s) => [s.protection, s.changes],
            (protection: CaptureProtection | null, changes: Partial<ProtectionForm>): ProtectionForm | null =>
                protection && { ...toForm(protection), ...changes },
        ],
        isDirty: [
            (s) => [s.form, s.protection],
            (form: ProtectionForm | null, protection: CaptureProtection | null): boolean =>
                form !== null && protection !== null && Object.keys(changesOf(form, protection)).length > 0,
        ],
    }),
    listeners(({ actions, values }) => ({
        load: async (_, breakpoint) => {
            try {
                const protection = await eventsApi.protection()
                breakpoint()
                actions.loaded(protection)
            } catch (error) {
                breakpoint()
                actions.failed(error as Error)
            }
        },
        save: async () => {
            const { form, protection } = values
            if (!form || !protection) {
                return
            }
            const problems = formProblems(form)
            if (problems) {
                actions.saveFailed(problems)
                return
            }
            try {
                actions.saved(await eventsApi.changeProtection(changesOf(form, protection)))
                toast.success('Protection saved. It is in force within ten seconds')
            } catch (error) {
                actions.saveFailed(
                    error instanceof ApiError && error.attr
                        ? { form: null, fields: { [ownField(error.attr)]: error.detail } }
                        : { form: messageOf(error), fields: {} }
                )
            }
        },
        rotate: async () => {
            try {
                const { secret } = await eventsApi.rotateIdentitySecret()
                actions.rotated(secret, await eventsApi.protection())
            } catch (error) {
                toast.error(messageOf(error))
                actions.rotationFailed()
            }
        },
    })),
    afterMount(({ actions }) => actions.load()),
])
