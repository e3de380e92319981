"""Architecture decision records: numbered without gaps, complete, indexed, and there when the code refers to one."""

import re
from pathlib import Path

import pytest

from tests.docs import pages

FOLDER = pages.DOCS / "adr"
INDEX = FOLDER / "README.md"
SECTIONS = ("Context", "Decision", "Alternatives", "Consequences", "When to revisit")
RECORDS = sorted(path for path in FOLDER.glob("*.md") if path != INDEX)
REFERENCE = re.compile(r"\bADR (\d{4})\b|docs/adr/(\d{4}-[a-z0-9-]+\.md)")


def test_records_are_numbered_from_one_without_gaps() -> None:
    assert [path.name[:4] for path in RECORDS] == [f"{number:04}" for number in range(1, len(RECORDS) + 1)]


@pytest.mark.parametrize("record", RECORDS, ids=lambda path: path.stem)
def test_record_has_every_section(record: Path) -> None:
    headings = [heading for heading in pages.HEADING.findall(record.read_text()) if heading in SECTIONS]
    assert headings == list(SECTIONS)


def test_index_lists_each_record_by_its_title() -> None:
    entries = re.findall(r"\[(\d{4})\]\(([^)]+)\)\s*\|\s*([^|]+?)\s*\|", INDEX.read_text())
    expected = [
        (path.name[:4], path.name, path.read_text().splitlines()[0].removeprefix(f"# {path.name[:4]}: "))
        for path in RECORDS
    ]
    assert entries == expected


def test_records_the_code_refers_to_exist() -> None:
    numbers = {path.name[:4] for path in RECORDS}
    names = {path.name for path in RECORDS}
    missing: list[str] = []
    for root in ("posthog", "common", "products", "tests", "bench", "frontend/src"):
        for path in (pages.CHECKOUT / root).rglob("*"):
            if path.suffix not in (".py", ".ts", ".tsx") or "node_modules" in path.parts:
                continue
            for number, name in REFERENCE.findall(path.read_text()):
                if (number and number not in numbers) or (name and name not in names):
                    missing.append(f"{pages.relative(path)}: {number or name}")
    assert missing == []
