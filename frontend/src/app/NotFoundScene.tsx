import { Compass } from 'lucide-react'
import { ButtonLink } from '~/design/Button'
import { EmptyState } from '~/design/States'

export function Scene(): React.JSX.Element {
    return (
        <EmptyState
            icon={<Compass />}
            isPage
            title="Nothing grows here"
            action={
                <ButtonLink variant="primary" to="/">
                    Go home
                </ButtonLink>
            }
        >
            There is no page at this address. It may have been moved, or the link may have lost a part on the way.
        </EmptyState>
    )
}
