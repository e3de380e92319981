import { useActions, useValues } from 'kea'
import { Ellipsis, Split, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { Button } from '~/design/Button'
import { Menu, MenuItem } from '~/design/Menu'
import { Confirm, Modal } from '~/design/Modal'
import { Select } from '~/design/Select'
import { Checkbox } from '~/design/Toggle'
import { formatCount } from '~/lib/format'
import type { Person } from '~/lib/types'
import { personIdentityLogic } from '../scenes/personIdentityLogic'

export interface PersonActionsProps {
    id: string
    person: Person
}

/** What can be done to a person beyond their properties. */
export function PersonActions({ id, person }: PersonActionsProps): React.JSX.Element {
    const [asking, setAsking] = useState<'split' | 'delete' | null>(null)
    const close = (): void => setAsking(null)
    return (
        <>
            <Menu trigger={<Button square aria-label="More about this person" icon={<Ellipsis />} />}>
                <MenuItem
                    icon={<Split />}
                    disabled={person.distinct_ids.length < 2}
                    onSelect={() => setAsking('split')}
                >
                    Split into several
                </MenuItem>
                <MenuItem icon={<Trash2 />} danger onSelect={() => setAsking('delete')}>
                    Delete
                </MenuItem>
            </Menu>
            <SplitPerson key={`split-${person.id}`} id={id} person={person} open={asking === 'split'} onClose={close} />
            <DeletePerson id={id} person={person} open={asking === 'delete'} onClose={close} />
        </>
    )
}

interface AskProps extends PersonActionsProps {
    open: boolean
    onClose: () => void
}

function SplitPerson({ id, person, open, onClose }: AskProps): React.JSX.Element {
    const { busy } = useValues(personIdentityLogic({ id }))
    const { split } = useActions(personIdentityLogic({ id }))
    const [main, setMain] = useState<string>(person.distinct_ids[0] ?? '')
    return (
        <Modal
            open={open}
            onClose={onClose}
            title="Split this person?"
            footer={
                <>
                    <Button variant="ghost" onClick={onClose}>
                        Cancel
                    </Button>
                    <Button
                        variant="danger"
                        loading={busy}
                        onClick={() => {
                            split(main)
                            onClose()
                        }}
                    >
                        Split
                    </Button>
                </>
            }
        >
            <div className="flex flex-col gap-4 text-ink-2">
                <p>
                    For people who were merged by mistake. Each of the{' '}
                    {formatCount(person.distinct_ids.length, 'distinct ID')} becomes a person of its own, with the
                    events that were sent under it.
                </p>
                <div className="flex flex-col gap-1.5">
                    <span className="font-medium text-ink text-sm">The properties stay with</span>
                    <Select
                        label="Distinct ID that keeps the properties"
                        value={main}
                        onChange={setMain}
                        options={person.distinct_ids.map((one) => ({ value: one as string, label: one }))}
                        className="w-full"
                    />
                </div>
            </div>
        </Modal>
    )
}

function DeletePerson({ id, person, open, onClose }: AskProps): React.JSX.Element {
    const { busy } = useValues(personIdentityLogic({ id }))
    const { erase } = useActions(personIdentityLogic({ id }))
    const [withEvents, setWithEvents] = useState(true)
    return (
        <Confirm
            open={open}
            onClose={onClose}
            onConfirm={() => erase(withEvents)}
            title="Delete this person?"
            action="Delete for good"
            loading={busy}
        >
            <div className="flex flex-col gap-4">
                <p>
                    The profile of <bdi className="font-medium text-ink">{person.name}</bdi> goes now and cannot be
                    brought back. A receipt says what was removed, and can be checked at any time.
                </p>
                <Checkbox checked={withEvents} onChange={setWithEvents}>
                    Delete their events too
                </Checkbox>
                <p className="text-sm">
                    {withEvents
                        ? 'Numbers in charts that counted these events will change.'
                        : 'Their events stay, without anything that says who it was.'}
                </p>
            </div>
        </Confirm>
    )
}
