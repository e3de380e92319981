/** What will be done to a flag by itself, and the form that plans it. */
import { actions, afterMount, kea, key, listeners, type MakeLogicType, path, props, reducers, selectors } from 'kea'
import { toast } from '~/design/toastLogic'
import { type FormErrors, NO_ERRORS, placeError } from '~/lib/formErrors'
import { messageOf } from '~/lib/http'
import { currentProjectId } from '~/lib/navigation'
import type { Flag } from '../lib/flags'
import { flagsApi } from '../lib/flagsApi'
import { bodyOf, describeChange, formOf, newForm, type ScheduledChange, type ScheduleForm } from '../lib/schedule'

const FIELDS = ['scheduled_at', 'cron_expression', 'end_date', 'timezone']

interface Props {
    flag: Flag
}
interface Values {
    changes: ScheduledChange[] | null
    loadError: Error | null
    form: ScheduleForm | null
    errors: FormErrors
    saving: boolean
    waiting: ScheduledChange[]
    done: ScheduledChange[]
}
interface Actions {
    load: () => { value: true }
    loaded: (changes: ScheduledChange[]) => { changes: ScheduledChange[] }
    failed: (error: Error) => { error: Error }
    plan: () => { value: true }
    edit: (change: ScheduledChange) => { change: ScheduledChange }
    open: (form: ScheduleForm) => { form: ScheduleForm }
    close: () => { value: true }
    change: (changes: Partial<ScheduleForm>) => { changes: Partial<ScheduleForm> }
    save: () => { value: true }
    refused: (errors: FormErrors) => { errors: FormErrors }
    cancel: (change: ScheduledChange) => { change: ScheduledChange }
}

export const flagScheduleLogic = kea<MakeLogicType<Values, Actions, Props>>([
    props({} as Props),
    key(({ flag }) => flag.id),
    path((id) => ['products', 'feature_flags', 'flagScheduleLogic', id]),
    actions({
        load: true,
        loaded: (changes) => ({ changes }),
        failed: (error) => ({ error }),
        plan: true,
        edit: (change) => ({ change }),
        open: (form) => ({ form }),
        close: true,
        change: (changes) => ({ changes }),
        save: true,
        refused: (errors) => ({ errors }),
        cancel: (change) => ({ change }),
    }),
    reducers({
        changes: [
            null as ScheduledChange[] | null,
            { loaded: (_: ScheduledChange[] | null, { changes }: { changes: ScheduledChange[] }) => changes },
        ],
        loadError: [
            null as Error | null,
            { load: () => null, failed: (_: Error | null, { error }: { error: Error }) => error },
        ],
        form: [
            null as ScheduleForm | null,
            {
                open: (_: ScheduleForm | null, { form }: { form: ScheduleForm }) => form,
                close: () => null,
                change: (form: ScheduleForm | null, { changes }: { changes: Partial<ScheduleForm> }) =>
                    form && { ...form, ...changes },
            },
        ],
        errors: [
            NO_ERRORS,
            {
                open: () => NO_ERRORS,
                save: () => NO_ERRORS,
                refused: (_: FormErrors, { errors }: { errors: FormErrors }) => errors,
            },
        ],
        saving: [false, { save: () => true, close: () => false, refused: () => false }],
    }),
    selectors({
        waiting: [
            (s) => [s.changes],
            (changes: ScheduledChange[] | null) => (changes ?? []).filter((one) => one.executed_at === null),
        ],
        done: [
            (s) => [s.changes],
            (changes: ScheduledChange[] | null) => (changes ?? []).filter((one) => one.executed_at !== null).reverse(),
        ],
    }),
    listeners(({ actions, values, props: own }) => ({
        load: async () => {
            try {
                actions.loaded(await flagsApi.scheduledChanges(currentProjectId(), own.flag.id))
            } catch (error) {
                actions.failed(error as Error)
            }
        },
        plan: () => actions.open(newForm(own.flag)),
        edit: ({ change }) => {
            const form = formOf(change, own.flag)
            if (form) {
                actions.open(form)
            }
        },
        save: async () => {
            const { form } = values
            const body = form && bodyOf(form)
            if (!body) {
                actions.refused({ form: null, fields: { scheduled_at: 'Choose a day and a time.' } })
                return
            }
            try {
                const made = await (form.id === null
                    ? flagsApi.schedule(currentProjectId(), own.flag.id, body)
                    : flagsApi.reschedule(currentProjectId(), form.id, body))
                actions.close()
                toast.success(`${describeChange(made)}: planned.`)
                actions.load()
            } catch (error) {
                actions.refused(placeError(error, FIELDS))
            }
        },
        cancel: async ({ change }) => {
            try {
                await flagsApi.unschedule(currentProjectId(), change.id)
                actions.load()
                toast.success('It will not happen.')
            } catch (error) {
                toast.error(messageOf(error))
                actions.load()
            }
        },
    })),
    afterMount(({ actions }) => actions.load()),
])
