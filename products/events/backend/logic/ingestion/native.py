"""Rows of events as columns, in ClickHouse's own binary format: what the server would have to find out from JSON text.

Reading the text is most of what an insert costs the server: 70 µs of processor time a row of ordinary web events,
against 14 µs in this form. The two JSON columns are written in the flattened serialization: the declared paths first,
then each other path with the types its values have. What is written must be exactly what the server would have made of
the text, so only values are taken for which that is certain: texts, numbers, booleans, lists of texts, and objects of
these. A row with anything else is left to the text; `test_native.py` compares the two.
"""

from array import array
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from math import isfinite
from operator import attrgetter
from types import NoneType
from typing import Any

import orjson

from posthog.hogql.database.typed_paths import EVENT_TYPED_PATHS, PERSON_TYPED_PATHS
from products.events.backend.clickhouse.tables import EVENTS, GROUP_TYPES
from products.events.backend.logic.ingestion.normalise import PreparedEvent

# Versions of the serializations.
_FLATTENED = (3).to_bytes(8, "little")
_DICTIONARY = (1).to_bytes(8, "little")
# The dictionary stands with the column, and the rest is the width of its numbers.
_OWN_DICTIONARY = 0x600
_NUMBER_WIDTHS = (("B", 1 << 8), ("H", 1 << 16), ("I", 1 << 32))
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
# In the order in which ClickHouse writes the types of a path.
_TYPES: tuple[tuple[type, str], ...] = (
    (list, "Array(Nullable(String))"),
    (bool, "Bool"),
    (float, "Float64"),
    (int, "Int64"),
    (str, "String"),
)
# Paths of all rows of a column together; each takes a byte a row here. Beyond this a client makes names from data.
MAX_PATHS = 1500
_MAX_INT = 2**63
_ONLY_TEXT, _ONLY_INT, _ONLY_FLOAT = {str}, {int}, {float}
_TEXT_OR_NONE = {str, NoneType}
_ALWAYS_CLEAR = {str, NoneType, bool}
_SHORT_LENGTHS = tuple(bytes((number,)) for number in range(0x80))


_Names = tuple[str, ...]
# Objects with the same names in the same order: the row of the first one, the names, the objects.
_Alike = tuple[int, _Names, Sequence[dict[str, Any]]]


class _UnclearError(Exception):
    """What the server would make of this row is its own business."""


class _TooManyPathsError(Exception):
    """All rows must take the other way: were it only some, which ones would depend on the others."""


class _Texts(dict[str, bytes]):
    """Texts as ClickHouse writes them: length, then bytes. Web events say the same things again and again."""

    def __missing__(self, text: str) -> bytes:
        framed = self[text] = _framed(text)
        return framed

    def join(self, texts: Sequence[str]) -> bytes:
        return b"".join(map(self.__getitem__, texts))


class _Path:
    """One path of a JSON column: the rows that have it, and their values."""

    __slots__ = ("declared", "rows", "values")

    def __init__(self, declared: str = "") -> None:
        self.declared = declared
        self.rows: list[int] = []
        self.values: list[Any] = []


