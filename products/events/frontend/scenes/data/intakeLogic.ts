/** What of people and of late events the project takes in. Switches count at once, the age when it is saved. */
import { actions, afterMount, kea, listeners, type MakeLogicType, path, reducers, selectors } from 'kea'
import { toast } from '~/design/toastLogic'
import { formatNumber } from '~/lib/format'
import { messageOf } from '~/lib/http'
import { type EventsSettings, eventsApi } from '../../lib/eventsApi'

const MAX_HOURS = 96_000

interface Values {
    settings: EventsSettings | null
    error: Error | null
    saving: boolean
    /** Hours as typed; null while nothing was typed. */
    typed: string | null
    hours: string
    hoursError: string | null
    isDirty: boolean
}
interface Actions {
    load: () => { value: true }
    loaded: (settings: EventsSettings) => { settings: EventsSettings }
    failed: (error: Error) => { error: Error }
    change: (changes: Partial<EventsSettings>) => { changes: Partial<EventsSettings> }
    changeFailed: () => { value: true }
    typeHours: (typed: string | null) => { typed: string | null }
    saveHours: () => { value: true }
    refuseHours: (problem: string) => { problem: string }
}

/** Empty is no limit; undefined where it is no number of hours that can be set. */
export function readHours(text: string): number | null | undefined {
    const hours = Number(text)
    if (!text.trim()) {
        return null
    }
    return /^\d+$/.test(text.trim()) && hours >= 1 && hours <= MAX_HOURS ? hours : undefined
}

export const intakeLogic = kea<MakeLogicType<Values, Actions>>([
    path(['products', 'events', 'intakeLogic']),
    actions({
        load: true,
        loaded: (settings) => ({ settings }),
        failed: (error) => ({ error }),
        change: (changes) => ({ changes }),
        changeFailed: true,
        typeHours: (typed) => ({ typed }),
        saveHours: true,
        refuseHours: (problem) => ({ problem }),
    }),
    reducers({
        settings: [
            null as EventsSettings | null,
            { loaded: (_: EventsSettings | null, { settings }: { settings: EventsSettings }) => settings },
        ],
        error: [
            null as Error | null,
            { load: () => null, failed: (_: Error | null, { error }: { error: Error }) => error },
        ],
        saving: [false, { change: () => true, loaded: () => false, changeFailed: () => false }],
        typed: [null as string | null, { typeHours: (_: string | null, { typed }: { typed: string | null }) => typed }],
        hoursError: [
            null as string | null,
            { typeHours: () => null, refuseHours: (_: string | null, { problem }: { problem: string }) => problem },
        ],
    }),
    selectors({
        hours: [
            (s) => [s.typed, s.settings],
            (typed: string | null, settings: EventsSettings | null): string =>
                typed ?? settings?.drop_events_older_than_hours?.toString() ?? '',
        ],
        isDirty: [
            (s) => [s.hours, s.settings],
            (hours: string, settings: EventsSettings | null): boolean =>
                settings !== null && readHours(hours) !== settings.drop_events_older_than_hours,
        ],
    }),
    listeners(({ actions, values }) => ({
        load: async (_, breakpoint) => {
            try {
                const settings = await eventsApi.settings()
                breakpoint()
                actions.loaded(settings)
            } catch (error) {
                breakpoint()
                actions.failed(error as Error)
            }
        },
        change: async ({ changes }) => {
            try {
                actions.loaded(await eventsApi.changeSettings(changes))
                toast.success('Saved. It is in force within ten seconds')
            } catch (error) {
                actions.changeFailed()
                toast.error(messageOf(error))
            }
        },
        saveHours: () => {
            const hours = readHours(values.hours)
            if (hours === undefined) {
                actions.refuseHours(
                    `Write a whole number of hours from 1 to ${formatNumber(MAX_HOURS)}, or nothing to take every age.`
                )
                return
            }
            actions.change({ drop_events_older_than_hours: hours })
        },
        loaded: ({ settings }) => {
            // What was typed is what is set now; anything typed meanwhile stays.
            if (values.typed !== null && readHours(values.typed) === settings.drop_events_older_than_hours) {
                actions.typeHours(null)
            }
        },
    })),
    afterMount(({ actions }) => actions.load()),
])
