/** What an ingestion warning means and what to do about it, for people who did not write the server. */

export interface WarningInfo {
    title: string
    /** What happened to the event. */
    meaning: string
    /** How it stops. */
    advice: string
    /** Whether the event was left out; otherwise it was stored, changed. */
    lost: boolean
}

const WARNINGS: Record<string, WarningInfo> = {
    invalid_event: {
        title: 'Not an event',
        meaning: 'It had no name, no distinct ID, or its properties were not a JSON object, so it was left out.',
        advice: 'Look at the example for what is missing, and correct the call that sends it. The original can be sent again.',
        lost: true,
    },
    event_not_storable: {
        title: 'Cannot be stored',
        meaning:
            'Something in it has no place in the database, such as nesting thousands of levels deep. It was left out.',
        advice: 'Send less at once: flat properties of ordinary size.',
        lost: true,
    },
    event_processing_failed: {
        title: 'A mistake in Prickle',
        meaning: 'Processing this event failed in a way nobody foresaw. It was left out; the original is kept here.',
        advice: 'Please report it with the example. After an update, send the original again.',
        lost: true,
    },
    refused_by_clickhouse: {
        title: 'Refused by the database',
        meaning: 'ClickHouse did not take this event although everything was checked before. It was left out.',
        advice: 'Please report it with the example. After an update, send the original again.',
        lost: true,
    },
    unreadable_body: {
        title: 'Unreadable request',
        meaning: 'A request was accepted, and later what was in it could not be read as events.',
        advice: 'Look at the example; a proxy that cuts or changes bodies is a usual cause.',
        lost: true,
    },
    distinct_id_shortened: {
        title: 'Distinct ID shortened',
        meaning: 'The distinct ID was too long or held characters that cannot be stored. Its beginning was used.',
        advice: 'Use an ID of at most 400 characters, such as the one of your user table.',
        lost: false,
    },
    cannot_merge_with_illegal_distinct_id: {
        title: 'Illegal distinct ID in a merge',
        meaning: 'Somebody was identified with a placeholder such as “undefined” or “guest”. Nobody was merged.',
        advice: 'Call identify only when the user is known, with their own ID. Otherwise everybody would become one person.',
        lost: false,
    },
    cannot_merge_already_identified: {
        title: 'Both are identified',
        meaning: 'An identify or alias tried to merge two people who are both known already. They stay two.',
        advice: 'Call reset when users log out. To merge two known people on purpose, send $merge_dangerously.',
        lost: false,
    },
    person_properties_too_large: {
        title: 'Person too large',
        meaning: 'The person’s properties would have grown over the limit, so the change was not made.',
        advice: 'Keep lists and documents out of person properties; send them with events.',
        lost: false,
    },
    too_many_group_types: {
        title: 'More than five group types',
        meaning: 'The event names a sixth kind of group. The event is stored without it.',
        advice: 'A project has five kinds of groups. Use one of those, or send it as an ordinary property.',
        lost: false,
    },
    invalid_event_when_process_person_profile_is_false: {
        title: 'Identify without persons',
        meaning: 'An identify, alias or group came with person processing turned off, which contradict each other.',
        advice: 'Remove $process_person_profile: false from these calls.',
        lost: true,
    },
    client_ingestion_warning: {
        title: 'Told by the SDK',
        meaning: 'The SDK itself noticed something and says so in the details.',
        advice: 'Read the message; it usually names the call that causes it.',
        lost: true,
    },
    heatmaps_not_supported: {
        title: 'Heatmaps',
        meaning: 'The SDK sent heatmap data, which Prickle does not keep.',
        advice: 'Turn it off with enable_heatmaps: false to save traffic.',
        lost: true,
    },
    recording_sent_to_events: {
        title: 'Recording at the wrong address',
        meaning: 'A piece of a session recording came to the address for events, and was left out.',
        advice: 'Update the SDK; current ones send recordings to their own address.',
        lost: true,
    },
    cookieless_not_enabled: {
        title: 'Cookieless events',
        meaning: 'The SDK sends without cookies, which this project does not take.',
        advice: 'Set cookieless_mode to off in the SDK.',
        lost: true,
    },
}

function words(type: string): string {
    const text = type.replaceAll('_', ' ').trim()
    return text ? text[0]?.toUpperCase() + text.slice(1) : 'Unnamed'
}

/** Known or not: a newer server may warn of things this page has not heard of. */
export function warningInfo(type: string): WarningInfo {
    return Object.hasOwn(WARNINGS, type)
        ? (WARNINGS[type] as WarningInfo)
        : { title: words(type), meaning: 'See the details of the example.', advice: '', lost: false }
}
