import { useActions, useValues } from 'kea'
import { Check, ChevronsUpDown, Plus } from 'lucide-react'
import { cn } from '~/design/cn'
import { Menu, MenuHeading, MenuItem, MenuSeparator } from '~/design/Menu'
import { appLogic } from './appLogic'
import { NewProjectModal } from './NewProjectModal'
import { newProjectLogic } from './newProjectLogic'

export function ProjectSwitcher({ className }: { className?: string }): React.JSX.Element {
    const { project, user } = useValues(appLogic)
    const { openProject } = useActions(appLogic)
    const { open } = useActions(newProjectLogic)
    return (
        <>
            <Menu
                align="start"
                className="w-60"
                trigger={
                    <button
                        type="button"
                        className={cn(
                            'flex h-10 min-w-0 items-center gap-2.5 rounded-md border border-nav-line px-2 text-left text-nav-ink hover:bg-nav-hover data-popup-open:bg-nav-hover',
                            className
                        )}
                    >
                        <span
                            aria-hidden="true"
                            className="grid size-6 shrink-0 place-items-center rounded-[5px] bg-[#7fdcae] font-semibold text-[#0d3324] text-xs"
                        >
                            {project?.name.slice(0, 1).toUpperCase()}
                        </span>
                        {/* relative: what only screen readers see would else stand behind a long name, off the screen. */}
                        <span className="relative min-w-0 flex-1 truncate font-medium">
                            <span className="sr-only">Project </span>
                            {project?.name}
                            <span className="sr-only">, switch project</span>
                        </span>
                        <ChevronsUpDown className="size-3.5 shrink-0 text-nav-ink-3" />
                    </button>
                }
            >
                <MenuHeading>{user?.organization?.name ?? 'Projects'}</MenuHeading>
                {(user?.organization?.teams ?? []).map((team) => (
                    <MenuItem key={team.id} onSelect={() => team.id !== project?.id && openProject(team.id)}>
                        <span className="min-w-0 flex-1 truncate">{team.name}</span>
                        {team.id === project?.id && <Check className="text-brand-text!" />}
                    </MenuItem>
                ))}
                <MenuSeparator />
                <MenuItem icon={<Plus />} onSelect={open}>
                    New project
                </MenuItem>
            </Menu>
            <NewProjectModal />
        </>
    )
}
