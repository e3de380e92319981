import { useActions, useValues } from 'kea'
import { Ellipsis, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { Button } from '~/design/Button'
import { Menu, MenuItem } from '~/design/Menu'
import { Confirm } from '~/design/Modal'
import { groupName } from '../lib/groups'
import { groupHistoryLogic } from '../scenes/groupHistoryLogic'
import type { GroupProps } from '../scenes/groupSceneLogic'

/** What can be done to a group beyond its properties. */
export function GroupActions(props: GroupProps): React.JSX.Element | null {
    const { group, busy } = useValues(groupHistoryLogic(props))
    const { erase } = useActions(groupHistoryLogic(props))
    const [asking, setAsking] = useState(false)
    if (!group) {
        return null
    }
    return (
        <>
            <Menu trigger={<Button square aria-label="More about this group" icon={<Ellipsis />} />}>
                <MenuItem icon={<Trash2 />} danger onSelect={() => setAsking(true)}>
                    Delete
                </MenuItem>
            </Menu>
            <Confirm
                open={asking}
                onClose={() => setAsking(false)}
                onConfirm={erase}
                title="Delete this group?"
                action="Delete for good"
                loading={busy}
            >
                <div className="flex flex-col gap-4">
                    <p>
                        <bdi className="break-words font-medium text-ink">{groupName(group)}</bdi> goes now and cannot
                        be brought back. A receipt with its key says what was removed, and can be checked at any time.
                    </p>
                    <dl className="flex flex-col gap-3 text-sm">
                        <div>
                            <dt className="font-medium text-ink">What goes</dt>
                            <dd>
                                Its place in the list, all its properties, and the values that people gave them by hand.
                            </dd>
                        </div>
                        <div>
                            <dt className="font-medium text-ink">What stays</dt>
                            <dd>
                                Its events, with its key and what they said about it, and the activity log’s lines on
                                who changed and deleted it. An event that describes it again begins a new group.
                            </dd>
                        </div>
                    </dl>
                </div>
            </Confirm>
        </>
    )
}
