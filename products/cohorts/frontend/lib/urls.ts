/** Addresses of this product's pages. Other products take them from the manifest. */

export const urls = {
    cohorts: (): string => '/cohorts',
    newCohort: (): string => '/cohorts/new',
    cohort: (id: number): string => `/cohorts/${id}`,
}
