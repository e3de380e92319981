"""Filling static cohorts: from an uploaded file, from a list, from a query, from another cohort, one by one.

Postgres is the truth of a static cohort. Every verb writes there, leaves the change for ClickHouse in the same
transaction, and has it carried over as soon as that is committed.
"""

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from uuid import UUID

from django.db import transaction

from common import clock
from common.json import loads
from posthog.activity import changes_between
from posthog.clickhouse.client import QueryTag
from posthog.contracts import Actor
from posthog.hogql import ast
from posthog.hogql.parser import parse_select
from posthog.hogql.query import execute_hogql
from products.cohorts.backend.facade.contracts import CreateCohort, RejectedRow, UploadReport
from products.cohorts.backend.facade.errors import InvalidCohortError, InvalidUploadError
from products.cohorts.backend.logic import cohorts
from products.cohorts.backend.logic.carrying import carry_on_commit
from products.cohorts.backend.logic.changes import announce_change
from products.cohorts.backend.logic.criteria.check import context_of
from products.cohorts.backend.logic.membership import rows
from products.cohorts.backend.models import Cohort
from products.events.backend.facade import PersonsAPI

MAX_BYTES = 20 * 1024 * 1024
MAX_ROWS = 500_000
MAX_VALUE = 400
# More complaints than anybody reads.
MAX_REJECTED_SHOWN = 100
MAX_FROM_QUERY = 500_000
_WRITTEN_AT_A_TIME = 20_000

# Headers that name the column to read, the best first.
_COLUMNS = (
    ("distinct_id", "distinct id", "distinctid", "user_id", "userid"),
    ("email", "e-mail", "mail", "email address"),
    ("person_id", "person id", "person_uuid", "uuid", "person"),
)


@dataclass(slots=True)
class _Tally:
    """What came of the rows so far."""

    rows: int = 0
    added: int = 0
    already: int = 0
    rejected_count: int = 0
    rejected: tuple[RejectedRow, ...] = ()

    def reject(self, line: int, value: str, reason: str) -> None:
        self.rejected_count += 1
        if len(self.rejected) < MAX_REJECTED_SHOWN:
            self.rejected = (*self.rejected, RejectedRow(line=line, value=value[:100], reason=reason))


def create_filled(new: CreateCohort, *, team_id: int, actor: Actor | None) -> Cohort:
    """A new static cohort with the people of a file or a query; none at all when they cannot be read."""
    with transaction.atomic():
        made = cohorts.create_cohort(new, team_id=team_id, actor=actor)
        if new.csv is not None:
            upload_people(new.csv, team_id=team_id, cohort_id=made.pk, actor=actor)
        if new.query:
            fill_from_query(new.query, team_id=team_id, cohort_id=made.pk, actor=actor)
    return cohorts.get_cohort(team_id=team_id, cohort_id=made.pk)


def upload_people(content: bytes, *, team_id: int, cohort_id: int, actor: Actor | None) -> UploadReport:
    """Add the people that a CSV file lists, one a row; rows that name nobody are told, not fatal."""
    column, values = _read_csv(content)
    return _add(values, column=column, team_id=team_id, cohort_id=cohort_id, actor=actor)


def add_people(names: tuple[str, ...], *, team_id: int, cohort_id: int, actor: Actor) -> UploadReport:
    """Add people by distinct id, uuid or e-mail address."""
    return _add(list(enumerate(names, start=1)), team_id=team_id, cohort_id=cohort_id, actor=actor)


def remove_person(person_uuid: UUID, *, team_id: int, cohort_id: int, actor: Actor) -> bool:
    """Take one person out; False when they were not in."""
    with _changing(team_id=team_id, cohort_id=cohort_id, actor=actor):
        return bool(rows.remove_members(team_id=team_id, cohort_id=cohort_id, people=[person_uuid]))


def fill_from_query(text: str, *, team_id: int, cohort_id: int, actor: Actor | None) -> int:
    """Add the people that a query finds: its column `person_id`, `id` or `actor_id`, else its only one."""
    query = loads(text)
    hogql = _hogql_of(query)
    found = execute_hogql(
        _limited(hogql), context=context_of(team_id), tag=QueryTag(team_id=team_id, product="cohorts", kind="static")
    )
    place = _person_column(found.columns)
    if len(found.rows) > MAX_FROM_QUERY:
        raise InvalidCohortError(f"The query finds more than {MAX_FROM_QUERY:,} people. Narrow it.", attr="query")
    names = dict.fromkeys(str(row[place]) for row in found.rows if row[place] is not None)
    report = _add(list(enumerate(names, start=1)), team_id=team_id, cohort_id=cohort_id, actor=actor)
    Cohort.objects.for_team(team_id).filter(pk=cohort_id).update(query=query)
    return report.added


def duplicate_as_static(*, team_id: int, cohort_id: int, actor: Actor) -> Cohort:
    """A new static cohort with the people who are in another one now."""
    source = cohorts.get_cohort(team_id=team_id, cohort_id=cohort_id)
    if source.deleted or source.version is None:
        raise InvalidCohortError(f"'{source.name}' has no members yet. Wait until it has been calculated.")
    name = f"{source.name[:380]} (static copy)"
    with transaction.atomic():
        made = cohorts.create_cohort(CreateCohort(name=name, is_static=True), team_id=team_id, actor=actor)
        rows.copy_members(team_id=team_id, source_id=source.pk, cohort_id=made.pk)
        _settle(team_id=team_id, cohort_id=made.pk)
    return cohorts.get_cohort(team_id=team_id, cohort_id=made.pk)