class _JSONColumn:
    """A JSON column that is being filled, row by row."""

    def __init__(self, declared: dict[str, str]) -> None:
        self._declared = {name: _Path(kind) for name, kind in sorted(declared.items())}
        self._paths = dict(self._declared)
        # By the name of a property, which is not always its path.
        self._by_name = dict(self._declared)

    def add_alike(self, alike: _Alike) -> None:
        """Add all of the objects, or none. Raises _UnclearError also for what only `add` deals with.

        A property at a time this is several times faster.
        """
        first_row, names, objects = alike
        columns = list(zip(*(members.values() for members in objects), strict=True))
        kinds = [set(map(type, column)) for column in columns]
        paths = [self._path_of(name) for name in names]
        for path, present, column in zip(paths, kinds, columns, strict=True):
            if present != _ONLY_TEXT and not _are_clear(present, column, declared=bool(path.declared)):
                raise _UnclearError
        rows = range(first_row, first_row + len(objects))
        for path, present, column in zip(paths, kinds, columns, strict=True):
            if NoneType in present:
                path.rows += [row for row, value in zip(rows, column, strict=True) if value is not None]
                path.values += [value for value in column if value is not None]
            else:
                path.rows += rows
                path.values += column

    def add(self, row: int, properties: dict[str, Any]) -> None:
        """Raises _UnclearError; what was added of the row must then be forgotten."""
        for name, value in properties.items():
            kind = type(value)
            if kind is dict:
                self._add_object(row, name, value)
            elif value is not None:
                path = self._path_of(name)
                if kind is not str and (path.declared or not _is_clear(kind, value)):
                    raise _UnclearError
                path.rows.append(row)
                path.values.append(value)

    def forget(self, row: int) -> None:
        """Take back what was added of this row, the last one."""
        for path in self._paths.values():
            if path.rows and path.rows[-1] == row:
                path.rows.pop()
                path.values.pop()

    def write(self, rows: int, texts: _Texts) -> list[bytes]:
        """Everything after the column's name and type."""
        used = sorted((name, path) for name, path in self._paths.items() if not path.declared and path.rows)
        few = [path for path in self._declared.values() if path.declared.startswith("LowCardinality")]
        out = [_FLATTENED, _length(len(used)), *(_framed(name) for name, _ in used), _DICTIONARY * len(few)]
        kinds = [set(map(type, path.values)) for _, path in used]
        for present in kinds:
            names = [name for kind, name in _TYPES if kind in present]
            out += [_FLATTENED, _length(len(names)), *map(_framed, names)]
        for path in self._declared.values():
            write = _few_texts if path.declared.startswith("LowCardinality") else _texts_or_null
            out += write(_dense(path, rows), texts)
        for (_, path), present in zip(used, kinds, strict=True):
            out += _dynamic(path, present, rows, texts)
        return out

    def _add_object(self, row: int, name: str, value: dict[str, Any]) -> None:
        if name in self._declared:
            raise _UnclearError
        self._add_members(row, _escaped(name), value)

    def _add_members(self, row: int, prefix: str, members: dict[str, Any]) -> None:
        for name, value in members.items():
            kind = type(value)
            if value is None:
                continue
            path_name = f"{prefix}.{_escaped(name)}"
            if kind is dict:
                self._add_members(row, path_name, value)
                continue
            if kind is not str and not _is_clear(kind, value):
                raise _UnclearError
            path = self._path(path_name)
            path.rows.append(row)
            path.values.append(value)

    def _path_of(self, name: str) -> _Path:
        """The path of a property."""
        path = self._by_name.get(name)
        if path is None:
            path = self._by_name[name] = self._path(_escaped(name))
        return path

    def _path(self, name: str) -> _Path:
        path = self._paths.get(name)
        if path is None:
            if len(self._paths) - len(self._declared) >= MAX_PATHS:
                raise _TooManyPathsError
            path = self._paths[name] = _Path()
        return path


def split(events: Sequence[PreparedEvent]) -> tuple[list[PreparedEvent], list[PreparedEvent], bytes]:
    """(events whose properties can be columns, the others, a block with the former).

    Which half an event is in must be the same whenever the batch is repeated, as each half has a token of its own. So it
    depends on the event alone, never on its person, who may have changed since. The block is empty when a person cannot
    be columns: then that half has to go as text too, under the token it has anyway.
    """
    clear: list[PreparedEvent] = []
    others: list[PreparedEvent] = []
    people: list[_Alike] = []
    properties = _JSONColumn(EVENT_TYPED_PATHS)
    try:
        for (names, person_names), alike in _group(events).items():
            first_row = len(clear)
            added = _add(properties, (first_row, names, [event.properties for event, _ in alike]))
            for is_added, (event, _) in zip(added, alike, strict=True):
                (clear if is_added else others).append(event)
            if clear_people := [person for is_added, (_, person) in zip(added, alike, strict=True) if is_added]:
                people.append((first_row, person_names, clear_people))
    except _TooManyPathsError:
        return [], list(events), b""
    person_properties = _people_column(people) if clear else None
    return clear, others, _block(clear, properties, person_properties) if person_properties else b""


