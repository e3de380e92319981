import type { ReactNode } from 'react'
import { Logo } from '~/design/Logo'
import { DesertNight } from './DesertNight'

export interface AuthLayoutProps {
    title: string
    subtitle?: ReactNode
    children: ReactNode
    footer?: ReactNode
}

/** The frame of the pages before the door: a form beside a picture, or alone on a phone. */
export function AuthLayout({ title, subtitle, children, footer }: AuthLayoutProps): React.JSX.Element {
    return (
        <div className="grid min-h-dvh bg-surface lg:grid-cols-[minmax(26rem,1fr)_minmax(0,1.25fr)]">
            <div className="flex flex-col px-6 py-6 sm:px-12">
                <header>
                    <Logo className="text-xl" />
                </header>
                <main className="mx-auto flex w-full max-w-sm flex-1 flex-col justify-center py-10">
                    <h1 className="display text-3xl">{title}</h1>
                    {subtitle && <p className="mt-2 text-ink-3">{subtitle}</p>}
                    <div className="mt-7">{children}</div>
                    {footer && <div className="mt-6 text-ink-3 text-sm">{footer}</div>}
                </main>
            </div>
            <aside
                className="on-nav relative hidden overflow-hidden bg-[#0f2e23] text-nav-ink lg:block"
                aria-hidden="true"
            >
                <DesertNight className="absolute inset-0 size-full" />
                <div className="relative flex h-full flex-col justify-start p-14 xl:p-20">
                    <p className="display max-w-lg text-4xl text-[#f2f8f4] leading-[1.08]">
                        Know what people do with what you make.
                    </p>
                    <p className="mt-4 max-w-md text-[#b9d3c6] text-lg">
                        Events, people and trends on your own machine. One command, no meter running.
                    </p>
                </div>
            </aside>
        </div>
    )
}
