"""What an event says about its person: `$set`, `$set_once` and `$unset`.

SDKs write them at the event's top level, among its properties, or both, and both count: where the two places disagree
about one name, the top level wins.
"""

from typing import Any

SET, SET_ONCE, UNSET = "$set", "$set_once", "$unset"
PERSON_UPDATES = (SET, SET_ONCE, UNSET)


def join_update(key: str, outer: Any, inner: Any) -> Any:
    """What both places say together under this key. A null or a value of no use takes nothing away."""
    if problem_of(key, outer) or outer is None:
        return inner
    if problem_of(key, inner) or inner is None:
        return outer
    return [*dict.fromkeys((*unset_names(inner), *unset_names(outer)))] if key == UNSET else {**inner, **outer}


def problem_of(key: str, value: Any) -> str:
    """Why the value cannot be used, as one sentence; empty when it can, or is null, which says nothing."""
    kind = type(value)
    if kind is dict or value is None or (key == UNSET and kind in (list, str)):
        return ""
    return f"{key} must be {'a list of names' if key == UNSET else 'an object of names and values'}; it was ignored."


def unset_names(value: Any) -> tuple[str, ...]:
    """`$unset` is a list of names, an object whose keys are the names, or a single name."""
    if isinstance(value, list | dict):
        return tuple(name for name in value if isinstance(name, str))
    return (value,) if isinstance(value, str) else ()
