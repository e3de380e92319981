"""Every Redis key of the event queue, in one place.

| Key                       | Holds                                                                              |
|---------------------------|------------------------------------------------------------------------------------|
| `events:partitions`       | set of partitions that were ever written to                                        |
| `events:stream:<p>`       | the stream; an entry leaves it when both stores have its events                    |
| `events:queued:<p>`       | bytes in the stream by project, 0 for those whose token nobody could check (hash)  |
| `events:wake:<p>`         | a worker has been called and has not yet found the partition empty                 |
| `events:lease:<p>`        | who works on the partition now                                                     |
| `events:fence:<p>`        | rises with every lease, so that a worker that lost its lease cannot commit         |
| `events:state:<p>`        | the batch in flight and what is known about crashes (hash)                         |
| `events:seen:<n>`         | set of stored events, generation n, to recognise resends                           |
| `events:seen`             | the current generation                                                             |
| `events:depth:<minute>`   | how full the queue was in that minute since 1970, for a day (hash)                 |
| `events:refused:<team>:<hour>` | what capture refused of a project, by minute and reason, for a day (hash)     |
| `events:refused:<team>:last`   | the newest refusal for each reason (hash)                                     |
| `events:cookieless:<day>` | the day's salt for visitors without cookies; gone when nothing of that day can arrive   |
| `events:dead`             | stream of entries that no attempt could process                                    |
"""

PARTITIONS = "events:partitions"
SEEN_GENERATION = "events:seen"
DEAD = "events:dead"


def stream(partition: int) -> str:
    return f"events:stream:{partition}"


def queued(partition: int) -> str:
    return f"events:queued:{partition}"


def wake(partition: int) -> str:
    return f"events:wake:{partition}"


def lease(partition: int) -> str:
    return f"events:lease:{partition}"


def fence(partition: int) -> str:
    return f"events:fence:{partition}"


def state(partition: int) -> str:
    return f"events:state:{partition}"


def seen(generation: int) -> str:
    return f"events:seen:{generation}"


def depth(minute: int) -> str:
    return f"events:depth:{minute}"


def refused(team_id: int, hour: int) -> str:
    return f"events:refused:{team_id}:{hour}"


def last_refused(team_id: int) -> str:
    return f"events:refused:{team_id}:last"


def cookieless_salt(day: str) -> str:
    return f"events:cookieless:{day}"
