import { useValues } from 'kea'
import { appLogic } from '~/app/appLogic'
import type { EventRow } from '~/lib/types'
import { actorName } from '../lib/eventRows'

/** Names people of events the way this project wants them named. */
export function useActorName(): (event: Pick<EventRow, 'distinct_id' | 'person_properties'>) => string {
    const { project } = useValues(appLogic)
    return (event) => actorName(event, project?.person_display_name_properties)
}
