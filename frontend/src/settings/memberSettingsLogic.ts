/** Who belongs to the organization, and who is invited to. */
import { actions, afterMount, connect, kea, listeners, type MakeLogicType, path, reducers, selectors } from 'kea'
import { appLogic } from '~/app/appLogic'
import { toast } from '~/design/toastLogic'
import { api } from '~/lib/api'
import { checkEmail } from '~/lib/formErrors'
import { ApiError, messageOf } from '~/lib/http'
import type { Invite, Member, MembershipLevel, User } from '~/lib/types'

export interface InviteForm {
    email: string
    level: MembershipLevel
}

interface Values {
    user: User | null
    members: Member[] | null
    invites: Invite[] | null
    loadError: Error | null
    form: InviteForm
    inviteError: string | null
    inviting: boolean
    removing: Member | null
    ownLevel: MembershipLevel
    canInvite: boolean
}
interface Actions {
    load: () => { value: true }
    membersLoaded: (members: Member[]) => { members: Member[] }
    invitesLoaded: (invites: Invite[] | null) => { invites: Invite[] | null }
    loadFailed: (error: Error) => { error: Error }
    changeForm: (changes: Partial<InviteForm>) => { changes: Partial<InviteForm> }
    invite: () => { value: true }
    invited: (invite: Invite) => { invite: Invite }
    inviteFailed: (error: string) => { error: string }
    cancelInvite: (invite: Invite) => { invite: Invite }
    setLevel: (member: Member, level: MembershipLevel) => { member: Member; level: MembershipLevel }
    askRemoval: (member: Member | null) => { member: Member | null }
    remove: () => { value: true }
}

export const LEVELS: { value: MembershipLevel; label: string; hint: string }[] = [
    { value: 1, label: 'Member', hint: 'Sees and changes everything in projects' },
    { value: 8, label: 'Admin', hint: 'Also manages members and projects' },
    { value: 15, label: 'Owner', hint: 'Also may delete the organization' },
]

export const memberSettingsLogic = kea<MakeLogicType<Values, Actions>>([
    path(['settings', 'memberSettingsLogic']),
    connect({ values: [appLogic, ['user']] }),
    actions({
        load: true,
        membersLoaded: (members) => ({ members }),
        invitesLoaded: (invites) => ({ invites }),
        loadFailed: (error) => ({ error }),
        changeForm: (changes) => ({ changes }),
        invite: true,
        invited: (invite) => ({ invite }),
        inviteFailed: (error) => ({ error }),
        cancelInvite: (invite) => ({ invite }),
        setLevel: (member, level) => ({ member, level }),
        askRemoval: (member) => ({ member }),
        remove: true,
    }),
    reducers({
        members: [
            null as Member[] | null,
            { membersLoaded: (_: Member[] | null, { members }: { members: Member[] }) => members },
        ],
        invites: [
            null as Invite[] | null,
            {
                invitesLoaded: (_: Invite[] | null, { invites }: { invites: Invite[] | null }) => invites,
                invited: (state: Invite[] | null, { invite }: { invite: Invite }) => [
                    invite,
                    ...(state ?? []).filter((one) => one.id !== invite.id),
                ],
                cancelInvite: (state: Invite[] | null, { invite }: { invite: Invite }) =>
                    state?.filter((one) => one.id !== invite.id) ?? null,
            },
        ],
        loadError: [
            null as Error | null,
            { load: () => null, loadFailed: (_: Error | null, { error }: { error: Error }) => error },
        ],
        form: [
            { email: '', level: 1 } as InviteForm,
            {
                changeForm: (form: InviteForm, { changes }: { changes: Partial<InviteForm> }) => ({
                    ...form,
                    ...changes,
                }),
                invited: (form: InviteForm) => ({ ...form, email: '' }),
            },
        ],
        inviteError: [
            null as string | null,
            {
                changeForm: () => null,
                invite: () => null,
                inviteFailed: (_: string | null, { error }: { error: string }) => error,
            },
        ],
        inviting: [false, { invite: () => true, invited: () => false, inviteFailed: () => false }],
        removing: [
            null as Member | null,
            { askRemoval: (_: Member | null, { member }: { member: Member | null }) => member, load: () => null },
        ],
    }),
    selectors({
        ownLevel: [(s) => [s.user], (user: User | null): MembershipLevel => user?.organization?.membership_level ?? 1],
        canInvite: [
            (s) => [s.user, s.ownLevel],
            (user: User | null, level: MembershipLevel): boolean =>
                level >= 8 || (user?.organization?.members_can_invite ?? false),
        ],
    }),
    listeners(({ actions, values }) => {
        const organization = (): string => values.user?.organization?.id ?? '@current'
        const attempt = async (change: Promise<unknown>, done: string): Promise<void> => {
            try {
                await change
                toast.success(done)
            } catch (error) {
                toast.error(messageOf(error))
            }
            actions.load()
        }
        return {
            load: async () => {
                try {
                    const [members, invites] = await Promise.all([
                        api.organizations.members(organization()),
                        // Not everybody may see invitations; that is not a failure of the page.
                        api.organizations.invites(organization()).catch((error: unknown) => {
                            if (error instanceof ApiError && error.status === 403) {
                                return null
                            }
                            throw error
                        }),
                    ])
                    actions.membersLoaded(members)
                    actions.invitesLoaded(invites)
                } catch (error) {
                    actions.loadFailed(error as Error)
                }
            },
            invite: async () => {
                const email = values.form.email.trim()
                const problem = checkEmail(email)
                if (problem) {
                    actions.inviteFailed(problem)
                    return
                }
                try {
                    const invite = await api.organizations.invite(organization(), {
                        target_email: email,
                        level: values.form.level,
                    })
                    actions.invited(invite)
                } catch (error) {
                    actions.inviteFailed(messageOf(error))
                }
            },
            cancelInvite: ({ invite }) =>
                attempt(api.organizations.cancelInvite(organization(), invite.id), 'Invitation withdrawn'),
            setLevel: ({ member, level }) =>
                attempt(api.organizations.updateMember(organization(), member.user.uuid, level), 'Level changed'),
            remove: async () => {
                const member = values.removing
                if (member) {
                    await attempt(
                        api.organizations.removeMember(organization(), member.user.uuid),
                        `${member.user.first_name || member.user.email} removed`
                    )
                }
            },
        }
    }),
    afterMount(({ actions }) => actions.load()),
])
