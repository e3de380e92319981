import { Button } from '~/design/Button'

export interface SaveBarProps {
    /** What is wrong, or that all is well. */
    text: string
    action: string
    onSave: () => void
    onDiscard?: () => void
    saving: boolean
    disabled: boolean
}

/** Stays in reach at the bottom until changes are saved or dropped. */
export function SaveBar({ text, action, onSave, onDiscard, saving, disabled }: SaveBarProps): React.JSX.Element {
    return (
        <div className="sticky bottom-[calc(4.25rem+env(safe-area-inset-bottom))] z-20 mt-4 flex flex-wrap items-center gap-2 rounded-xl border border-line bg-raised px-4 py-3 shadow-pop lg:bottom-4">
            <span className="min-w-0 flex-1 text-ink-2 text-sm" role="status">
                {text}
            </span>
            {onDiscard && (
                <Button variant="ghost" onClick={onDiscard}>
                    Discard
                </Button>
            )}
            <Button variant="primary" onClick={onSave} loading={saving} disabled={disabled}>
                {action}
            </Button>
        </div>
    )
}
