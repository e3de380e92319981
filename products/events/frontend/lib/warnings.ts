/** What an ingestion warning means and what to do about it, for people who did not write the server. */
import type { Schema } from '~/lib/client'

export interface WarningInfo {
    title: string
    /** What happened to the event. */
    meaning: string
    /** How it stops. */
    advice: string
    /** Whether the event was left out; otherwise it was stored, changed. */
    lost: boolean
}

const WARNINGS: Record<Schema<'WarningKindEnum'>, WarningInfo> = {
    invalid_event: {
        title: 'Not an event',
        meaning: 'It had no name, no distinct ID, or its properties were not a JSON object, so it was left out.',
        advice: 'Look at the example for what is missing, and correct the call that sends it. The original can be sent again.',
        lost: true,
    },
    event_too_large: {
        title: 'Event too large',
        meaning:
            'It was larger than 1 MB (8 MB for AI events), or held more than 50,000 values within lists and objects. It was left out; the rest of its request was stored.',
        advice: 'Send what the question needs: a link instead of a document, a summary instead of a list.',
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
        advice: 'Use an ID of at most 200 characters, such as the one of your user table.',
        lost: false,
    },
    event_dropped_too_old: {
        title: 'Too old on arrival',
        meaning: 'The event had happened longer ago than the project takes. It was left out.',
        advice: 'Nothing to do if this is wanted. To take older events, such as in an import, change it under Protection.',
        lost: true,
    },
    event_name_shortened: {
        title: 'Event name shortened',
        meaning: 'The name was longer than 200 characters or held some that cannot be stored. Its beginning was used.',
        advice: 'Give all events of a kind one short name, and put what differs into properties.',
        lost: false,
    },
    heatmap_data_removed: {
        title: 'Heatmap data removed',
        meaning: 'The event carried heatmap data, which Prickle does not keep. The event itself was stored.',
        advice: 'Turn it off with enable_heatmaps: false to save traffic.',
        lost: false,
    },
    invalid_person_update: {
        title: 'Person properties not readable',
        meaning:
            'What the event says about its person has the wrong form, so it changed nothing. The event itself was stored.',
        advice: 'Send $set and $set_once as objects of names and values, and $unset as a list of names.',
        lost: false,
    },
    invalid_groups: {
        title: 'Groups not readable',
        meaning: '$groups was no object, so the event was stored without groups.',
        advice: 'Send the key of each group under its kind, such as $groups: {"company": "acme"}; or use the SDK’s group call.',
        lost: false,
    },
    invalid_group_update: {
        title: 'Group properties not readable',
        meaning:
            'A $groupidentify named no group, or its $group_set was no object. The event was stored, and no group changed.',
        advice: 'Send $group_type and $group_key as texts, and $group_set as an object; or use the SDK’s group call.',
        lost: false,
    },
    name_not_definable: {
        title: 'Property name too long to list',
        meaning:
            'The name of a property was empty, longer than 200 characters or held some that cannot be stored. Its values are stored, but it is not listed and has no type.',
        advice: 'Use short, fixed names. Names made from data, such as URLs, belong into values.',
        lost: false,
    },
    too_many_definitions: {
        title: 'Too many names to list',
        meaning:
            'The project has as many event or property names as can be listed. What has a new one is stored, but not listed, and has no type.',
        advice: 'Find the client that makes names from data, and let it put the data into values. Then delete the superfluous names here.',
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
    person_properties_not_copied: {
        title: 'Person too large to be copied',
        meaning:
            'Many events came at once for people with very large profiles. Some were stored with only the short values of their person. The profile itself is complete.',
        advice: 'Keep lists and documents out of person properties; send them with events. Filter by pdi.person.properties to read the profile as it is now.',
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
        meaning:
            'An identify, alias or group came with person processing turned off, by the event or in the project. It was left out.',
        advice: 'Remove $process_person_profile: false from these calls, or have profiles made again under Protection.',
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
    cookieless_event_incomplete: {
        title: 'Visitor without cookies, without details',
        meaning: 'Visitors without cookies are told apart by address, browser and host. One of them was missing.',
        advice: 'Let the SDK send from the browser itself, or pass on what the reason names.',
        lost: true,
    },
    cookieless_day_is_over: {
        title: 'Visitor without cookies, too late',
        meaning: 'What links a visitor without cookies to a day is forgotten soon after it. The event came later.',
        advice: 'Send events of such visitors as they happen, not from a queue of days.',
        lost: true,
    },
    cookieless_identity_event: {
        title: 'Identify of a visitor without cookies',
        meaning: 'An identify or alias would have told who a visitor without cookies is.',
        advice: 'Call identify only for people who agreed to cookies.',
        lost: true,
    },
    ignored_unparsable_timestamp: {
        title: 'Unreadable time',
        meaning: 'The event’s time could not be read as one. The time of its arrival was used.',
        advice: 'Send timestamps as ISO 8601, such as 2026-03-04T14:05:09Z.',
        lost: false,
    },
    timestamp_too_far_in_the_future: {
        title: 'Time in the future',
        meaning: 'The event’s time was about a day or more ahead. The time of its arrival was used.',
        advice: 'Check the sender’s clock and time zone, and whether seconds and milliseconds are mixed up.',
        lost: false,
    },
    timestamp_before_1970: {
        title: 'Time before 1970',
        meaning: 'The event’s time was before what can be stored. The beginning of 1970 was used.',
        advice: 'Check how the time is made; a zero or an empty date is a usual cause.',
        lost: false,
    },
    group_key_too_long: {
        title: 'Group key too long',
        meaning: 'The name or key of a group was too long, so the event was stored without the group.',
        advice: 'Use an ID of the group of at most 400 characters.',
        lost: false,
    },
    too_many_distinct_ids: {
        title: 'Too many IDs of one person',
        meaning: 'A merge would have given one person more than 10,000 distinct IDs, so nobody was merged.',
        advice: 'Look for a shared or constant ID in calls of identify; it joins people who are not the same.',
        lost: false,
    },
    person_was_erased: {
        title: 'Of an erased person',
        meaning: 'The event is of somebody who was erased with all events, from before that. It was left out.',
        advice: 'Nothing to do: an SDK sent late what it still had.',
        lost: true,
    },
    person_not_deleted_by_event: {
        title: 'Deletion by event',
        meaning:
            'The event asks to delete a person, which anybody with the public token could send. Nobody was deleted.',
        advice: 'Delete people on their page or through the API.',
        lost: true,
    },
    person_over_cap: {
        title: 'Over the limit of one person',
        meaning: 'One distinct ID sent more events in a minute than the project allows. The rest was left out.',
        advice: 'Look for a loop or an abuse in the example, or raise the limit under Protection.',
        lost: true,
    },
    project_over_cap: {
        title: 'Over the limit of the project',
        meaning: 'More events came in a minute than the project allows. The rest was left out.',
        advice: 'If this is real traffic, raise the limit under Protection.',
        lost: true,
    },
    bot_event_dropped: {
        title: 'Sent by a bot',
        meaning: 'A known bot sent the event, and the project leaves those out.',
        advice: 'Nothing to do. To keep and mark them instead, change it under Protection.',
        lost: true,
    },
    unsigned_identity: {
        title: 'Identity without proof',
        meaning: 'An identify or alias came without the proof that this project requires. Nobody was merged.',
        advice: 'Let your backend sign the distinct ID and pass the signature to the SDK; see Protection.',
        lost: false,
    },
    unsigned_person_update: {
        title: 'Person properties without proof',
        meaning:
            'The event would have changed an identified person without the required proof. Only the event was stored.',
        advice: 'Let your backend sign the distinct ID, or set the property from the backend; see Protection.',
        lost: false,
    },
    unsigned_group_update: {
        title: 'Group properties without proof',
        meaning: 'The event would have changed a group without the required proof. The group stays as it is.',
        advice: 'Describe groups from your backend, or sign the distinct ID; see Protection.',
        lost: false,
    },
    unsigned_group_type: {
        title: 'New kind of group without proof',
        meaning:
            'The event names a kind of group that does not exist yet, without the required proof. It was stored without it.',
        advice: 'Send the first event with this kind of group from your backend, or sign the distinct ID; see Protection.',
        lost: false,
    },
}

function words(type: string): string {
    const text = type.replaceAll('_', ' ').trim()
    return text ? text[0]?.toUpperCase() + text.slice(1) : 'Unnamed'
}

/** Known or not: a newer server may warn of things this page has not heard of. */
export function warningInfo(type: string): WarningInfo {
    return Object.hasOwn(WARNINGS, type)
        ? WARNINGS[type as keyof typeof WARNINGS]
        : { title: words(type), meaning: 'See the details of the example.', advice: '', lost: false }
}
