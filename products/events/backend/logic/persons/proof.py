"""Where a project requires signed identity: what an event may say about people with what it has proven.

Decided against the people of the batch as they are at this event, since an earlier event may have identified somebody.
"""

from products.events.backend.logic.ingestion.normalise import PreparedEvent
from products.events.backend.logic.persons.people import People
from products.events.backend.logic.protection.signatures import is_anonymous


def may_merge(event: PreparedEvent, other_id: str, people: People) -> bool:
    """Whether the event may join its two ids: one is proven, and neither is somebody's without being proven."""
    if event.proven is None:
        return True
    ids = [distinct_id for distinct_id in (event.distinct_id, other_id) if distinct_id]
    return not event.proven.isdisjoint(ids) and all(_is_free(event, distinct_id, people) for distinct_id in ids)


def may_describe(event: PreparedEvent, people: People) -> bool:
    """Whether the event may change the properties of its person."""
    return event.proven is None or _is_free(event, event.distinct_id, people)


def _is_free(event: PreparedEvent, distinct_id: str, people: People) -> bool:
    if event.proven is not None and distinct_id in event.proven:
        return True
    person = people.find(event.team_id, distinct_id)
    return is_anonymous(distinct_id) and not (person is not None and person.is_identified)
