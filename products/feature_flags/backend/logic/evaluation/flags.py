"""One flag, compiled: its filters read once, its answers made once."""

from dataclasses import dataclass
from typing import Any

from common.json import dumps
from products.feature_flags.backend.facade.contracts import FlagAnswer
from products.feature_flags.backend.facade.enums import Reason
from products.feature_flags.backend.logic.evaluation.conditions import ConditionCompiler, Needs, Predicate, all_of
from products.feature_flags.backend.logic.evaluation.sources import FlagSource
from products.feature_flags.backend.logic.evaluation.values import describe

HOLDOUT_PREFIX = "holdout-"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionSet:
    """A condition set. `rollout` and variant bounds are shares from 0 to 1; `rollout` None lets everybody in.

    `group_type_index` is set when the set is about another kind of group than its flag.
    """

    matches: Predicate
    has_filters: bool
    rollout: float | None
    variant: str | None
    group_type_index: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Holdout:
    """Who is kept from a flag: `share` of people, who get `variant`."""

    share: float
    variant: str


class CompiledFlag:
    """A flag that can be asked many times. Nothing in it changes but the store of answers already given."""

    __slots__ = (
        "_answers",
        "_payloads",
        "by_device",
        "conditions",
        "early_exit",
        "enrollment_key",
        "group_indexes",
        "group_type_index",
        "has_continuity",
        "holdout",
        "is_on",
        "needs",
        "person_keys",
        "source",
        "stored_payload",
        "variants",
    )

    def __init__(self, source: FlagSource, compiler: ConditionCompiler) -> None:
        filters = source.filters if isinstance(source.filters, dict) else {}
        self.source = source
        self.is_on = source.active and not source.archived
        self.group_type_index = _index(filters.get("aggregation_group_type_index"))
        self.has_continuity = source.ensure_experience_continuity and self.group_type_index is None
        self.by_device = self.group_type_index is None and "device_id" in (
            source.bucketing_identifier,
            filters.get("bucketing_identifier"),
        )
        self.early_exit = bool(filters.get("early_exit"))
        self.holdout = _holdout(filters)
        self.variants = _variants(filters)
        wants_enrollment = filters.get("feature_enrollment") is True or bool(filters.get("super_groups"))
        self.enrollment_key = f"$feature_enrollment/{source.key}" if wants_enrollment else None
        payloads = _payloads(filters)
        # Only the endpoint for secret keys asks for this one, which may be encrypted.
        self.stored_payload = payloads.get("true")
        self._payloads = {} if source.has_encrypted_payloads else payloads
        self._answers: dict[tuple[Reason, int | None, str | None, bool], FlagAnswer] = {}

        self.needs = Needs()
        self.person_keys: set[str] = {self.enrollment_key} if self.enrollment_key else set()
        self.group_indexes: set[int] = set() if self.group_type_index is None else {self.group_type_index}
        keys = frozenset(key for key, _ in self.variants)
        self.conditions = tuple(self._condition(data, compiler, keys) for data in _dicts(filters.get("groups")))

    def _condition(self, data: dict[str, Any], compiler: ConditionCompiler, variants: frozenset[str]) -> ConditionSet:
        own_index = _index(data.get("aggregation_group_type_index"))
        index = self.group_type_index if own_index is None else own_index
        needs = Needs()
        filters = _dicts(data.get("properties"))
        matches = all_of(tuple(compiler.compile(item, needs) for item in filters))
        self.needs.cohort_ids |= needs.cohort_ids
        self.needs.flag_ids |= needs.flag_ids
        if index is None:
            self.person_keys |= needs.keys
        else:
            self.group_indexes.add(index)
        variant = data.get("variant")
        return ConditionSet(
            matches=matches,
            has_filters=bool(filters),
            rollout=_rollout(data.get("rollout_percentage")),
            variant=variant if isinstance(variant, str) and variant in variants else None,
            group_type_index=None if index == self.group_type_index else index,
        )

    def answer(
        self,
        reason: Reason,
        *,
        enabled: bool = False,
        condition_index: int | None = None,
        variant: str | None = None,
    ) -> FlagAnswer:
        """The one answer with this outcome."""
        outcome = (reason, condition_index, variant, enabled)
        known = self._answers.get(outcome)
        if known is None:
            source = self.source
            description = describe(reason, condition_index)
            payload = self._payloads.get(variant or "true") if enabled else None
            known = self._answers[outcome] = FlagAnswer(
                flag_id=source.id,
                key=source.key,
                enabled=enabled,
                variant=variant,
                reason=reason,
                condition_index=condition_index,
                description=description,
                payload=payload,
                version=source.version,
                record=dumps(
                    {
                        "key": source.key,
                        "enabled": enabled,
                        "variant": variant,
                        "reason": {"code": reason, "condition_index": condition_index, "description": description},
                        "metadata": {
                            "id": source.id,
                            "version": source.version,
                            "description": source.name or None,
                            "payload": payload,
                        },
                    }
                ),
                failed=reason is Reason.NOT_EVALUATED,
            )
        return known


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _index(value: Any) -> int | None:
    return value if type(value) is int else None


def _rollout(percentage: Any) -> float | None:
    """The share let in; None lets everybody in without a hash, as no place lies above 1."""
    share = _share(percentage)
    return None if share is None or share >= 1.0 else share


def _share(percentage: Any) -> float | None:
    if isinstance(percentage, bool) or not isinstance(percentage, int | float):
        return None
    return percentage / 100


def _variants(filters: dict[str, Any]) -> tuple[tuple[str, float], ...]:
    """(key, upper bound) in order; a place belongs to the first whose bound lies above it."""
    multivariate = filters.get("multivariate")
    bound = 0.0
    variants: list[tuple[str, float]] = []
    for item in _dicts(multivariate.get("variants") if isinstance(multivariate, dict) else None):
        key = item.get("key")
        bound += _share(item.get("rollout_percentage")) or 0.0
        if isinstance(key, str) and key:
            variants.append((key, bound))
    return tuple(variants)


def _holdout(filters: dict[str, Any]) -> Holdout | None:
    """Today's form, or the first of the older list of condition sets whose variant names the holdout."""
    holdout = filters.get("holdout")
    if isinstance(holdout, dict) and holdout.get("id") is not None:
        share = _share(holdout.get("exclusion_percentage"))
        if share is not None:
            return Holdout(share=min(max(share, 0.0), 1.0), variant=f"{HOLDOUT_PREFIX}{holdout['id']}")
    for group in _dicts(filters.get("holdout_groups")):
        share, variant = _share(group.get("rollout_percentage")), group.get("variant")
        if share is not None and isinstance(variant, str) and variant.startswith(HOLDOUT_PREFIX):
            return Holdout(share=min(max(share, 0.0), 1.0), variant=variant)
    return None


def _payloads(filters: dict[str, Any]) -> dict[str, str]:
    """JSON texts by variant or `true`; a payload that was stored as a value is written as JSON."""
    payloads = filters.get("payloads")
    if not isinstance(payloads, dict):
        return {}
    return {
        key: value if isinstance(value, str) else dumps(value).decode()
        for key, value in payloads.items()
        if value is not None
    }
