"""Reading the documents: which there are, what they link to, which paths and tables they hold."""

import re
from functools import cache
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
DOCS = CHECKOUT / "docs"
FENCE = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
CODE = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+\s+(.*)$", re.MULTILINE)


@cache
def documents() -> tuple[Path, ...]:
    """Every page people read: those at the root, in docs/, and each product's README."""
    return (
        *sorted(CHECKOUT.glob("*.md")),
        *sorted(DOCS.rglob("*.md")),
        *sorted(CHECKOUT.glob("products/*/README.md")),
    )


def relative(path: Path) -> str:
    return str(path.relative_to(CHECKOUT))


def prose(path: Path) -> str:
    """A page without its code blocks."""
    return FENCE.sub("", path.read_text())


def inline_code(path: Path) -> list[str]:
    """What stands between single backticks."""
    return CODE.findall(prose(path))


def links(path: Path) -> list[str]:
    """Targets of the links to other places of the repository, with their #anchors."""
    return [target for target in LINK.findall(prose(path)) if not re.match(r"[a-z]+:", target)]


def anchors(path: Path) -> set[str]:
    """What #… may follow this page's name: its headings, as code forges spell them."""
    plain = (re.sub(r"[^\w\- ]", "", heading.replace("`", "").lower()) for heading in HEADING.findall(path.read_text()))
    return {heading.strip().replace(" ", "-") for heading in plain}


def table_rows(text: str) -> list[list[str]]:
    """The cells of every table row, headings and rulers left out. `\\|` is a bar inside a cell."""
    rows: list[list[str]] = []
    lines = text.splitlines()
    for index, line in enumerate(lines):
        following = lines[index + 1] if index + 1 < len(lines) else ""
        is_row = line.startswith("|") and not _is_ruler(line) and not _is_ruler(following)
        if is_row:
            rows.append([cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line)[1:-1]])
    return rows


def _is_ruler(line: str) -> bool:
    return bool(line) and set(line) <= set("|-: ") and "-" in line
