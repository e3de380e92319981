/** Addresses of this product's pages. Other products take them from the manifest. */

export const urls = {
    activity: (): string => '/activity',
    /** The activity page with one event open. */
    event: (uuid: string): string => `/activity?open=${encodeURIComponent(uuid)}`,
    persons: (): string => '/persons',
    /** By uuid, or by any of the person's distinct ids. */
    person: (id: string): string => `/persons/${encodeURIComponent(id)}`,
    ingestion: (): string => '/ingestion',
    dataManagement: (tab: string = 'events'): string => `/data/${tab}`,
    onboarding: (): string => '/onboarding',
}