def _add(
    named: list[tuple[int, str]], *, team_id: int, cohort_id: int, actor: Actor | None, column: str = ""
) -> UploadReport:
    tally = _Tally()
    with _changing(team_id=team_id, cohort_id=cohort_id, actor=actor):
        for start in range(0, len(named), _WRITTEN_AT_A_TIME):
            _add_named(named[start : start + _WRITTEN_AT_A_TIME], tally, team_id=team_id, cohort_id=cohort_id)
    return UploadReport(
        column=column,
        rows=tally.rows,
        added=tally.added,
        already=tally.already,
        rejected_count=tally.rejected_count,
        rejected=tally.rejected,
    )


@contextmanager
def _changing(*, team_id: int, cohort_id: int, actor: Actor | None) -> Iterator[None]:
    """The transaction of a change of members by hand: the cohort is there and static, and its size follows."""
    with transaction.atomic():
        row = cohorts.get_cohort(team_id=team_id, cohort_id=cohort_id, lock=True)
        if not row.is_static:
            raise InvalidCohortError(
                f"'{row.name}' is not a static cohort: its filters decide who is in it. Make a static copy first."
            )
        if row.deleted:
            raise InvalidCohortError(f"'{row.name}' is deleted. Restore it first.")
        yield
        count = _settle(team_id=team_id, cohort_id=cohort_id)
        changes = changes_between({"count": row.count}, {"count": count})
        if changes:
            cohorts.note(row, "members_changed", actor=actor, changes=changes)


def _settle(*, team_id: int, cohort_id: int) -> int:
    """Let everything that follows from a static cohort's rows follow them; how many there are."""
    count = rows.count_members(team_id=team_id, cohort_id=cohort_id)
    Cohort.objects.for_team(team_id).filter(pk=cohort_id).update(count=count, last_calculation=clock.now())
    cohorts.call_dependents(cohort_id, team_id=team_id)
    announce_change(team_id)
    carry_on_commit(team_id=team_id, cohort_id=cohort_id)
    return count


def _add_named(named: list[tuple[int, str]], tally: _Tally, *, team_id: int, cohort_id: int) -> None:
    named_people = PersonsAPI.find_people(team_id=team_id, values=tuple(value for _, value in named))
    found = {each.value: each.people for each in named_people}
    people: dict[UUID, None] = {}
    for line, value in named:
        tally.rows += 1
        if value in found:
            people.update(dict.fromkeys(found[value]))
        elif len(value) > MAX_VALUE:
            tally.reject(line, value, f"longer than {MAX_VALUE} characters")
        else:
            tally.reject(line, value, "nobody is known by this")
    added = rows.add_members(team_id=team_id, cohort_id=cohort_id, people=sorted(people))
    tally.added += added
    tally.already += len(people) - added


def _read_csv(content: bytes) -> tuple[str, list[tuple[int, str]]]:
    """(the header of the column that names people, if it has one; (line, value) of each row that is not empty)."""
    if len(content) > MAX_BYTES:
        raise InvalidUploadError(f"The file is larger than {MAX_BYTES // 1024 // 1024} MiB. Split it.", attr="csv")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidUploadError("The file is not UTF-8 text. Save it as CSV in UTF-8.", attr="csv") from error
    lines = [(number, row) for number, row in enumerate(_parsed(text), start=1) if any(cell.strip() for cell in row)]
    if len(lines) > MAX_ROWS:
        raise InvalidUploadError(f"The file has more than {MAX_ROWS:,} rows. Split it.", attr="csv")
    if not lines:
        raise InvalidUploadError("The file is empty. It should list one person a row.", attr="csv")
    names = [cell.strip().lower() for cell in lines[0][1]]
    known = [names.index(name) for choices in _COLUMNS for name in choices if name in names]
    if known:
        column, body = known[0], lines[1:]
    elif len(names) == 1:
        column, body = 0, lines
    else:
        listed = ", ".join(choices[0] for choices in _COLUMNS)
        raise InvalidUploadError(
            f"The file has several columns, and none of them is called {listed}. Name the column in the first row.",
            attr="csv",
        )
    header = names[column] if known else ""
    return header, [(number, row[column].strip() if column < len(row) else "") for number, row in body]


def _parsed(text: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader(io.StringIO(text), delimiter=_delimiter(text), strict=False)
    except csv.Error as error:
        raise InvalidUploadError(f"The file cannot be read as CSV: {error}.", attr="csv") from error


def _delimiter(text: str) -> str:
    first = text.split("\n", 1)[0]
    return max(",;\t", key=first.count)


def _hogql_of(query: object) -> str:
    """The HogQL of a HogQLQuery, also inside an ActorsQuery or another wrapper."""
    node = query
    for _ in range(5):
        if not isinstance(node, dict):
            break
        if node.get("kind") == "HogQLQuery" and isinstance(node.get("query"), str):
            return str(node["query"])
        node = node.get("source")
    raise InvalidCohortError(
        "A static cohort is made from a HogQLQuery, or from a node whose source is one.", attr="query"
    )


def _limited(hogql: str) -> ast.Query:
    tree = parse_select(hogql)
    if isinstance(tree, ast.SelectQuery | ast.SelectSetQuery) and tree.limit is None:
        return replace(tree, limit=ast.constant(MAX_FROM_QUERY + 1))
    return tree


def _person_column(columns: tuple[str, ...]) -> int:
    for name in ("person_id", "actor_id", "id"):
        if name in columns:
            return columns.index(name)
    if len(columns) == 1:
        return 0
    raise InvalidCohortError("The query needs a column person_id, which says who is meant.", attr="query")
