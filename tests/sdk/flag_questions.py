"""Random definitions and people, of the kinds that the write path accepts, for comparing who decides flags."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any

KEYS = ("plan", "age", "email", "version", "joined", "beta", "tags", "nothing")
TEXTS = (
    "pro",
    "Pro",
    "free",
    "",
    "äÖü",
    "İstanbul",
    "a@x.com",
    "B@X.COM",
    "true",
    "FALSE",
    "null",
    "5",
    "5.5",
    "-3",
    "1e3",
    " 5",
    "100%",
    '{"a":1}',
)
NUMBERS = (0, 1, 5, -3, 5.5, 1000, 2.5e-7, 123456789012)
VERSIONS = ("1.2.3", "v1.2", "1", "1.10.0-beta+7", "0.2.3", "0.0.3", "2.0.0", "1..3")
DATES = ("2024-02-29", "2025-06-01T10:00:00Z", "2025-06-01T12:00:00+02:00", "2019-01-01", "2025-06-01T10:00:00")
# How long ago, as conditions say it, and how far to each side people's dates lie: months are not equally long.
AGES = {
    "-5h": (timedelta(hours=5), timedelta(hours=1)),
    "-30d": (timedelta(days=30), timedelta(hours=1)),
    "-10w": (timedelta(weeks=10), timedelta(hours=1)),
    "-3m": (timedelta(days=91), timedelta(days=4)),
    "-1y": (timedelta(days=365), timedelta(days=2)),
    "400d": (timedelta(days=400), timedelta(hours=1)),
}
PATTERNS = ("^p", "o$", "x\\.com$", "[0-9]+", "^(pro|free)$", "", "a.c", "^[a-z]+@")
NUMERIC = ("gt", "gte", "lt", "lte")
OPERATORS = (
    *("exact", "exact", "is_not", "icontains", "not_icontains", "starts_with", "not_starts_with", "ends_with"),
    *("not_ends_with", "regex", "not_regex", "is_set", "is_not_set", *NUMERIC, "is_date_before", "is_date_after"),
    *("semver_eq", "semver_neq", "semver_gt", "semver_gte", "semver_lt", "semver_lte", "semver_tilde"),
    *("semver_caret", "semver_wildcard"),
)


class Questions:
    """One set of definitions and the people to decide them for, the same for the same seed."""

    def __init__(self, seed: int, *, flags: int, people: int, now: datetime) -> None:
        self._random = random.Random(seed)
        around = [now - age + by for age, margin in AGES.values() for by in (-margin, margin)]
        self._dates = (*DATES, *map(_iso, around))
        self.cohorts = {number: self._cohort(number) for number in range(1, 9)}
        self.flags: list[dict[str, Any]] = []
        for number in range(1, flags + 1):
            self.flags.append(self._flag(number))
        self.people = [self._person(number) for number in range(people)]

    def _one(self, options: tuple[Any, ...]) -> Any:
        return self._random.choice(options)

    def _chance(self, share: float) -> bool:
        return self._random.random() < share

    def _flag(self, number: int) -> dict[str, Any]:
        kind = self._one((0, 1)) if self._chance(0.15) else None
        variants = self._variants() if self._chance(0.4) else []
        keys = tuple(variant["key"] for variant in variants)
        filters: dict[str, Any] = {
            "groups": [self._condition(number, kind, keys) for _ in range(self._random.randint(0, 3))]
        }
        if variants:
            filters["multivariate"] = {"variants": variants}
        if self._chance(0.3):
            filters["payloads"] = {key: f'{{"of": "{key} {number}"}}' for key in keys or ("true",) if self._chance(0.7)}
        if kind is not None:
            filters["aggregation_group_type_index"] = kind
        if self._chance(0.1):
            filters["holdout"] = {
                "id": self._random.randint(1, 3),
                "exclusion_percentage": self._one((0, 10, 33.3, 100)),
            }
        if self._chance(0.15):
            filters["early_exit"] = True
        if self._chance(0.05) and kind is None:
            filters["feature_enrollment"] = True
        return {
            "id": number,
            "key": f"flag-{number}" if self._chance(0.9) else f"Flag.of:{number}_",
            "filters": filters,
            "active": self._chance(0.93),
            "bucketing_identifier": "device_id" if self._chance(0.08) and kind is None else "distinct_id",
        }

    def _condition(self, number: int, kind: int | None, variants: tuple[str, ...]) -> dict[str, Any]:
        condition: dict[str, Any] = {
            "properties": [self._filter(number, kind) for _ in range(self._random.randint(0, 3))],
            "rollout_percentage": self._one((None, 0, 0.1, 17, 50, 66.6, 99.9, 100)),
        }
        if variants and self._chance(0.3):
            condition["variant"] = self._one(variants)
        if kind is None and self._chance(0.1):
            own = self._one((0, 1))
            condition["aggregation_group_type_index"] = own
            condition["properties"] = [self._property(own) for _ in range(self._random.randint(0, 2))]
        return condition

    def _variants(self) -> list[dict[str, Any]]:
        bounds = sorted(self._random.uniform(0, 100) for _ in range(2))
        shares = [round(bounds[0], 2), round(bounds[1] - bounds[0], 2)]
        return [
            {"key": key, "rollout_percentage": share}
            for key, share in zip("abc", [*shares, round(100 - sum(shares), 2)], strict=True)
        ]

    def _filter(self, number: int, kind: int | None) -> dict[str, Any]:
        if self._chance(0.12) and kind is None:
            operator = self._one(("in", "not_in"))
            return {"key": "id", "type": "cohort", "value": self._random.randint(1, 8), "operator": operator}
        # Only earlier flags that ask for no group: SDKs decide those, inside of a person's flag, without the groups.
        if self._chance(0.12) and kind is None and number > 5:
            earlier = [flag for flag in self.flags if "aggregation_group_type_index" not in str(flag["filters"])]
            if earlier:
                other = self._random.choice(earlier)
                variants = (other["filters"].get("multivariate") or {}).get("variants", ())
                value = self._one((True, False, *(variant["key"] for variant in variants)))
                return {"key": str(other["id"]), "type": "flag", "value": value, "operator": "flag_evaluates_to"}
        return self._property(kind)

    def _property(self, kind: int | None = None) -> dict[str, Any]:
        operator = self._one(OPERATORS)
        return {
            "key": self._key_for(operator),
            "operator": operator,
            "value": self._value_for(operator),
            **({"type": "person"} if kind is None else {"type": "group", "group_type_index": kind}),
        }

    def _key_for(self, operator: str) -> str:
        if self._chance(0.25):
            return str(self._one(KEYS))
        if operator.startswith("semver"):
            return "version"
        if operator.startswith("is_date"):
            return "joined"
        return "age" if operator in NUMERIC else str(self._one(("plan", "email", "beta", "tags", "age")))

    def _value_for(self, operator: str) -> Any:
        if operator in ("exact", "is_not"):
            one = self._one((*TEXTS, *NUMBERS, True, False))
            return (
                [self._one((*TEXTS, *NUMBERS, True)) for _ in range(self._random.randint(1, 3))]
                if self._chance(0.3)
                else one
            )
        if operator in ("regex", "not_regex"):
            return self._one(PATTERNS)
        if operator in NUMERIC:
            return self._one((*NUMBERS, "5", "-3", "1e3", "5.5"))
        if operator.startswith("is_date"):
            return self._one((*DATES, *AGES, *AGES))
        if operator == "semver_wildcard":
            return self._one(("1.*", "1.2.*", "v0.*"))
        if operator.startswith("semver"):
            return self._one(VERSIONS)
        return None if operator.startswith("is_") else self._one(TEXTS)

    def _cohort(self, number: int) -> dict[str, Any]:
        values: list[Any] = [self._property() for _ in range(self._random.randint(1, 3))]
        for value in values[1:]:
            if self._chance(0.4):
                value["negation"] = True
        if number > 1 and self._chance(0.4):
            values.append(
                {"key": "id", "type": "cohort", "value": self._random.randint(1, number - 1), "operator": "in"}
            )
        if self._chance(0.4):
            values.append({"type": self._one(("AND", "OR")), "values": [self._property()]})
        return {"type": self._one(("AND", "OR")), "values": values}

    def _person(self, number: int) -> dict[str, Any]:
        properties = {
            "plan": self._one(TEXTS),
            "age": self._one((*NUMBERS, *TEXTS, None, True)),
            "email": self._one(TEXTS),
            "version": self._one((*VERSIONS, "latest", 1.5, None)),
            "joined": self._one((*self._dates, *self._dates, None, "soon")),
            "beta": self._one((True, False, "true", "no", None, 1)),
            "tags": self._one(([], ["a"], [True, "true"], ["true", False], {"a": 1.5}, "x")),
            f"$feature_enrollment/flag-{number + 1}": self._one((True, False, "true", "x")),
        }
        groups = {name: f"{name}-{self._random.randint(1, 50)}" for name in ("company", "team") if self._chance(0.7)}
        return {
            "distinct_id": f"user_{number}_{self._random.getrandbits(32)}" if self._chance(0.9) else f"ü {number}",
            "device_id": f"device_{number}",
            # A property that is not there is for the server to decide, so most people have most of them.
            "person": {key: value for key, value in properties.items() if self._chance(0.93)},
            "groups": groups,
            "group_properties": {
                name: {key: value for key, value in properties.items() if self._chance(0.9)} for name in groups
            },
        }


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