def _people_column(people: Sequence[_Alike]) -> _JSONColumn | None:
    """None when the server must read the text of one of them."""
    column = _JSONColumn(PERSON_TYPED_PATHS)
    try:
        return column if all(all(_add(column, alike)) for alike in people) else None
    except _TooManyPathsError:
        return None


def _group(events: Sequence[PreparedEvent]) -> dict[tuple[_Names, _Names], list[tuple[PreparedEvent, dict[str, Any]]]]:
    """Events and their people, by the names of their properties."""
    # People are the same from event to event, and so is their text.
    people: dict[bytes, tuple[_Names, dict[str, Any]]] = {}
    groups: dict[tuple[_Names, _Names], list[tuple[PreparedEvent, dict[str, Any]]]] = {}
    for event in events:
        person = people.get(event.person_properties)
        if person is None:
            properties = orjson.loads(event.person_properties)
            person = people[event.person_properties] = (tuple(properties), properties)
        groups.setdefault((tuple(event.properties), person[0]), []).append((event, person[1]))
    return groups


def _add(column: _JSONColumn, alike: _Alike) -> list[bool]:
    """Add each object that is clear as a row; says which ones were."""
    try:
        column.add_alike(alike)
    except _UnclearError:
        pass
    else:
        return [True] * len(alike[2])
    row, _, objects = alike
    added: list[bool] = []
    for members in objects:
        try:
            column.add(row, members)
        except _UnclearError:
            column.forget(row)
            added.append(False)
        else:
            row += 1
            added.append(True)
    return added


def column_names() -> list[str]:
    """The columns of a block, in order."""
    return [*(name for name, _, _ in _PLAIN_COLUMNS), "properties", "person_properties"]


def _block(events: list[PreparedEvent], properties: _JSONColumn, person_properties: _JSONColumn) -> bytes:
    rows = len(events)
    texts = _Texts()
    out = [_length(len(_PLAIN_COLUMNS) + 2), _length(rows)]
    for name, kind, write in _PLAIN_COLUMNS:
        out += [_framed(name), _framed(kind), write(events, texts)]
    for name, column in (("properties", properties), ("person_properties", person_properties)):
        out += [_framed(name), _framed(_JSON_TYPES[name]), *column.write(rows, texts)]
    return b"".join(out)


Writer = Callable[[list[PreparedEvent], _Texts], bytes]


def _text_of(name: str) -> Writer:
    value_of = attrgetter(name)
    return lambda events, texts: texts.join([value_of(event) for event in events])


