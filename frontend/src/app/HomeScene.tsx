import { useValues } from 'kea'
import { router } from 'kea-router'
import { useEffect } from 'react'
import { appLogic } from './appLogic'
import { landingPath } from './products'

/** Home is wherever the products say it is for this project. */
export function Scene(): React.JSX.Element {
    const { project } = useValues(appLogic)
    useEffect(() => {
        if (project) {
            router.actions.replace(landingPath(project))
        }
    }, [project])
    return <span className="sr-only">Opening</span>
}
