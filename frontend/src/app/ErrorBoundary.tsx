import { Component, type ReactNode } from 'react'
import { ErrorState } from '~/design/States'

/** Keeps one broken page from taking the navigation with it. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { error: Error | null }> {
    override state: { error: Error | null } = { error: null }

    static getDerivedStateFromError(error: Error): { error: Error } {
        return { error }
    }

    override render(): ReactNode {
        if (this.state.error) {
            return (
                <ErrorState
                    title="This page broke"
                    error={
                        new Error(`This is a mistake in Prickle (${this.state.error.message}). The other pages work.`)
                    }
                    onRetry={() => this.setState({ error: null })}
                />
            )
        }
        return this.props.children
    }
}
