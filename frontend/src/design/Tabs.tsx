import { Tabs as Base } from '@base-ui/react/tabs'
import { type ReactNode, useEffect, useRef } from 'react'
import { cn } from './cn'

export interface TabsProps<Value extends string> {
    value: Value
    onChange: (value: Value) => void
    label: string
    tabs: readonly { value: Value; label: ReactNode; content: ReactNode }[]
    className?: string
}

export function Tabs<Value extends string>({ value, onChange, label, tabs, className }: TabsProps<Value>) {
    const list = useRef<HTMLDivElement>(null)
    // biome-ignore lint/correctness/useExhaustiveDependencies: which tab is open is read from the page
    useEffect(() => {
        // On a phone the open tab may stand outside of what the row shows.
        list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
    }, [value])
    return (
        <Base.Root value={value} onValueChange={(next) => onChange(next)} className={className}>
            <Base.List
                ref={list}
                aria-label={label}
                className="scrollbar-thin relative flex gap-1 overflow-x-auto border-line border-b"
            >
                {tabs.map((tab) => (
                    <Base.Tab
                        key={tab.value}
                        value={tab.value}
                        className={cn(
                            'relative inline-flex h-10 items-center gap-2 whitespace-nowrap rounded-t-md px-3 font-medium text-ink-3 -outline-offset-2 hover:text-ink data-active:text-ink',
                            'after:absolute after:inset-x-2 after:bottom-[-1px] after:h-[2px] after:rounded-full data-active:after:bg-brand'
                        )}
                    >
                        {tab.label}
                    </Base.Tab>
                ))}
            </Base.List>
            {tabs.map((tab) => (
                <Base.Panel key={tab.value} value={tab.value} className="outline-none">
                    {tab.content}
                </Base.Panel>
            ))}
        </Base.Root>
    )
}
