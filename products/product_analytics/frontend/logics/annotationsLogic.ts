/** The remarks on the moments that a chart shows: reading them, writing one, changing it, taking it away and back. */
import { actions, kea, listeners, type MakeLogicType, path, reducers } from 'kea'
import { toast } from '~/design/toastLogic'
import { call } from '~/lib/client'
import { type FormErrors, NO_ERRORS, placeError } from '~/lib/formErrors'
import { messageOf } from '~/lib/http'
import { currentProjectId } from '~/lib/navigation'
import { type Annotation, type AnnotationForm, formOf, formProblems, newForm, toBody } from '../lib/annotations'

/** More remarks than a chart has room for. */
const MANY = 500

export interface Range {
    from: string
    to: string
}
/** What is being written: a new remark, or one that exists. */
interface Editing {
    annotation: Annotation | null
    form: AnnotationForm
}
interface Values {
    range: Range | null
    annotations: Annotation[]
    /** Why they could not be read; the chart is good without them. */
    error: Error | null
    editing: Editing | null
    errors: FormErrors
    saving: boolean
}
interface Actions {
    show: (range: Range) => { range: Range }
    load: () => { value: true }
    loaded: (annotations: Annotation[]) => { annotations: Annotation[] }
    failed: (error: Error) => { error: Error }
    /** `day` is the beginning of a bucket. */
    write: (day: string) => { day: string }
    edit: (annotation: Annotation) => { annotation: Annotation }
    close: () => { value: true }
    change: (changes: Partial<AnnotationForm>) => { changes: Partial<AnnotationForm> }
    save: () => { value: true }
    saveFailed: (errors: FormErrors) => { errors: FormErrors }
    saved: (annotation: Annotation) => { annotation: Annotation }
    remove: (annotation: Annotation) => { annotation: Annotation }
    restore: (annotation: Annotation) => { annotation: Annotation }
}

const here = (): { project_id: string } => ({ project_id: String(currentProjectId()) })

const update = (id: number, body: Partial<ReturnType<typeof toBody>> & { deleted?: boolean }): Promise<Annotation> =>
    call('patch', '/api/projects/{project_id}/annotations/{annotation_id}/', {
        path: { ...here(), annotation_id: id },
        body,
    })

const replaced = (known: Annotation[], { annotation }: { annotation: Annotation }): Annotation[] => [
    ...known.filter((one) => one.id !== annotation.id),
    annotation,
]

export const annotationsLogic = kea<MakeLogicType<Values, Actions>>([
    path(['products', 'product_analytics', 'annotationsLogic']),
    actions({
        show: (range) => ({ range }),
        load: true,
        loaded: (annotations) => ({ annotations }),
        failed: (error) => ({ error }),
        write: (day) => ({ day }),
        edit: (annotation) => ({ annotation }),
        close: true,
        change: (changes) => ({ changes }),
        save: true,
        saveFailed: (errors) => ({ errors }),
        saved: (annotation) => ({ annotation }),
        remove: (annotation) => ({ annotation }),
        restore: (annotation) => ({ annotation }),
    }),
    reducers({
        range: [null as Range | null, { show: (_: Range | null, { range }: { range: Range }) => range }],
        annotations: [
            [] as Annotation[],
            {
                loaded: (_: Annotation[], { annotations }: { annotations: Annotation[] }) => annotations,
                saved: replaced,
            },
        ],
        error: [
            null as Error | null,
            { load: () => null, loaded: () => null, failed: (_: Error | null, { error }: { error: Error }) => error },
        ],
        editing: [
            null as Editing | null,
            {
                write: (_: Editing | null, { day }: { day: string }) => ({ annotation: null, form: newForm(day) }),
                edit: (_: Editing | null, { annotation }: { annotation: Annotation }) => ({
                    annotation,
                    form: formOf(annotation),
                }),
                change: (editing: Editing | null, { changes }: { changes: Partial<AnnotationForm> }) =>
                    editing && { ...editing, form: { ...editing.form, ...changes } },
                close: () => null,
                saved: () => null,
            },
        ],
        errors: [
            NO_ERRORS,
            {
                write: () => NO_ERRORS,
                edit: () => NO_ERRORS,
                change: () => NO_ERRORS,
                save: () => NO_ERRORS,
                saveFailed: (_: FormErrors, { errors }: { errors: FormErrors }) => errors,
            },
        ],
        saving: [false, { save: () => true, saved: () => false, saveFailed: () => false, close: () => false }],
    }),
    listeners(({ actions, values }) => ({
        show: () => actions.load(),
        load: async (_, breakpoint) => {
            const { range } = values
            if (!range) {
                return
            }
            try {
                const page = await call('get', '/api/projects/{project_id}/annotations/', {
                    path: here(),
                    query: { date_from: range.from, date_to: range.to, limit: MANY },
                })
                breakpoint()
                actions.loaded(page.results)
            } catch (error) {
                breakpoint()
                actions.failed(error as Error)
            }
        },
        save: async () => {
            if (!values.editing) {
                return
            }
            const { annotation, form } = values.editing
            const problems = formProblems(form)
            if (Object.keys(problems).length) {
                actions.saveFailed({ form: null, fields: problems })
                return
            }
            const body = toBody(form, annotation)
            try {
                actions.saved(
                    annotation
                        ? await update(annotation.id, body)
                        : await call('post', '/api/projects/{project_id}/annotations/', { path: here(), body })
                )
            } catch (error) {
                actions.saveFailed(placeError(error, ['content']))
            }
        },
        remove: async ({ annotation }) => {
            try {
                actions.saved(await update(annotation.id, { deleted: true }))
                toast.success('Annotation deleted', { label: 'Undo', run: () => actions.restore(annotation) })
            } catch (error) {
                toast.error(messageOf(error))
            }
        },
        restore: async ({ annotation }) => {
            try {
                actions.saved(await update(annotation.id, { deleted: false }))
            } catch (error) {
                toast.error(messageOf(error))
            }
        },
    })),
])
