/** Leaving one session state for another: a full page load, so that nothing of the old one stays in memory. */
export function enter(path: string): void {
    window.location.assign(path)
}
