/** What the project does against misuse of its token, and which traces of visitors it keeps. */
import { actions, afterMount, kea, listeners, type MakeLogicType, path, reducers, selectors } from 'kea'
import { toast } from '~/design/toastLogic'
import { type FormErrors, NO_ERRORS } from '~/lib/formErrors'
import { ApiError, messageOf } from '~/lib/http'
import { type CaptureProtection, type EventsSettings, eventsApi } from '../../lib/eventsApi'
import { changesOf, formProblems, ownField, type ProtectionForm, toForm } from '../../lib/protection'

interface Loaded {
    protection: CaptureProtection
    settings: EventsSettings
}
interface Values {
    protection: CaptureProtection | null
    settings: EventsSettings | null
    error: Error | null
    changes: Partial<ProtectionForm>
    form: ProtectionForm | null
    errors: FormErrors
    isDirty: boolean
    saving: boolean
    cookielessSaving: boolean
    askingRotation: boolean
    rotating: boolean
    /** The secret just made: it is shown until the page is left, and never again. */
    secret: string | null
}
interface Actions {
    load: () => { value: true }
    loaded: (loaded: Loaded) => { loaded: Loaded }
    failed: (error: Error) => { error: Error }
    change: (changes: Partial<ProtectionForm>) => { changes: Partial<ProtectionForm> }
    discard: () => { value: true }
    save: () => { value: true }
    saved: (protection: CaptureProtection) => { protection: CaptureProtection }
    saveFailed: (errors: FormErrors) => { errors: FormErrors }
    setCookieless: (on: boolean) => { on: boolean }
    settingsChanged: (settings: EventsSettings) => { settings: EventsSettings }
    cookielessEnded: () => { value: true }
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
        loaded: (loaded) => ({ loaded }),
        failed: (error) => ({ error }),
        change: (changes) => ({ changes }),
        discard: true,
        save: true,
        saved: (protection) => ({ protection }),
        saveFailed: (errors) => ({ errors }),
        setCookieless: (on) => ({ on }),
        settingsChanged: (settings) => ({ settings }),
        cookielessEnded: true,
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
                loaded: (_: CaptureProtection | null, { loaded }: { loaded: Loaded }) => loaded.protection,
                saved: (_: CaptureProtection | null, { protection }: { protection: CaptureProtection }) => protection,
                rotated: (_: CaptureProtection | null, { protection }: { protection: CaptureProtection }) => protection,
            },
        ],
        settings: [
            null as EventsSettings | null,
            {
                loaded: (_: EventsSettings | null, { loaded }: { loaded: Loaded }) => loaded.settings,
                settingsChanged: (_: EventsSettings | null, { settings }: { settings: EventsSettings }) => settings,
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
        cookielessSaving: [false, { setCookieless: () => true, cookielessEnded: () => false }],
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
                const [protection, settings] = await Promise.all([eventsApi.protection(), eventsApi.settings()])
                breakpoint()
                actions.loaded({ protection, settings })
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
        setCookieless: async ({ on }) => {
            try {
                actions.settingsChanged(await eventsApi.changeSettings({ cookieless_enabled: on }))
            } catch (error) {
                toast.error(messageOf(error))
            }
            actions.cookielessEnded()
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
