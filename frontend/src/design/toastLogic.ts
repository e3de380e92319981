/** Short messages about what just happened. Errors stay until dismissed; the rest leave by themselves. */
import { actions, kea, listeners, type MakeLogicType, path, reducers } from 'kea'

export interface Toast {
    id: number
    tone: 'success' | 'error'
    text: string
    /** What can be done about it, such as taking back what was done. */
    action?: { label: string; run: () => void }
}

interface Values {
    toasts: Toast[]
}
interface Actions {
    success: (text: string, action?: Toast['action']) => { toast: Toast }
    error: (text: string) => { toast: Toast }
    dismiss: (id: number) => { id: number }
}

const SHOWN_FOR_MS = 4500
/** Long enough to notice a slip and reach for the button. */
const WITH_ACTION_MS = 10_000
let lastId = 0
const next = (tone: Toast['tone'], text: string, action?: Toast['action']): { toast: Toast } => ({
    toast: { id: ++lastId, tone, text, action },
})
const add = (toasts: Toast[], { toast }: { toast: Toast }): Toast[] => [
    ...toasts.filter((one) => one.text !== toast.text).slice(-3),
    toast,
]

export const toastLogic = kea<MakeLogicType<Values, Actions>>([
    path(['design', 'toastLogic']),
    actions({
        success: (text, action) => next('success', text, action),
        error: (text) => next('error', text),
        dismiss: (id) => ({ id }),
    }),
    reducers({
        toasts: [
            [] as Toast[],
            {
                success: add,
                error: add,
                dismiss: (toasts: Toast[], { id }: { id: number }) => toasts.filter((toast) => toast.id !== id),
            },
        ],
    }),
    listeners(({ actions }) => ({
        success: ({ toast }) => {
            setTimeout(() => actions.dismiss(toast.id), toast.action ? WITH_ACTION_MS : SHOWN_FOR_MS)
        },
    })),
])

/** For code outside React; the logic is mounted as long as the app is. */
export const toast = {
    success: (text: string, action?: Toast['action']): void => toastLogic.findMounted()?.actions.success(text, action),
    error: (text: string): void => toastLogic.findMounted()?.actions.error(text),
}