def _moment_of(name: str) -> Writer:
    value_of = attrgetter(name)
    return lambda events, texts: array("q", [(value_of(event) - _EPOCH) // _MICROSECOND for event in events]).tobytes()


def _arrivals(events: list[PreparedEvent], texts: _Texts) -> bytes:
    return array("q", [(each.received_at - _EPOCH) // _MICROSECOND + each.index for each in events]).tobytes()


def _group_key(name: str) -> Writer:
    return lambda events, texts: texts.join(
        [event.group_keys.get(name, "") if event.group_keys else "" for event in events]
    )


# The server makes UUIDs, enums and dictionaries of texts as it does everywhere.
_PLAIN_COLUMNS: tuple[tuple[str, str, Writer], ...] = (
    ("uuid", "String", _text_of("uuid")),
    ("team_id", "Int64", lambda events, texts: array("q", [event.team_id for event in events]).tobytes()),
    ("event", "String", _text_of("name")),
    ("distinct_id", "String", _text_of("distinct_id")),
    ("person_id", "String", _text_of("person_id")),
    ("timestamp", "DateTime64(6, 'UTC')", _moment_of("timestamp")),
    ("created_at", "DateTime64(6, 'UTC')", _arrivals),
    ("elements_chain", "String", _text_of("elements_chain")),
    ("person_mode", "String", _text_of("person_mode")),
    *((f"group_key_{index}", "String", _group_key(f"group_key_{index}")) for index in range(GROUP_TYPES)),
)
_JSON_TYPES = {
    column.name: column.type for column in EVENTS.columns if column.name in ("properties", "person_properties")
}


def _is_clear(kind: type, value: Any) -> bool:
    """Whether the server reads the text of this value, which is none itself, as just this."""
    if kind is bool:
        return True
    if kind is int:
        return bool(-_MAX_INT <= value < _MAX_INT)
    if kind is float:
        return isfinite(value)
    return kind is list and bool(value) and all(type(item) is str for item in value)


def _are_clear(kinds: set[type], values: Sequence[Any], *, declared: bool) -> bool:
    """Whether all of the values are. An object is not: its members are paths of their own."""
    if declared:
        return kinds <= _TEXT_OR_NONE
    if kinds <= _ALWAYS_CLEAR:
        return True
    if kinds == _ONLY_INT:
        return bool(min(values) >= -_MAX_INT and max(values) < _MAX_INT)
    if kinds == _ONLY_FLOAT:
        return all(map(isfinite, values))
    return all(value is None or type(value) is str or _is_clear(type(value), value) for value in values)


def _escaped(name: str) -> str:
    """A property's name as a part of a path."""
    if not name or "%2E" in name or "\x00" in name:
        raise _UnclearError
    return name.replace(".", "%2E") if "." in name else name


def _length(number: int) -> bytes:
    """A number as ClickHouse writes lengths: seven bits a byte, the lowest first."""
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def _framed(text: str) -> bytes:
    encoded = text.encode()
    length = len(encoded)
    return (_SHORT_LENGTHS[length] if length < 0x80 else _length(length)) + encoded


def _dense(path: _Path, rows: int) -> list[str | None]:
    """A value or None for each row."""
    if len(path.rows) == rows:
        return path.values
    dense: list[str | None] = [None] * rows
    for row, value in zip(path.rows, path.values, strict=True):
        dense[row] = value
    return dense


def _texts_or_null(values: list[str | None], texts: _Texts) -> list[bytes]:
    """Nullable(String): which are missing, then all of them."""
    return [bytes([value is None for value in values]), texts.join([value or "" for value in values])]


def _few_texts(values: list[str | None], texts: _Texts) -> list[bytes]:
    """LowCardinality(Nullable(String)): the dictionary, which begins with NULL and '', then a number for each row."""
    numbers: dict[str | None, int] = {None: 0, "": 1}
    for value in dict.fromkeys(values):
        numbers.setdefault(value, len(numbers))
    width = next(index for index, (_, end) in enumerate(_NUMBER_WIDTHS) if len(numbers) <= end)
    return [
        (_OWN_DICTIONARY | width).to_bytes(8, "little"),
        len(numbers).to_bytes(8, "little"),
        texts.join([key or "" for key in numbers]),
        len(values).to_bytes(8, "little"),
        array(_NUMBER_WIDTHS[width][0], map(numbers.__getitem__, values)).tobytes(),
    ]


def _dynamic(path: _Path, present: set[type], rows: int, texts: _Texts) -> list[bytes]:
    """Dynamic: which of its types each row has (the number of types for none), then the values of each type."""
    kinds = [kind for kind, _ in _TYPES if kind in present]
    number_of = {kind: number for number, kind in enumerate(kinds)}
    numbers = map(number_of.__getitem__, map(type, path.values))
    if len(path.rows) == rows:
        out = [bytes(numbers)]
    else:
        which = bytearray([len(kinds)]) * rows
        for row, number in zip(path.rows, numbers, strict=True):
            which[row] = number
        out = [bytes(which)]
    for kind in kinds:
        values = path.values if len(kinds) == 1 else [value for value in path.values if type(value) is kind]
        out += _values(kind, values, texts)
    return out


def _values(kind: type, values: list[Any], texts: _Texts) -> list[bytes]:
    if kind is str:
        return [texts.join(values)]
    if kind is bool:
        return [bytes(values)]
    if kind is list:
        ends, items = array("Q"), []
        for value in values:
            items += value
            ends.append(len(items))
        return [ends.tobytes(), bytes(len(items)), texts.join(items)]
    return [array("q" if kind is int else "d", values).tobytes()]
