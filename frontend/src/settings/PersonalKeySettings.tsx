import { useActions, useValues } from 'kea'
import { KeyRound, Plus, Trash2 } from 'lucide-react'
import { Badge } from '~/design/Badge'
import { Button } from '~/design/Button'
import { Card, CardHeader } from '~/design/Card'
import { CopyField } from '~/design/Copy'
import { Confirm, Modal } from '~/design/Modal'
import { Banner, EmptyState, ErrorState, SkeletonRows } from '~/design/States'
import { formatDate, formatRelative } from '~/lib/format'
import type { PersonalApiKey } from '~/lib/types'
import { NewKeyModal } from './NewKeyModal'
import { personalKeySettingsLogic } from './personalKeySettingsLogic'

export function PersonalKeySettings(): React.JSX.Element {
    const { keys, loadError, fresh, deleting } = useValues(personalKeySettingsLogic)
    const { load, startCreating, forgetFresh, askDeletion, deleteKey } = useActions(personalKeySettingsLogic)
    return (
        <>
            <Card>
                <CardHeader
                    title="Personal API keys"
                    description="They let scripts act as you, through the API. Give each script its own key, with no more than it needs."
                    actions={
                        <Button variant="primary" size="sm" icon={<Plus />} onClick={startCreating}>
                            New key
                        </Button>
                    }
                />
                {loadError ? (
                    <ErrorState error={loadError} onRetry={load} />
                ) : keys === null ? (
                    <SkeletonRows rows={2} label="Loading keys" />
                ) : keys.length === 0 ? (
                    <EmptyState icon={<KeyRound />} title="No keys yet" className="py-10">
                        Make one when a script, a notebook or a CI job should ask Prickle questions.
                    </EmptyState>
                ) : (
                    <ul className="divide-y divide-line">
                        {keys.map((key) => (
                            <KeyRow key={key.id} apiKey={key} />
                        ))}
                    </ul>
                )}
            </Card>
            <NewKeyModal />
            <Modal
                open={fresh !== null}
                onClose={forgetFresh}
                title="Your new key"
                footer={
                    <Button variant="primary" onClick={forgetFresh}>
                        I have saved it
                    </Button>
                }
            >
                <div className="flex flex-col gap-4">
                    <Banner tone="warn">
                        Copy it now. Prickle keeps only a fingerprint of it, so it cannot be shown again.
                    </Banner>
                    <CopyField value={fresh?.value ?? ''} label="personal API key" />
                </div>
            </Modal>
            <Confirm
                open={deleting !== null}
                onClose={() => askDeletion(null)}
                onConfirm={deleteKey}
                title={`Delete “${deleting?.label}”?`}
                action="Delete key"
            >
                Whatever uses this key stops working at once. This cannot be undone.
            </Confirm>
        </>
    )
}

function KeyRow({ apiKey }: { apiKey: PersonalApiKey }): React.JSX.Element {
    const { askDeletion } = useActions(personalKeySettingsLogic)
    const all = apiKey.scopes.includes('*')
    return (
        <li className="flex items-start gap-3 px-4 py-3.5 sm:px-5">
            <div className="min-w-0 flex-1">
                <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
                    <span className="font-medium">{apiKey.label}</span>
                    <code className="text-ink-3 text-xs">{apiKey.mask_value}</code>
                </div>
                <div className="mt-1.5 flex flex-wrap gap-1">
                    {all ? (
                        <Badge tone="warn">Everything</Badge>
                    ) : (
                        apiKey.scopes.slice(0, 6).map((scope) => <Badge key={scope}>{scope}</Badge>)
                    )}
                    {apiKey.scopes.length > 6 && <Badge>+{apiKey.scopes.length - 6} more</Badge>}
                </div>
                <div className="mt-1.5 text-ink-3 text-sm">
                    Made {formatDate(apiKey.created_at)} · last used {formatRelative(apiKey.last_used_at)}
                </div>
            </div>
            <Button
                variant="ghost"
                size="sm"
                square
                aria-label={`Delete the key ${apiKey.label}`}
                title="Delete"
                icon={<Trash2 />}
                onClick={() => askDeletion(apiKey)}
            />
        </li>
    )
}
