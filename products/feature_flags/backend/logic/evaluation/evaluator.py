"""The order in which a flag is decided. Pure: the same definitions and the same asker give the same answer everywhere.

Off flags, enrolment, holdout, then condition sets in order; the first that matches decides. What is not known is never
guessed: when it could change the answer, the answer is that the flag was not evaluated.
"""

from common.sdk.hashing import VARIANT_SALT, holdout_share_of, share_of
from products.feature_flags.backend.facade.contracts import FlagAnswer
from products.feature_flags.backend.facade.enums import Reason
from products.feature_flags.backend.logic.evaluation.flags import CompiledFlag, ConditionSet
from products.feature_flags.backend.logic.evaluation.values import NOTHING_KNOWN, Asked, Properties


def evaluate(flag: CompiledFlag, asked: Asked) -> FlagAnswer:
    """The flag's answer; those of the flags it depends on must be in `asked.answers`."""
    if not flag.is_on:
        return flag.answer(Reason.FLAG_DISABLED)
    if flag.enrollment_key is not None:
        enrollment = asked.person.values.get(flag.enrollment_key)
        if enrollment is not None:
            enabled = enrollment is True or enrollment == "true"
            return flag.answer(Reason.SUPER_CONDITION_VALUE, enabled=enabled)
        if not asked.person.complete and flag.enrollment_key not in asked.person.values:
            return flag.answer(Reason.NOT_EVALUATED)
    identifier: str | None
    if flag.group_type_index is not None:
        identifier = asked.group_keys.get(flag.group_type_index)
        if identifier is None:
            return flag.answer(Reason.NO_GROUP_TYPE)
        properties = asked.groups.get(flag.group_type_index, NOTHING_KNOWN)
    else:
        identifier = identifier_of(flag, asked)
        if identifier is None:
            return flag.answer(Reason.NOT_EVALUATED)
        properties = asked.person
    holdout = flag.holdout
    if holdout is not None and (holdout.share == 1.0 or holdout_share_of(identifier) <= holdout.share):
        return flag.answer(Reason.HOLDOUT_CONDITION_VALUE, enabled=True, variant=holdout.variant)
    return _first_match(flag, asked, identifier, properties)


def identifier_of(flag: CompiledFlag, asked: Asked) -> str | None:
    """What a flag about people is bucketed by; None when the id that was kept cannot be read now."""
    if flag.by_device:
        return asked.device_id or asked.distinct_id
    if flag.has_continuity:
        if asked.hash_keys is None:
            return None
        return asked.hash_keys.get(flag.source.id, asked.distinct_id)
    return asked.distinct_id


def _first_match(flag: CompiledFlag, asked: Asked, identifier: str, properties: Properties) -> FlagAnswer:
    in_doubt: list[str | None] = []
    out_of_bound: int | None = None
    lacks_group = bool(flag.conditions)
    for index, condition in enumerate(flag.conditions):
        subject = subject_of(condition, asked, identifier, properties)
        if subject is None:
            continue
        lacks_group = False
        found = condition.matches(asked, subject[1]) if condition.has_filters else True
        if found is False:
            continue
        if condition.rollout is not None and share_of(flag.source.key, subject[0]) > condition.rollout:
            if flag.early_exit and found is None:
                # Had its filters matched, evaluation would have ended here.
                return flag.answer(Reason.NOT_EVALUATED)
            out_of_bound = index if found and out_of_bound is None else out_of_bound
            if flag.early_exit:
                break
            continue
        variant = variant_of(flag, condition, subject[0])
        if found is None:
            in_doubt.append(variant)
        elif in_doubt and any(other != variant for other in in_doubt):
            break
        else:
            return flag.answer(Reason.CONDITION_MATCH, enabled=True, condition_index=index, variant=variant)
    if in_doubt:
        return flag.answer(Reason.NOT_EVALUATED)
    if out_of_bound is not None:
        return flag.answer(Reason.OUT_OF_ROLLOUT_BOUND, condition_index=out_of_bound)
    return flag.answer(Reason.NO_GROUP_TYPE if lacks_group else Reason.NO_CONDITION_MATCH)


def subject_of(
    condition: ConditionSet, asked: Asked, identifier: str, properties: Properties
) -> tuple[str, Properties] | None:
    """Whom a condition set is about: the flag's subject or a group of its own kind; None without that group."""
    index = condition.group_type_index
    if index is None:
        return identifier, properties
    key = asked.group_keys.get(index)
    return None if key is None else (key, asked.groups.get(index, NOTHING_KNOWN))


def variant_of(flag: CompiledFlag, condition: ConditionSet, identifier: str) -> str | None:
    """The set's own variant, else the one whose range the id falls into; bounds belong to the next range."""
    if condition.variant is not None or not flag.variants:
        return condition.variant
    share = share_of(flag.source.key, identifier, VARIANT_SALT)
    for key, bound in flag.variants:
        if share < bound:
            return key
    return None
