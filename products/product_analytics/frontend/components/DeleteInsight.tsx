import { useActions, useValues } from 'kea'
import { Confirm } from '~/design/Modal'
import { insightsLogic } from '../logics/insightsLogic'

/** Asks before an insight goes. */
export function DeleteInsight(): React.JSX.Element {
    const { deleting, busy } = useValues(insightsLogic)
    const { askDeletion, deleteInsight } = useActions(insightsLogic)
    return (
        <Confirm
            open={deleting !== null}
            onClose={() => askDeletion(null)}
            onConfirm={deleteInsight}
            loading={busy}
            title={`Delete “${deleting?.name || 'Untitled'}”?`}
            action="Delete insight"
        >
            The question goes for everybody in the project. The events it asks about stay.
        </Confirm>
    )
}
