/** Why capture turned a request away, and what to do, for people who did not write the server. */

export interface RefusalInfo {
    title: string
    /** How it stops. */
    advice: string
    /** Whether SDKs keep the events and send them again. */
    repeated: boolean
    /** The tab of data management where it is settled. */
    tab?: string
}

const REFUSALS: Record<string, RefusalInfo> = {
    origin_not_allowed: {
        title: 'Page not allowed',
        advice: 'If this is a page of yours, add its origin to the allowed ones exactly as it stands here. Its events are lost until then.',
        repeated: false,
        tab: 'protection',
    },
    invalid_payload: {
        title: 'Not events',
        advice: 'The request could not be read, or nothing in it was an event with a name and a distinct ID. Look at what the newest was told, and correct the call that sends it.',
        repeated: false,
    },
    payload_too_large: {
        title: 'Request too large',
        advice: 'Send fewer events at a time (SDKs call it the batch size or flushAt), or less in each of them.',
        repeated: false,
    },
    unsupported_encoding: {
        title: 'Unknown compression',
        advice: 'Send gzip, deflate, brotli, zstd or nothing; a proxy may have changed it on the way.',
        repeated: false,
    },
    invalid_api_key: {
        title: 'Tokens of several projects',
        advice: 'One request holds events of one project. Look for a place that starts the SDK twice.',
        repeated: false,
    },
    project_queue_full: {
        title: 'This project’s share of the queue is full',
        advice: 'More arrives than workers store. SDKs try again for a while. If it lasts, look at the lag above, and whether somebody misuses the token.',
        repeated: true,
        tab: 'protection',
    },
    queue_unavailable: {
        title: 'Queue full or away',
        advice: 'Redis does not answer, or it or the disk is full. SDKs try again for a while; whoever runs this server should look now.',
        repeated: true,
    },
    too_many_large_requests: {
        title: 'Too many large requests at once',
        advice: 'SDKs try again. Send large batches one after another, or smaller ones.',
        repeated: true,
    },
}

/** Known or not: a newer server may have reasons this page has not heard of. */
export function refusalInfo(reason: string): RefusalInfo {
    const text = reason.replaceAll('_', ' ')
    return Object.hasOwn(REFUSALS, reason)
        ? (REFUSALS[reason] as RefusalInfo)
        : {
              title: text.charAt(0).toUpperCase() + text.slice(1),
              advice: 'See what the newest was told.',
              repeated: false,
          }
}
