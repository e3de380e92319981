"""Why somebody gets what they get: the answer, and how every condition came out for them.

Asks the same compiled conditions that answered, one property at a time. For people who look at one flag; SDKs never come
here.
"""

from typing import Any

from common.json import dumps
from common.sdk.hashing import share_of
from products.feature_flags.backend.facade.contracts import (
    AsOf,
    ConditionTrace,
    EvaluateFlags,
    FlagExplanation,
    PropertyTrace,
)
from products.feature_flags.backend.facade.errors import FlagNotFoundError
from products.feature_flags.backend.logic.evaluation import service
from products.feature_flags.backend.logic.evaluation.conditions import ConditionCompiler, Needs
from products.feature_flags.backend.logic.evaluation.definitions import Definitions
from products.feature_flags.backend.logic.evaluation.evaluator import identifier_of, subject_of, variant_of
from products.feature_flags.backend.logic.evaluation.flags import CompiledFlag
from products.feature_flags.backend.logic.evaluation.selection import Selection
from products.feature_flags.backend.logic.evaluation.store import store
from products.feature_flags.backend.logic.evaluation.values import NOTHING_KNOWN, TOO_LARGE, Asked, Properties

# No property is called so; asking for it has the person read even when no condition needs one.
WHOLE_PERSON = "$$person"


def explain(request: EvaluateFlags, *, flag_id: int, team_id: int) -> FlagExplanation:
    """The flag's answer for somebody, also while it is off; raises FlagNotFoundError for a deleted flag."""
    definitions = store.get(team_id, at_once=True).definitions
    flag = definitions.by_id.get(flag_id)
    if flag is None:
        raise FlagNotFoundError("This feature flag is deleted, so nobody gets an answer for it.")
    asked = service.gather(request, definitions, selection_of(flag, definitions), team_id)
    return explanation_of(flag, definitions, asked)


def explanation_of(
    flag: CompiledFlag, definitions: Definitions, asked: Asked, *, as_of: AsOf | None = None
) -> FlagExplanation:
    """The answer for who was gathered, with the path that led to it."""
    (answer,) = definitions.evaluate((flag,), asked)
    return FlagExplanation(
        key=flag.source.key,
        value=dumps(answer.value).decode(),
        is_known=not answer.failed,
        reason=answer.reason,
        condition_index=answer.condition_index,
        description=answer.description,
        payload=answer.payload,
        conditions=_conditions(flag, definitions, asked),
        as_of=as_of,
    )


def selection_of(flag: CompiledFlag, definitions: Definitions) -> Selection:
    """What deciding the flag needs, as if it and all that it depends on were on."""
    needed = list(definitions.closure((flag,)))
    return Selection(
        flags=(flag,),
        person_keys=frozenset({WHOLE_PERSON}),
        cohort_ids=tuple(sorted(set().union(*(one.needs.cohort_ids for one in needed)))),
        group_indexes=tuple(sorted(set().union(*(one.group_indexes for one in needed)))),
        continuity_ids=frozenset(one.source.id for one in needed if one.has_continuity and not one.by_device),
    )


def _conditions(flag: CompiledFlag, definitions: Definitions, asked: Asked) -> tuple[ConditionTrace, ...]:
    if flag.group_type_index is None:
        identifier, properties = identifier_of(flag, asked), asked.person
    else:
        identifier = asked.group_keys.get(flag.group_type_index)
        properties = asked.groups.get(flag.group_type_index, NOTHING_KNOWN)
    compiler = ConditionCompiler({cohort.id: cohort for cohort in definitions.sources.cohorts})
    data = flag.source.filters.get("groups") or []
    traces = []
    for index, (condition, given) in enumerate(zip(flag.conditions, data, strict=True)):
        subject = None if identifier is None else subject_of(condition, asked, identifier, properties)
        if identifier is None and condition.group_type_index is not None:
            subject = subject_of(condition, asked, "", NOTHING_KNOWN)
        around = subject[1] if subject else NOTHING_KNOWN
        matched = condition.matches(asked, around) if subject else False
        place = share_of(flag.source.key, subject[0]) if subject else None
        inside = place is not None and (condition.rollout is None or place <= condition.rollout)
        traces.append(
            ConditionTrace(
                index=index,
                description=str(given.get("description") or ""),
                has_subject=subject is not None,
                properties_match=matched,
                rollout_percentage=100.0 if given.get("rollout_percentage") is None else given["rollout_percentage"],
                place=None if place is None else round(place * 100, 4),
                is_in_rollout=inside,
                variant=variant_of(flag, condition, subject[0]) if subject and matched and inside else None,
                properties=tuple(
                    _property(item, compiler, asked, around) for item in given.get("properties") or () if item
                ),
            )
        )
    return tuple(traces)


def _property(item: dict[str, Any], compiler: ConditionCompiler, asked: Asked, properties: Properties) -> PropertyTrace:
    matched = compiler.compile(item, Needs())(asked, properties)
    kind, key = str(item.get("type") or "person"), str(item.get("key"))
    actual: object
    if kind == "cohort":
        actual = matched if item.get("operator") in (None, "in", "exact") or matched is None else not matched
    elif kind == "flag":
        answer = asked.answers.get(int(key)) if key.isdecimal() else None
        actual = None if answer is None or answer.failed else answer.value
    else:
        actual = properties.values.get(key)
        actual = "(too large to be compared)" if actual is TOO_LARGE else actual
    return PropertyTrace(
        type=kind,
        key=key,
        operator=str(item.get("operator") or "exact"),
        value=dumps(item.get("value")).decode(),
        actual=dumps(actual).decode(),
        is_missing=kind in ("person", "group") and key not in properties.values,
        matched=matched,
    )
