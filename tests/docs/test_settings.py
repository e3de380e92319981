"""docs/settings.md says of every environment variable what the code does with it."""

import re

from tests.docs import pages, source

PAGE = pages.DOCS / "settings.md"


def documented() -> dict[str, tuple[str, str, str]]:
    """Of each variable in the page's tables: type, default, why."""
    rows: dict[str, tuple[str, str, str]] = {}
    for cells in pages.table_rows(PAGE.read_text()):
        if match := re.fullmatch(r"`([A-Z][A-Z0-9_]+)`", cells[0]):
            assert match[1] not in rows, f"{match[1]} stands in the page twice"
            rows[match[1]] = (cells[1], cells[2], cells[3])
    return rows


def test_every_variable_the_code_reads_is_documented() -> None:
    assert sorted({variable.name for variable in source.all_variables()} - set(documented())) == []


def test_every_documented_variable_is_read() -> None:
    assert sorted(set(documented()) - source.raw_reads()) == []


def test_types_and_defaults_are_those_of_the_code() -> None:
    """A default that depends on the machine is described in words; every other one stands there as it is."""
    page = documented()
    different: list[str] = []
    for variable in source.settings_variables():
        kind, default, _ = page[variable.name]
        is_right = default.strip("`") == variable.default or (
            variable.default == source.COMPUTED and "`" not in default
        )
        if kind != variable.kind or not is_right:
            different.append(f"{variable.name}: the code says {variable.kind}, {variable.default}")
    assert different == []


def test_every_variable_has_a_reason() -> None:
    assert [name for name, (_, _, why) in documented().items() if len(why.split()) < 4] == []
