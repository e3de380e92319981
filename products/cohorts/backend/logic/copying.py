"""A cohort in another project: the one of its name there, or a copy of its criteria with those of the cohorts it asks for.

People belong to one project, so a list of them cannot be copied. What criteria name by number (cohorts, actions, kinds of
groups) is found there by its name.
"""

from collections.abc import Mapping
from typing import Any

from common.json import dumps
from posthog.contracts import Actor
from products.cohorts.backend.facade.contracts import CreateCohort
from products.cohorts.backend.facade.errors import InvalidCohortError
from products.cohorts.backend.logic.cohorts import create_cohort, get_cohort
from products.cohorts.backend.models import Cohort
from products.events.backend.facade import ActionsAPI, GroupsAPI
from products.events.backend.facade.errors import ActionNotFoundError


def bring_cohort(cohort_id: int, *, team_id: int, target_team_id: int, actor: Actor | None) -> tuple[int, list[Cohort]]:
    """(the id of the cohort in the other project, those that were made there for it); in the caller's transaction.

    The caller has checked that the actor may change that project. Raises InvalidCohortError for what cannot be there, and
    TooManyCohortsError.
    """
    made: list[Cohort] = []
    there = _Bringer(team_id, target_team_id, actor, made).bring(cohort_id)
    return there, made


class _Bringer:
    def __init__(self, source: int, target: int, actor: Actor | None, made: list[Cohort]) -> None:
        self._source, self._target, self._actor, self._made = source, target, actor, made

    def bring(self, cohort_id: int) -> int:
        """Ends, because no cohort asks for itself and chains are short."""
        row = get_cohort(team_id=self._source, cohort_id=cohort_id)
        if row.deleted:
            raise InvalidCohortError(
                f"The cohort '{row.name}' is deleted. Restore it, or take it out of the conditions."
            )
        named = Cohort.objects.for_team(self._target).filter(deleted=False, name=row.name).order_by("pk")
        ids = list(named.values_list("pk", flat=True)[:2])
        if len(ids) > 1:
            raise InvalidCohortError(
                f"That project has several cohorts named '{row.name}'. Rename all but the one that is meant."
            )
        return ids[0] if ids else self._make(row)

    def _make(self, row: Cohort) -> int:
        if row.is_static:
            raise InvalidCohortError(
                f"The cohort '{row.name}' is a list of people of this project, who are not in the other one. Make a cohort "
                "of that name there, then copy again."
            )
        new = CreateCohort(
            name=row.name, description=row.description, filters=dumps(self._translated(row.filters, row.name)).decode()
        )
        made = create_cohort(new, team_id=self._target, actor=self._actor)
        self._made.append(made)
        return made.pk

    def _translated(self, value: Any, name: str) -> Any:
        """The criteria with what stands in them by number as it is called there."""
        if isinstance(value, list):
            return [self._translated(item, name) for item in value]
        if not isinstance(value, dict):
            return value
        item = {key: self._translated(part, name) for key, part in value.items()}
        if item.get("type") == "cohort":
            return item | {"value": self.bring(int(item["value"]))}
        if item.get("type") == "group" and item.get("group_type_index") is not None:
            return item | {"group_type_index": self._kind(item["group_type_index"], name)}
        if item.get("type") == "behavioral":
            for field, kind in (("key", "event_type"), ("seq_event", "seq_event_type")):
                if item.get(kind) == "actions" and item.get(field) is not None:
                    item[field] = self._action(int(item[field]), name)
        return item

    def _action(self, action_id: int, cohort: str) -> int:
        try:
            wanted = ActionsAPI.get_action(team_id=self._source, action_id=action_id).name
        except ActionNotFoundError as error:
            raise InvalidCohortError(f"The cohort '{cohort}' asks for an action that is not there any more.") from error
        found = ActionsAPI.list_actions(team_id=self._target, search=wanted, limit=500, offset=0).items
        names = {action.name: action.id for action in found}
        return _named(names, wanted, f"The cohort '{cohort}' asks for the action '{wanted}', which that project lacks.")

    def _kind(self, index: int, cohort: str) -> int:
        here, there = (GroupsAPI.list_group_types(team_id=each) for each in (self._source, self._target))
        wanted = next((kind.group_type for kind in here if kind.group_type_index == index), str(index))
        indexes = {kind.group_type: kind.group_type_index for kind in there}
        return _named(
            indexes, wanted, f"The cohort '{cohort}' asks for groups of the kind '{wanted}', which that project lacks."
        )


def _named(known: Mapping[str, int], name: str, otherwise: str) -> int:
    if name not in known:
        raise InvalidCohortError(f"{otherwise} Make it there first.")
    return known[name]
