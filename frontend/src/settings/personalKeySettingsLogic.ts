/** Personal API keys: made here, shown once, deleted when lost. */
import { actions, afterMount, kea, listeners, type MakeLogicType, path, reducers } from 'kea'
import { toast } from '~/design/toastLogic'
import { api } from '~/lib/api'
import { type FormErrors, NO_ERRORS, placeError } from '~/lib/formErrors'
import { messageOf } from '~/lib/http'
import type { NewPersonalApiKey, PersonalApiKey } from '~/lib/types'

export type ScopeAccess = 'none' | 'read' | 'write'
export type KeyPreset = 'all' | 'read' | 'custom'

/** What a key may be allowed to touch; the server refuses anything it does not know. */
export const SCOPE_OBJECTS: { name: string; label: string }[] = [
    { name: 'query', label: 'Queries and events' },
    { name: 'insight', label: 'Insights' },
    { name: 'person', label: 'Persons' },
    { name: 'group', label: 'Groups' },
    { name: 'event_definition', label: 'Event definitions' },
    { name: 'property_definition', label: 'Property definitions' },
    { name: 'ingestion_warning', label: 'Ingestion warnings' },
    { name: 'activity_log', label: 'Activity log' },
    { name: 'project', label: 'Project settings' },
    { name: 'organization', label: 'Organization' },
    { name: 'organization_member', label: 'Members' },
    { name: 'user', label: 'Your account' },
]

export interface KeyForm {
    label: string
    preset: KeyPreset
    access: Record<string, ScopeAccess>
}

/** The scopes a form stands for. */
export function scopesOf(form: KeyForm): string[] {
    if (form.preset === 'all') {
        return ['*']
    }
    if (form.preset === 'read') {
        return SCOPE_OBJECTS.map(({ name }) => `${name}:read`)
    }
    return SCOPE_OBJECTS.flatMap(({ name }) => {
        const access = form.access[name] ?? 'none'
        return access === 'none' ? [] : [`${name}:${access}`]
    })
}

interface Values {
    keys: PersonalApiKey[] | null
    loadError: Error | null
    creating: boolean
    form: KeyForm
    errors: FormErrors
    saving: boolean
    fresh: NewPersonalApiKey | null
    deleting: PersonalApiKey | null
}
interface Actions {
    load: () => { value: true }
    loaded: (keys: PersonalApiKey[]) => { keys: PersonalApiKey[] }
    loadFailed: (error: Error) => { error: Error }
    startCreating: () => { value: true }
    stopCreating: () => { value: true }
    change: (changes: Partial<KeyForm>) => { changes: Partial<KeyForm> }
    create: () => { value: true }
    created: (key: NewPersonalApiKey) => { key: NewPersonalApiKey }
    failed: (errors: FormErrors) => { errors: FormErrors }
    forgetFresh: () => { value: true }
    askDeletion: (key: PersonalApiKey | null) => { key: PersonalApiKey | null }
    deleteKey: () => { value: true }
}

const EMPTY_FORM: KeyForm = { label: '', preset: 'read', access: {} }

export const personalKeySettingsLogic = kea<MakeLogicType<Values, Actions>>([
    path(['settings', 'personalKeySettingsLogic']),
    actions({
        load: true,
        loaded: (keys) => ({ keys }),
        loadFailed: (error) => ({ error }),
        startCreating: true,
        stopCreating: true,
        change: (changes) => ({ changes }),
        create: true,
        created: (key) => ({ key }),
        failed: (errors) => ({ errors }),
        forgetFresh: true,
        askDeletion: (key) => ({ key }),
        deleteKey: true,
    }),
    reducers({
        keys: [
            null as PersonalApiKey[] | null,
            {
                loaded: (_: PersonalApiKey[] | null, { keys }: { keys: PersonalApiKey[] }) => keys,
                created: (
                    state: PersonalApiKey[] | null,
                    { key: { value: _, ...key } }: { key: NewPersonalApiKey }
                ) => [key, ...(state ?? [])],
            },
        ],
        loadError: [
            null as Error | null,
            { load: () => null, loadFailed: (_: Error | null, { error }: { error: Error }) => error },
        ],
        creating: [false, { startCreating: () => true, stopCreating: () => false, created: () => false }],
        form: [
            EMPTY_FORM,
            {
                startCreating: () => EMPTY_FORM,
                change: (form: KeyForm, { changes }: { changes: Partial<KeyForm> }) => ({ ...form, ...changes }),
            },
        ],
        errors: [
            NO_ERRORS,
            {
                startCreating: () => NO_ERRORS,
                change: () => NO_ERRORS,
                failed: (_: FormErrors, { errors }: { errors: FormErrors }) => errors,
            },
        ],
        saving: [false, { create: () => true, created: () => false, failed: () => false }],
        fresh: [
            null as NewPersonalApiKey | null,
            {
                created: (_: NewPersonalApiKey | null, { key }: { key: NewPersonalApiKey }) => key,
                forgetFresh: () => null,
            },
        ],
        deleting: [
            null as PersonalApiKey | null,
            {
                askDeletion: (_: PersonalApiKey | null, { key }: { key: PersonalApiKey | null }) => key,
                load: () => null,
            },
        ],
    }),
    listeners(({ actions, values }) => ({
        load: async () => {
            try {
                actions.loaded(await api.personalKeys.list())
            } catch (error) {
                actions.loadFailed(error as Error)
            }
        },
        create: async () => {
            const label = values.form.label.trim()
            const scopes = scopesOf(values.form)
            if (!label) {
                actions.failed({ form: null, fields: { label: 'Say what the key is for, so that you know it later.' } })
                return
            }
            if (!scopes.length) {
                actions.failed({ form: null, fields: { scopes: 'Allow the key at least one thing.' } })
                return
            }
            try {
                actions.created(await api.personalKeys.create({ label, scopes }))
            } catch (error) {
                actions.failed(placeError(error, ['label', 'scopes']))
            }
        },
        deleteKey: async () => {
            const key = values.deleting
            if (!key) {
                return
            }
            try {
                await api.personalKeys.delete(key.id)
                toast.success(`Key “${key.label}” deleted`)
            } catch (error) {
                toast.error(messageOf(error))
            }
            actions.load()
        },
    })),
    afterMount(({ actions }) => actions.load()),
])
