import { Button } from './Button'

interface FormFootProps {
    isDirty: boolean
    saving: boolean
    onDiscard: () => void
    /** Something in the form cannot be saved as it is. */
    isInvalid?: boolean
}

/** The last line of a form in a card: save what was changed, or take it back. */
export function FormFoot({ isDirty, saving, onDiscard, isInvalid = false }: FormFootProps): React.JSX.Element {
    return (
        <div className="flex items-center justify-end gap-2 border-line border-t px-4 py-3 sm:px-5">
            {isDirty && (
                <Button variant="ghost" onClick={onDiscard}>
                    Discard
                </Button>
            )}
            <Button variant="primary" type="submit" loading={saving} disabled={!isDirty || isInvalid}>
                Save
            </Button>
        </div>
    )
}
