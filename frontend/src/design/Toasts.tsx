import { useActions, useValues } from 'kea'
import { CircleAlert, CircleCheck, X } from 'lucide-react'
import { toastLogic } from './toastLogic'

export function Toasts(): React.JSX.Element {
    const { toasts } = useValues(toastLogic)
    const { dismiss } = useActions(toastLogic)
    return (
        <div
            aria-live="polite"
            className="pointer-events-none fixed inset-x-3 bottom-[calc(4.5rem+env(safe-area-inset-bottom))] z-60 flex flex-col items-center gap-2 lg:inset-x-auto lg:right-6 lg:bottom-6 lg:items-end"
        >
            {toasts.map((toast) => (
                <div
                    key={toast.id}
                    role={toast.tone === 'error' ? 'alert' : undefined}
                    className="pointer-events-auto flex w-full max-w-96 animate-rise items-start gap-2.5 rounded-lg border border-line bg-raised py-2.5 pr-2 pl-3.5 shadow-pop"
                >
                    {toast.tone === 'error' ? (
                        <CircleAlert className="mt-0.5 size-4.5 shrink-0 text-danger-text" />
                    ) : (
                        <CircleCheck className="mt-0.5 size-4.5 shrink-0 text-brand-text" />
                    )}
                    <p className="min-w-0 flex-1">{toast.text}</p>
                    {toast.action && (
                        <button
                            type="button"
                            onClick={() => {
                                toast.action?.run()
                                dismiss(toast.id)
                            }}
                            className="shrink-0 rounded-sm px-1.5 font-semibold text-brand-text hover:bg-hover"
                        >
                            {toast.action.label}
                        </button>
                    )}
                    <button
                        type="button"
                        aria-label="Dismiss"
                        onClick={() => dismiss(toast.id)}
                        className="grid size-6 shrink-0 place-items-center rounded-sm text-ink-3 hover:bg-hover hover:text-ink"
                    >
                        <X className="size-3.5" />
                    </button>
                </div>
            ))}
        </div>
    )
}
