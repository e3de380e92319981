import { useActions, useValues } from 'kea'
import { CircleAlert, CircleCheck, ExternalLink } from 'lucide-react'
import { useEffect } from 'react'
import { Button } from '~/design/Button'
import { Modal } from '~/design/Modal'
import { Banner } from '~/design/States'
import { Checkbox } from '~/design/Toggle'
import { formatCount } from '~/lib/format'
import { messageOf } from '~/lib/http'
import type { Flag } from '../lib/flags'
import { urls } from '../lib/urls'
import { type CopyOutcome, flagCopyLogic, type Target } from '../logics/flagCopyLogic'
import { featureFlagSceneLogic } from '../scenes/featureFlagSceneLogic'

/** Chooses projects for copies of a flag, and shows what came of it in each. */
export function CopyModal({ id, flag }: { id: string; flag: Flag }): React.JSX.Element {
    const { isOpen, targets, chosen, disabled, copying, outcomes, error } = useValues(flagCopyLogic({ id: flag.id }))
    const { close, copy, lookUp, chooseAll, setDisabled } = useActions(flagCopyLogic({ id: flag.id }))
    const { isChanged } = useValues(featureFlagSceneLogic({ id }))
    useEffect(() => {
        if (isOpen) {
            lookUp(flag.key)
        }
    }, [isOpen, lookUp, flag.key])
    const replaced = targets.filter((target) => target.existing && chosen.includes(target.id)).length
    const isDone = targets.length === 0 || (Object.keys(outcomes).length > 0 && chosen.length === 0)
    return (
        <Modal
            open={isOpen}
            onClose={close}
            title="Copy to other projects"
            description={<code className="break-all">{flag.key}</code>}
            footer={
                <>
                    <Button variant={isDone ? 'primary' : 'ghost'} onClick={close}>
                        {isDone ? 'Close' : 'Cancel'}
                    </Button>
                    {!isDone && (
                        <Button
                            variant="primary"
                            loading={copying}
                            disabled={!chosen.length}
                            onClick={() => copy(flag.key)}
                        >
                            {chosen.length ? `Copy to ${formatCount(chosen.length, 'project')}` : 'Copy'}
                        </Button>
                    )}
                </>
            }
        >
            {targets.length === 0 ? (
                <p className="text-ink-2">
                    This organization has no other project. Make one with the menu of projects at the top left.
                </p>
            ) : (
                <div className="flex flex-col gap-4">
                    {isChanged && <Banner tone="warn">What is not saved is not copied.</Banner>}
                    {error && <Banner tone="danger">{messageOf(error)}</Banner>}
                    <fieldset>
                        <legend className="sr-only">Projects</legend>
                        {targets.length > 1 && (
                            <Checkbox
                                className="mb-2 font-medium"
                                checked={chosen.length === targets.length}
                                mixed={chosen.length > 0 && chosen.length < targets.length}
                                onChange={(on) => chooseAll(on ? targets.map((target) => target.id) : [])}
                            >
                                All projects
                            </Checkbox>
                        )}
                        <ul className="flex flex-col divide-y divide-line rounded-lg border border-line">
                            {targets.map((target) => (
                                <Row key={target.id} flag={flag} target={target} outcome={outcomes[target.id]} />
                            ))}
                        </ul>
                    </fieldset>
                    {!isDone && (
                        <Checkbox className="items-start" checked={disabled} onChange={setDisabled}>
                            <span>
                                Switched off there
                                <span className="block text-ink-3 text-sm">
                                    Otherwise a copy is {flag.active ? 'on' : 'off'}, like this flag.
                                </span>
                            </span>
                        </Checkbox>
                    )}
                    {replaced > 0 && (
                        <p className="text-ink-2 text-sm" role="status">
                            {formatCount(replaced, 'project')} {replaced === 1 ? 'has' : 'have'} a flag with this key:
                            it is brought to the state of this one, and its history keeps what it was.
                        </p>
                    )}
                </div>
            )}
        </Modal>
    )
}

function describeCohorts(cohorts: string[]): string {
    return `${cohorts.length === 1 ? 'the cohort' : 'the cohorts'} ${cohorts.map((name) => `“${name}”`).join(', ')}`
}

interface RowProps {
    flag: Flag
    target: Target
    outcome: CopyOutcome | undefined
}

function Row({ flag, target, outcome }: RowProps): React.JSX.Element {
    const { chosen } = useValues(flagCopyLogic({ id: flag.id }))
    const { choose } = useActions(flagCopyLogic({ id: flag.id }))
    const done = outcome && 'flag' in outcome ? outcome.flag : null
    const there = done ?? target.existing
    return (
        <li className="px-3.5 py-2.5">
            <div className="flex items-center gap-3">
                <Checkbox
                    checked={chosen.includes(target.id)}
                    onChange={(on) => choose(target.id, on)}
                    className="min-w-0 flex-1"
                >
                    <span className="min-w-0 truncate">{target.name}</span>
                </Checkbox>
                {done !== null && (
                    <span className="flex items-center gap-1.5 whitespace-nowrap text-brand-text text-sm" role="status">
                        <CircleCheck className="size-4" /> Copied
                    </span>
                )}
                {there && (
                    // Another project is another start of the app; a new tab keeps what is said here.
                    <a
                        href={`/project/${target.id}${urls.flag(there)}`}
                        target="_blank"
                        rel="noreferrer"
                        className="flex items-center gap-1 whitespace-nowrap text-ink-3 text-sm hover:text-ink hover:underline"
                    >
                        {done === null ? 'Has it' : 'Open'}
                        <span className="sr-only"> in {target.name}</span>
                        <ExternalLink className="size-3.5" />
                    </a>
                )}
            </div>
            {outcome && 'cohorts' in outcome && outcome.cohorts.length > 0 && (
                <p role="status" className="mt-1 text-ink-2 text-sm">
                    Made for it there: {describeCohorts(outcome.cohorts)}.
                </p>
            )}
            {outcome && 'problem' in outcome && (
                <p role="alert" className="mt-1 flex gap-1.5 text-danger-text text-sm">
                    <CircleAlert className="mt-0.5 size-4 shrink-0" /> {outcome.problem}
                </p>
            )}
        </li>
    )
}
