/** Addresses of this product's pages. Other products take them from the manifest. */

export const urls = {
    flags: (): string => '/feature-flags',
    newFlag: (): string => '/feature-flags/new',
    earlyAccess: (): string => '/early-access',
    newFeature: (): string => '/early-access/new',
    feature: (id: string): string => `/early-access/${encodeURIComponent(id)}`,
    flag: (id: number, tab?: string): string =>
        `/feature-flags/${id}${tab && tab !== 'release' ? `?tab=${encodeURIComponent(tab)}` : ''}`,
}
