"""All flags of a project, compiled and put into the order in which they can be decided."""

from collections.abc import Collection, Iterable

from products.feature_flags.backend.facade.contracts import FlagAnswer
from products.feature_flags.backend.facade.enums import Reason
from products.feature_flags.backend.logic.evaluation.conditions import ConditionCompiler
from products.feature_flags.backend.logic.evaluation.evaluator import evaluate
from products.feature_flags.backend.logic.evaluation.flags import CompiledFlag
from products.feature_flags.backend.logic.evaluation.sources import Sources
from products.feature_flags.backend.logic.evaluation.values import Asked


class Definitions:
    """A project's compiled flags. Made from one reading of the stores and replaced as a whole."""

    def __init__(self, sources: Sources) -> None:
        compiler = ConditionCompiler({cohort.id: cohort for cohort in sources.cohorts})
        self.sources = sources
        self.group_types = dict(sources.group_types)
        self.group_indexes = {name: index for index, name in sources.group_types}
        self.by_id = {source.id: CompiledFlag(source, compiler) for source in sources.flags}
        self.by_key = {flag.source.key: flag for flag in self.by_id.values()}
        order, self.unresolvable = _order(self.by_id)
        self.in_order = tuple(self.by_id[flag_id] for flag_id in order)
        # Without dependencies a request may evaluate just the flags it wants.
        self.has_dependencies = any(flag.needs.flag_ids for flag in self.by_id.values())

    def evaluate(self, wanted: Collection[CompiledFlag], asked: Asked) -> list[FlagAnswer]:
        """The answers of the wanted flags, in the order of definition."""
        answers = asked.answers
        for flag in self.closure(wanted):
            flag_id = flag.source.id
            if flag_id in self.unresolvable and flag.is_on:
                answers[flag_id] = flag.answer(Reason.MISSING_DEPENDENCY)
            else:
                answers[flag_id] = evaluate(flag, asked)
        return [answers[flag.source.id] for flag in wanted]

    def closure(self, wanted: Collection[CompiledFlag]) -> Iterable[CompiledFlag]:
        """The wanted flags and all they depend on, each after what it depends on."""
        if not self.has_dependencies or not any(flag.needs.flag_ids for flag in wanted):
            return wanted
        needed: set[int] = set()
        stack = [flag.source.id for flag in wanted]
        while stack:
            flag_id = stack.pop()
            if flag_id not in needed and flag_id in self.by_id:
                needed.add(flag_id)
                stack += self.by_id[flag_id].needs.flag_ids
        return [flag for flag in self.in_order if flag.source.id in needed]

    def chain(self, flag_id: int) -> list[str]:
        """Keys of all that a flag depends on and itself, in the order of evaluation; empty when that has no end."""
        flag = self.by_id.get(flag_id)
        if flag is None or flag_id in self.unresolvable:
            return []
        return [each.source.key for each in self.closure((flag,))]


def _order(flags: dict[int, CompiledFlag]) -> tuple[list[int], frozenset[int]]:
    """(ids, each after those it depends on; ids of flags that depend on a missing flag or, in a circle, on themselves).

    Without recursion, because a chain may be as long as there are flags.
    """
    waiting = {flag_id: {other for other in flag.needs.flag_ids if other in flags} for flag_id, flag in flags.items()}
    dependants: dict[int, list[int]] = {}
    for flag_id, others in waiting.items():
        for other in others:
            dependants.setdefault(other, []).append(flag_id)
    ready = [flag_id for flag_id, others in waiting.items() if not others]
    order: list[int] = []
    for flag_id in ready:
        order.append(flag_id)
        for dependant in dependants.get(flag_id, ()):
            waiting[dependant].discard(flag_id)
            if not waiting[dependant]:
                ready.append(dependant)
    decided = set(order)
    unresolvable = set(flags) - decided
    for flag_id in order:
        others = flags[flag_id].needs.flag_ids
        if any(other not in flags or other in unresolvable for other in others):
            unresolvable.add(flag_id)
    order += [flag_id for flag_id in flags if flag_id not in decided]
    return order, frozenset(unresolvable)
