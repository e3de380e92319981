import { useActions, useValues } from 'kea'
import { MailPlus, Trash2, UserMinus } from 'lucide-react'
import type { FormEvent } from 'react'
import { Avatar } from '~/design/Avatar'
import { Badge } from '~/design/Badge'
import { Button } from '~/design/Button'
import { Card, CardHeader } from '~/design/Card'
import { CopyButton } from '~/design/Copy'
import { TextInput } from '~/design/Field'
import { Confirm } from '~/design/Modal'
import { Select } from '~/design/Select'
import { ErrorState, SkeletonRows } from '~/design/States'
import { formatDate, formatRelative } from '~/lib/format'
import type { Invite, Member, MembershipLevel } from '~/lib/types'
import { DeletedProjectsCard } from './DeletedProjectsCard'
import { LEVELS, memberSettingsLogic } from './memberSettingsLogic'
import { OrganizationCard } from './OrganizationCard'

const levelOptions = (upTo: MembershipLevel) =>
    LEVELS.filter((level) => level.value <= upTo).map((level) => ({ ...level, value: String(level.value) }))

export function MemberSettings(): React.JSX.Element {
    const { members, invites, loadError, canInvite, removing, ownLevel } = useValues(memberSettingsLogic)
    const { load, askRemoval, remove } = useActions(memberSettingsLogic)
    return (
        <>
            {canInvite && <InviteCard invites={invites ?? []} />}
            <Card>
                <CardHeader title="Members" description="Everybody here sees all projects of the organization." />
                {loadError ? (
                    <ErrorState error={loadError} onRetry={load} />
                ) : members === null ? (
                    <SkeletonRows rows={3} label="Loading members" />
                ) : (
                    <ul className="divide-y divide-line">
                        {members.map((member) => (
                            <MemberRow key={member.id} member={member} />
                        ))}
                    </ul>
                )}
            </Card>
            <OrganizationCard />
            {ownLevel >= 8 && <DeletedProjectsCard />}
            <Confirm
                open={removing !== null}
                onClose={() => askRemoval(null)}
                onConfirm={remove}
                title={`Remove ${removing?.user.first_name || removing?.user.email}?`}
                action="Remove"
            >
                They lose access to every project of this organization at once. What they made stays.
            </Confirm>
        </>
    )
}

function MemberRow({ member }: { member: Member }): React.JSX.Element {
    const { user, ownLevel } = useValues(memberSettingsLogic)
    const { setLevel, askRemoval } = useActions(memberSettingsLogic)
    const isSelf = member.user.id === user?.id
    const name = [member.user.first_name, member.user.last_name].filter(Boolean).join(' ') || member.user.email
    const mayChange = !isSelf && ownLevel >= 8 && member.level <= ownLevel
    return (
        <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3 sm:px-5">
            <Avatar name={name} seed={member.user.email} />
            <div className="min-w-0 flex-1">
                <div className="flex items-center gap-2 font-medium">
                    <span className="truncate">{name}</span>
                    {isSelf && <Badge tone="brand">You</Badge>}
                </div>
                <div className="truncate text-ink-3 text-sm">
                    {member.user.email} · joined {formatDate(member.joined_at)}
                </div>
            </div>
            {mayChange ? (
                <>
                    <Select
                        label={`Level of ${name}`}
                        size="sm"
                        value={String(member.level)}
                        onChange={(level) => setLevel(member, Number(level) as MembershipLevel)}
                        options={levelOptions(ownLevel)}
                    />
                    <Button
                        variant="ghost"
                        size="sm"
                        square
                        aria-label={`Remove ${name}`}
                        title="Remove"
                        icon={<UserMinus />}
                        onClick={() => askRemoval(member)}
                    />
                </>
            ) : (
                <Badge>{LEVELS.find((level) => level.value === member.level)?.label}</Badge>
            )}
        </li>
    )
}

function InviteCard({ invites }: { invites: Invite[] }): React.JSX.Element {
    const { form, inviteError, inviting, ownLevel } = useValues(memberSettingsLogic)
    const { changeForm, invite } = useActions(memberSettingsLogic)
    const onSubmit = (event: FormEvent): void => {
        event.preventDefault()
        invite()
    }
    return (
        <Card>
            <CardHeader
                title="Invite people"
                description="Make an invitation here, then send its link yourself. A link is good for three days."
            />
            <form onSubmit={onSubmit} noValidate className="flex flex-wrap items-start gap-2 px-4 py-4 sm:px-5">
                <div className="min-w-0 flex-[1_1_14rem]">
                    <TextInput
                        type="email"
                        aria-label="E-mail address to invite"
                        placeholder="ada@example.com"
                        value={form.email}
                        aria-invalid={inviteError ? true : undefined}
                        aria-describedby="invite-error"
                        onChange={(event) => changeForm({ email: event.target.value })}
                    />
                    <p id="invite-error" role="alert" className="mt-1 text-danger-text text-sm empty:hidden">
                        {inviteError}
                    </p>
                </div>
                <Select
                    label="Level"
                    value={String(form.level)}
                    onChange={(level) => changeForm({ level: Number(level) as MembershipLevel })}
                    options={levelOptions(ownLevel)}
                    className="w-32"
                />
                <Button type="submit" variant="primary" icon={<MailPlus />} loading={inviting}>
                    Invite
                </Button>
            </form>
            {invites.length > 0 && (
                <ul className="divide-y divide-line border-line border-t">
                    {invites.map((one) => (
                        <InviteRow key={one.id} invite={one} />
                    ))}
                </ul>
            )}
        </Card>
    )
}

function InviteRow({ invite }: { invite: Invite }): React.JSX.Element {
    const { cancelInvite } = useActions(memberSettingsLogic)
    return (
        <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3 sm:px-5">
            <div className="min-w-0 flex-1">
                <div className="flex items-center gap-2">
                    <span className="truncate font-medium">{invite.target_email}</span>
                    {invite.is_expired && <Badge tone="warn">Expired</Badge>}
                </div>
                <div className="text-ink-3 text-sm">
                    {LEVELS.find((level) => level.value === invite.level)?.label} · invited{' '}
                    {formatRelative(invite.created_at)}
                </div>
            </div>
            {!invite.is_expired && (
                <CopyButton
                    text={`${window.location.origin}/signup/${invite.id}`}
                    label={`Copy the invitation link for ${invite.target_email}`}
                    variant="secondary"
                    withText
                />
            )}
            <Button
                variant="ghost"
                size="sm"
                square
                aria-label={`Withdraw the invitation for ${invite.target_email}`}
                title="Withdraw"
                icon={<Trash2 />}
                onClick={() => cancelInvite(invite)}
            />
        </li>
    )
}
