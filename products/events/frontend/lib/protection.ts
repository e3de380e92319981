/** The settings against misuse of the project's token, as a form: what is typed, and what of it can be sent. */
import { formatNumber } from '~/lib/format'
import { collectErrors, type FormErrors } from '~/lib/formErrors'
import type { CaptureProtection } from './eventsApi'

export interface ProtectionForm {
    /** Caps as typed; empty is no limit. */
    personCap: string
    projectCap: string
    /** One origin a line. */
    origins: string
    withoutOrigin: boolean
    signedIdentity: boolean
    bots: CaptureProtection['bot_filter']
}

/** The server's names of the fields, by ours: refusals name them. */
const SENT_AS: Record<keyof ProtectionForm, string> = {
    personCap: 'person_events_per_minute',
    projectCap: 'project_events_per_minute',
    origins: 'allowed_origins',
    withoutOrigin: 'allow_without_origin',
    signedIdentity: 'require_signed_identity',
    bots: 'bot_filter',
}
const MAX_CAP = 10_000_000

export function toForm(settings: CaptureProtection): ProtectionForm {
    return {
        personCap: settings.person_events_per_minute?.toString() ?? '',
        projectCap: settings.project_events_per_minute?.toString() ?? '',
        origins: settings.allowed_origins.join('\n'),
        withoutOrigin: settings.allow_without_origin,
        signedIdentity: settings.require_signed_identity,
        bots: settings.bot_filter,
    }
}

export function readOrigins(text: string): string[] {
    return text.split(/[\s,]+/).filter(Boolean)
}

const readCap = (text: string): number | null => (text.trim() ? Number(text) : null)

const capProblem = (text: string): string | null =>
    !text.trim() || (/^\d+$/.test(text.trim()) && Number(text) >= 1 && Number(text) <= MAX_CAP)
        ? null
        : `Write a whole number from 1 to ${formatNumber(MAX_CAP)}, or nothing for no limit.`

/** What can be said without asking the server; null where nothing is wrong. */
export function formProblems(form: ProtectionForm): FormErrors | null {
    return collectErrors({ personCap: capProblem(form.personCap), projectCap: capProblem(form.projectCap) })
}

/** The fields that differ from what is set, in the server's names. */
export function changesOf(form: ProtectionForm, settings: CaptureProtection): Partial<CaptureProtection> {
    const wanted: Partial<CaptureProtection> = {
        person_events_per_minute: readCap(form.personCap),
        project_events_per_minute: readCap(form.projectCap),
        allowed_origins: readOrigins(form.origins),
        allow_without_origin: form.withoutOrigin,
        require_signed_identity: form.signedIdentity,
        bot_filter: form.bots,
    }
    return Object.fromEntries(
        Object.entries(wanted).filter(
            ([name, value]) => JSON.stringify(settings[name as keyof CaptureProtection]) !== JSON.stringify(value)
        )
    )
}

/** Puts a refusal's field, which may say which line of a list is wrong, under ours. */
export function ownField(attr: string): string {
    const found = Object.entries(SENT_AS).find(
        ([, sent]) =>
            attr === sent || attr.startsWith(`${sent}.`) || attr.startsWith(`${sent}[`) || attr.startsWith(`${sent}__`)
    )
    return found ? found[0] : attr
}
