"""Which flags a request is about, and what has to be known to decide them. Worked out once per kind of request."""

from dataclasses import dataclass, replace

from products.feature_flags.backend.facade.contracts import EvaluateFlags
from products.feature_flags.backend.facade.enums import EvaluationRuntime
from products.feature_flags.backend.logic.evaluation.definitions import Definitions
from products.feature_flags.backend.logic.evaluation.flags import CompiledFlag

SURVEY_PREFIX = "survey-targeting-"
# Lists of keys come from clients, so only so many are remembered, and of these only what names something.
MAX_REMEMBERED = 200


@dataclass(frozen=True, slots=True)
class Selection:
    """Flags to answer and the needs of everything they depend on."""

    flags: tuple[CompiledFlag, ...]
    person_keys: frozenset[str]
    cohort_ids: tuple[int, ...]
    group_indexes: tuple[int, ...]
    continuity_ids: frozenset[int]


_NO_CONTEXT = ("",)
_Key = tuple[tuple[str, ...] | None, tuple[str, ...], EvaluationRuntime | None, bool]


class Selector:
    """Selections from one project's definitions."""

    def __init__(self, definitions: Definitions) -> None:
        self._definitions = definitions
        self._contexts = frozenset(
            name for flag in definitions.by_id.values() for name in flag.source.evaluation_contexts
        )
        self._known: dict[_Key, Selection] = {}

    def select(self, request: EvaluateFlags) -> Selection:
        keys, contexts = request.flag_keys, request.contexts
        if keys is not None:
            keys = tuple(key for key in keys if key in self._definitions.by_key)
        if contexts:
            # Whoever names contexts without flags still has to be told from whoever names none.
            contexts = tuple(name for name in contexts if name in self._contexts) or _NO_CONTEXT
        key = (keys, contexts, request.runtime, request.only_surveys)
        found = self._known.get(key)
        if found is None:
            found = self._make(replace(request, flag_keys=keys, contexts=contexts))
            if len(self._known) >= MAX_REMEMBERED:
                self._known.clear()
            self._known[key] = found
        return found

    def _make(self, request: EvaluateFlags) -> Selection:
        flags = tuple(flag for flag in self._definitions.by_id.values() if _is_wanted(flag, request))
        needed = [flag for flag in self._definitions.closure(flags) if flag.is_on]
        return Selection(
            flags=flags,
            person_keys=frozenset().union(*(flag.person_keys for flag in needed)),
            cohort_ids=tuple(sorted(set().union(*(flag.needs.cohort_ids for flag in needed)))),
            group_indexes=tuple(sorted(set().union(*(flag.group_indexes for flag in needed)))),
            continuity_ids=frozenset(flag.source.id for flag in needed if flag.has_continuity and not flag.by_device),
        )


def _is_wanted(flag: CompiledFlag, request: EvaluateFlags) -> bool:
    source = flag.source
    if source.archived or (request.flag_keys is not None and source.key not in request.flag_keys):
        return False
    if request.only_surveys and not source.key.startswith(SURVEY_PREFIX):
        return False
    if request.runtime is not None and source.evaluation_runtime not in (EvaluationRuntime.ALL, request.runtime):
        return False
    # A flag without contexts is for all of them, and a client that names none sees every flag.
    if not source.evaluation_contexts or not request.contexts:
        return True
    return not set(request.contexts).isdisjoint(source.evaluation_contexts)
