"""The names that are visible at one place of a query, and what they mean."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import Enum

from posthog.hogql import ast, plan
from posthog.hogql.context import HogQLContext
from posthog.hogql.errors import ResolutionError, TooComplexError
from posthog.hogql.resolver.bindings import Binding, Environment, Prefix
from posthog.hogql.types import Type

# Far beyond any query a person writes, and resolved in well under a second.
MAX_NODES = 20_000
MAX_TABLES = 64


@dataclass(frozen=True, slots=True)
class CteFrame:
    """The CTEs of one WITH; a name further out is found through `parent`, as is what a CTE itself refers to."""

    definition: ast.CTE
    parent: "CteFrame | None"


@dataclass(slots=True)
class Session:
    """What one run of the resolver shares among all scopes."""

    context: HogQLContext
    environment: Environment
    nodes: int = 0
    tables: int = 0

    def count_node(self, span: ast.Span | None) -> None:
        """Raise TooComplexError when the query, with its CTEs written out, becomes too large."""
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise TooComplexError(f"The query has more than {MAX_NODES:,} parts.").at(span)

    def count_table(self, span: ast.Span | None) -> None:
        self.tables += 1
        if self.tables > MAX_TABLES:
            raise TooComplexError(f"The query reads more than {MAX_TABLES} tables.").at(span)


class Preference(Enum):
    """Which of two equal names wins: a column of a table or an alias of the SELECT."""

    COLUMNS = 1
    ALIASES = 2


@dataclass(slots=True)
class Alias:
    """A name given in the SELECT. `index` is its output column, if it is one."""

    expr: ast.Expr
    index: int | None
    busy: bool = False


@dataclass(slots=True)
class Scope:
    """One SELECT. `outputs` holds its columns as far as they are resolved."""

    session: Session
    ctes: CteFrame | None = None
    bindings: list[tuple[str | None, Binding]] = field(default_factory=list)
    aliases: dict[str, Alias] = field(default_factory=dict)
    outputs: dict[int, plan.Node] = field(default_factory=dict)
    array_items: dict[str, tuple[int, Type]] = field(default_factory=dict)
    windows: dict[str, int] = field(default_factory=dict)
    lambdas: list[dict[str, plan.Node]] = field(default_factory=list)
    # Columns that USING has made one, so that they are not ambiguous.
    merged: set[str] = field(default_factory=set)
    preference: Preference = Preference.COLUMNS
    # Whether an alias may be printed by its name; in WHERE its expression is needed instead.
    alias_refs: bool = False
    aggregates_allowed: bool = True
    inside_aggregate: bool = False

    def find_cte(self, name: str) -> CteFrame | None:
        """The innermost CTE of this name."""
        frame = self.ctes
        while frame is not None:
            if frame.definition.name == name:
                return frame
            frame = frame.parent
        return None

    def table(self, name: str) -> Binding | None:
        """The source in FROM with this name."""
        for known, binding in self.bindings:
            if known == name:
                return binding
        return None

    def column(self, name: str, span: ast.Span | None) -> plan.Node | Prefix | None:
        """A column of this name in any source. Raises ResolutionError when several have it."""
        found = None
        for _, binding in self.bindings:
            member = binding.member(name)
            if member is None:
                continue
            if found is not None and name not in self.merged:
                tables = " and ".join(repr(each) for each, other in self.bindings if each and name in other.names())
                raise ResolutionError(
                    f"Column {name!r} is ambiguous: {tables} have one. Write the table before it."
                ).at(span)
            found = member if found is None else found
        return found

    def lambda_arg(self, name: str) -> plan.Node | None:
        """An argument of the lambdas around this place, innermost first."""
        for frame in reversed(self.lambdas):
            if name in frame:
                return frame[name]
        return None

    @contextmanager
    def using(
        self,
        *,
        preference: Preference | None = None,
        alias_refs: bool | None = None,
        aggregates_allowed: bool | None = None,
        inside_aggregate: bool | None = None,
    ) -> Iterator[None]:
        """Change how names are looked up, for the time of one clause."""
        before = (self.preference, self.alias_refs, self.aggregates_allowed, self.inside_aggregate)
        self.preference = before[0] if preference is None else preference
        self.alias_refs = before[1] if alias_refs is None else alias_refs
        self.aggregates_allowed = before[2] if aggregates_allowed is None else aggregates_allowed
        self.inside_aggregate = before[3] if inside_aggregate is None else inside_aggregate
        try:
            yield
        finally:
            self.preference, self.alias_refs, self.aggregates_allowed, self.inside_aggregate = before

    def unknown(self, name: str, span: ast.Span | None) -> ResolutionError:
        """The error for a name that means nothing here, with the nearest one that does."""
        known = [name for _, binding in self.bindings for name in binding.names()]
        return unknown_name("column", name, (*known, *self.aliases, *self.array_items), span)


def unknown_name(what: str, name: str, known: Iterable[str], span: ast.Span | None) -> ResolutionError:
    """`Unknown column 'evnt'. Did you mean 'event'?`"""
    candidates = {each.lower(): each for each in known}
    close = get_close_matches(name.lower(), candidates, n=1, cutoff=0.6)
    hint = f" Did you mean {candidates[close[0]]!r}?" if close else ""
    error = ResolutionError(f"Unknown {what} {name[:60]!r}.{hint}")
    error.at(span)
    return error
