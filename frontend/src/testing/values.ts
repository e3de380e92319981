/** Values with obvious defaults, for tests. */
import type { Organization, Project, ProjectId, Timestamp, User } from '~/lib/types'

export function makeProject(changes: Partial<Project> = {}): Project {
    return {
        id: 7 as ProjectId,
        uuid: '00000000-0000-0000-0000-000000000007',
        name: 'Web app',
        timezone: 'UTC',
        api_token: 'phc_token',
        ingested_event: true,
        organization: 'org',
        week_start_day: 1,
        app_urls: [],
        anonymize_ips: false,
        is_demo: false,
        person_display_name_properties: [],
        test_account_filters: [],
        created_at: '2026-01-01T00:00:00Z' as Timestamp,
        updated_at: '2026-01-01T00:00:00Z',
        ...changes,
    }
}

export function makeOrganization(changes: Partial<Organization> = {}): Organization {
    return {
        id: 'org',
        name: 'Example',
        slug: 'example',
        membership_level: 15,
        members_can_invite: true,
        teams: [makeProject()],
        projects: [makeProject()],
        member_count: 1,
        created_at: '2026-01-01T00:00:00Z',
        updated_at: '2026-01-01T00:00:00Z',
        ...changes,
    }
}

export function makeUser(changes: Partial<User> = {}): User {
    return {
        id: 1,
        uuid: '00000000-0000-0000-0000-000000000001',
        first_name: 'Ada',
        last_name: 'Lovelace',
        email: 'ada@example.com',
        distinct_id: 'ada',
        theme_mode: 'system',
        date_joined: '2026-01-01T00:00:00Z',
        has_password: true,
        pending_invites: [],
        is_staff: false,
        organizations: [],
        organization: makeOrganization(),
        team: makeProject(),
        ...changes,
    }
}

/** What the server answers while the app starts with somebody signed in. */
export function signedIn(changes: { user?: Partial<User>; project?: Partial<Project> } = {}): Record<string, unknown> {
    return {
        'GET /_preflight/': {
            signed_in: true,
            can_signup: false,
            version: '0.1.0',
            site_url: 'https://prickle.test',
        },
        'GET /api/users/@me/': makeUser(changes.user),
        'GET /api/projects/@current/': makeProject(changes.project),
    }
}
