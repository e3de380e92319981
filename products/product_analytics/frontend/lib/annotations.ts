/** Remarks on moments: which of a chart's buckets each belongs to, and which moment a bucket stands for. Pure. */
import type { Schema } from '~/lib/client'
import { fromWallClock, toWallClock } from '~/lib/format'

export type Annotation = Schema<'Annotation'>
export type AnnotationScope = Annotation['scope']

export interface AnnotationForm {
    content: string
    /** What the project's clock shows, "2026-03-04T14:05": the form of a date-and-time field. */
    moment: string
    scope: AnnotationScope
}

/** Remarks by the bucket they fall into, the earliest first. `end` is the moment at which the last bucket ends. */
export function placeAnnotations(
    annotations: readonly Annotation[],
    days: readonly string[],
    end: string | null
): Map<number, Annotation[]> {
    const placed = new Map<number, Annotation[]>()
    const starts = days.map(toField)
    const over = end === null ? null : toWallClock(end)
    const ordered = [...annotations].sort((left, right) => left.date_marker.localeCompare(right.date_marker))
    for (const one of ordered) {
        const moment = toWallClock(one.date_marker)
        if (one.hidden_in_user_interface || one.deleted || moment === '' || (over !== null && moment > over)) {
            continue
        }
        // Texts of this form are in the order of the times they stand for.
        const index = starts.findLastIndex((start) => start <= moment)
        if (index >= 0) {
            placed.set(index, [...(placed.get(index) ?? []), one])
        }
    }
    return placed
}

/** A form for a new remark on the bucket that begins then. */
export const newForm = (day: string): AnnotationForm => ({
    content: '',
    moment: toField(day),
    scope: 'project',
})

export const formOf = (annotation: Annotation): AnnotationForm => ({
    content: annotation.content,
    moment: toWallClock(annotation.date_marker),
    scope: annotation.scope,
})

/** The beginning of a bucket, "2026-03-04" or "2026-03-04 14:00:00", as a date-and-time field holds it. */
export function toField(day: string): string {
    return `${day.slice(0, 10)}T${day.slice(11, 16) || '00:00'}`
}

/** Why a form cannot be sent, by field. */
export function formProblems(form: AnnotationForm): Partial<Record<keyof AnnotationForm, string>> {
    return {
        ...(form.content.trim() ? {} : { content: 'Write what happened.' }),
        ...(fromWallClock(form.moment) ? {} : { moment: 'Choose when it happened.' }),
    }
}

/** A form as the server takes it. A moment that was not changed keeps its seconds, which the field does not show. */
export function toBody(
    form: AnnotationForm,
    before: Annotation | null = null
): { content: string; scope: AnnotationScope; date_marker: string } {
    const same = before !== null && form.moment === formOf(before).moment
    const marker = same ? before.date_marker : (fromWallClock(form.moment) ?? '')
    return { content: form.content.trim(), scope: form.scope, date_marker: marker }
}
