/** Which project's pages are open, and how a path inside the app becomes an address. */
import { projectInPath } from './routes'
import type { ProjectId } from './types'

/** Pages that belong to nobody's project. */
const OUTSIDE_PROJECTS = ['/login', '/signup']

let currentProject: ProjectId | null = null
let preloadScene: ((path: string) => void) | null = null

export function setCurrentProject(id: ProjectId | null): void {
    currentProject = id
}

/** The project whose pages are open. Only scenes inside a project may ask, and they are drawn only when there is one. */
export function currentProjectId(): ProjectId {
    if (currentProject === null) {
        throw new Error('No project is open')
    }
    return currentProject
}

/** `/persons` → `/project/3/persons`; addresses that carry a project, or need none, stay as they are. */
export function hrefOf(path: string): string {
    const bare = path.split(/[?#]/, 1)[0] ?? path
    const outside = OUTSIDE_PROJECTS.some((start) => bare === start || bare.startsWith(`${start}/`))
    if (currentProject === null || outside || projectInPath(bare) !== null) {
        return path
    }
    return `/project/${currentProject}${path === '/' ? '' : path}`
}

export function whenPreloading(handler: (path: string) => void): void {
    preloadScene = handler
}

/** Fetches a page's code before it is opened, when somebody points at a link to it. */
export function preload(path: string): void {
    preloadScene?.(path)
}
