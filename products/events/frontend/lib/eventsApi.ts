/** Addresses of the server that only this product's pages use. */
import { call, type Schema } from '~/lib/client'
import { currentProjectId } from '~/lib/navigation'

const here = (): { project_id: string } => ({ project_id: String(currentProjectId()) })

export type ListName = 'activity' | 'persons' | 'groups'

export const eventsApi = {
    /** The columns this person chose for a list, null where they did not. */
    columns: async (list: ListName): Promise<string[] | null> =>
        (
            await call('get', '/api/projects/{project_id}/list_columns/{list_name}/', {
                path: { ...here(), list_name: list },
            })
        ).columns,
    chooseColumns: async (list: ListName, columns: string[] | null): Promise<string[] | null> =>
        (
            await call('patch', '/api/projects/{project_id}/list_columns/{list_name}/', {
                path: { ...here(), list_name: list },
                body: { columns },
            })
        ).columns,
    event: (uuid: string): Promise<Schema<'Event'>> =>
        call('get', '/api/projects/{project_id}/events/{event_uuid}/', { path: { ...here(), event_uuid: uuid } }),
}
