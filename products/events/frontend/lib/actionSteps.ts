/** Steps of an action: what they say in words, and what of them is sent. */
import { eventLabel } from '~/filters/propertyNames'
import type { Schema } from '~/lib/client'
import type { PropertyFilter } from '~/lib/queries'

export type Matching = 'exact' | 'contains' | 'regex'

/** A step while it is edited: every text is there, empty when it says nothing. */
export interface DraftStep {
    event: string | null
    url: string
    url_matching: Matching
    selector: string
    tag_name: string
    text: string
    text_matching: Matching
    href: string
    href_matching: Matching
    properties: PropertyFilter[]
}

export const EMPTY_STEP: DraftStep = {
    event: null,
    url: '',
    url_matching: 'contains',
    selector: '',
    tag_name: '',
    text: '',
    text_matching: 'exact',
    href: '',
    href_matching: 'exact',
    properties: [],
}

export function toDraft(step: Schema<'ActionStep'>): DraftStep {
    return {
        event: step.event ?? null,
        url: step.url ?? '',
        url_matching: (step.url_matching as Matching | null) ?? 'contains',
        selector: step.selector ?? '',
        tag_name: step.tag_name ?? '',
        text: step.text ?? '',
        text_matching: (step.text_matching as Matching | null) ?? 'exact',
        href: step.href ?? '',
        href_matching: (step.href_matching as Matching | null) ?? 'exact',
        properties: (step.properties ?? []) as unknown as PropertyFilter[],
    }
}

/** Whether the step says anything; one that does not would match every event there is. */
export function saysSomething(step: DraftStep): boolean {
    return (
        step.event !== null ||
        step.properties.length > 0 ||
        [step.url, step.selector, step.tag_name, step.text, step.href].some((text) => text.trim() !== '')
    )
}

const text = (value: string): string | null => (value.trim() ? value : null)

export function fromDraft(step: DraftStep): Schema<'ActionStepRequest'> {
    return {
        event: step.event,
        url: text(step.url),
        url_matching: text(step.url) && step.url_matching,
        selector: text(step.selector),
        tag_name: text(step.tag_name),
        text: text(step.text),
        text_matching: text(step.text) && step.text_matching,
        href: text(step.href),
        href_matching: text(step.href) && step.href_matching,
        properties: step.properties as unknown as { [key: string]: unknown }[],
    } as Schema<'ActionStepRequest'>
}

const VERBS: Record<Matching, string> = { exact: 'is', contains: 'contains', regex: 'matches' }

/** "Pageview, page contains /pricing". */
export function describeStep(given: Schema<'ActionStep'>): string {
    const step = toDraft(given)
    return [
        step.event === null ? 'Any event' : eventLabel(step.event),
        step.url && `page ${VERBS[step.url_matching]} ${step.url}`,
        step.selector && `element ${step.selector}`,
        step.tag_name && `<${step.tag_name}>`,
        step.text && `text ${VERBS[step.text_matching]} “${step.text}”`,
        step.href && `link ${VERBS[step.href_matching]} ${step.href}`,
        step.properties.length > 0 &&
            `${step.properties.length} property filter${step.properties.length > 1 ? 's' : ''}`,
    ]
        .filter(Boolean)
        .join(', ')
}
