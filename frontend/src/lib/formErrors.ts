/** Which message stands under which field of a form, and which above all of them. */
import { ApiError, messageOf } from './http'

export interface FormErrors {
    /** About the whole form, or about something it has no field for. */
    form: string | null
    fields: Record<string, string>
}

export const NO_ERRORS: FormErrors = { form: null, fields: {} }

/** Places a server's refusal: under the field it names, if the form has that field. */
export function placeError(error: unknown, fields: readonly string[]): FormErrors {
    if (error instanceof ApiError && error.attr !== null && fields.includes(error.attr)) {
        return { form: null, fields: { [error.attr]: error.detail } }
    }
    return { form: messageOf(error), fields: {} }
}

/** Checks that need no server. Keys are fields, values a message or null where all is well. */
export function collectErrors(checks: Record<string, string | null>): FormErrors | null {
    const fields = Object.fromEntries(
        Object.entries(checks).filter((pair): pair is [string, string] => pair[1] !== null)
    )
    return Object.keys(fields).length ? { form: null, fields } : null
}

export function checkEmail(email: string): string | null {
    if (!email.trim()) {
        return 'Enter your e-mail address.'
    }
    return /^[^\s@]+@[^\s@]+$/.test(email.trim()) ? null : 'That does not look like an e-mail address.'
}

export const PASSWORD_MIN_LENGTH = 8

export function checkNewPassword(password: string): string | null {
    if (!password) {
        return 'Choose a password.'
    }
    return password.length < PASSWORD_MIN_LENGTH ? `Use at least ${PASSWORD_MIN_LENGTH} characters.` : null
}
