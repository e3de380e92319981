/** Addresses of this product's pages. Other products take them from the manifest. */

export const urls = {
    activity: (): string => '/activity',
    /** The activity page with one event open. */
    event: (uuid: string): string => `/activity?open=${encodeURIComponent(uuid)}`,
    /** The activity page with one kind of event. */
    activityOf: (event: string): string => `/activity?event=${encodeURIComponent(event)}`,
    persons: (): string => '/persons',
    /** By uuid, or by any of the person's distinct ids. */
    person: (id: string): string => `/persons/${encodeURIComponent(id)}`,
    groups: (type: number = 0): string => (type ? `/groups/${type}` : '/groups'),
    group: (type: number, key: string): string => `/groups/${type}/${encodeURIComponent(key)}`,
    ingestion: (): string => '/ingestion',
    dataManagement: (tab: string = 'events'): string => `/data/${tab}`,
    /** Receipts of what was deleted. */
    erasures: (of: 'people' | 'groups' = 'people'): string => `/data/erasures${of === 'groups' ? '?of=groups' : ''}`,
    action: (id: string): string => `/data/actions/${encodeURIComponent(id)}`,
    onboarding: (): string => '/onboarding',
}
