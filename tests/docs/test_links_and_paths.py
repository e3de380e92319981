"""Every path a page names is there, and every link leads somewhere."""

import re
from pathlib import Path

import pytest

from tests.docs import pages

# The first part of what can be a path of this repository.
ROOTS = frozenset(
    {"posthog", "products", "common", "frontend", "docs", "tests", "bench", "bin", ".ci"}
    | {path.name for path in pages.CHECKOUT.iterdir() if path.is_file()}
)
# What stands for something the reader chooses or the build makes: products/<name>/, NNNN_name.py, a pattern with braces.
STANDS_FOR_SOMETHING = re.compile(r"[<>{}…]|\bNNNN\b|\bNAME\b")
MADE_BY_A_BUILD = ("frontend/dist",)


def paths_in(page: Path) -> set[str]:
    """What looks like a path of this repository; of a command line, its first word."""
    found: set[str] = set()
    for code in pages.inline_code(page):
        word = code.split(" ")[0].rstrip("/").split("::")[0]
        word = re.sub(r":\d+$", "", word)
        looks_like_path = "/" in word or "." in word
        if word.split("/")[0] in ROOTS and looks_like_path and not STANDS_FOR_SOMETHING.search(word):
            found.add(word)
    return found


@pytest.mark.parametrize("page", pages.documents(), ids=pages.relative)
def test_paths_named_in_a_page_exist(page: Path) -> None:
    named = {path for path in paths_in(page) if not path.startswith(MADE_BY_A_BUILD)}
    missing = sorted(path for path in named if not any(pages.CHECKOUT.glob(path)))
    assert missing == []


@pytest.mark.parametrize("page", pages.documents(), ids=pages.relative)
def test_links_of_a_page_lead_somewhere(page: Path) -> None:
    dead: list[str] = []
    for link in pages.links(page):
        name, _, anchor = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        if not target.exists() or (anchor and anchor not in pages.anchors(target)):
            dead.append(link)
    assert dead == []


def test_every_page_of_docs_can_be_reached_from_the_readme() -> None:
    readme = pages.CHECKOUT / "README.md"
    seen = {readme}
    waiting = [readme]
    while waiting:
        page = waiting.pop()
        for link in pages.links(page):
            target = (page.parent / link.partition("#")[0]).resolve()
            if target.suffix == ".md" and target.exists() and target not in seen:
                seen.add(target)
                waiting.append(target)
    assert sorted(pages.relative(page) for page in set(pages.DOCS.rglob("*.md")) - seen) == []


def test_everything_the_core_finds_by_name_is_in_the_table_of_architecture() -> None:
    core = "".join(path.read_text() for path in (pages.CHECKOUT / "posthog").rglob("*.py") if "tests" not in path.parts)
    found = set(re.findall(r'product_modules\("([\w.]+)"\)', core))
    assert "clickhouse.tables" in found
    cells = re.findall(
        r"^\| `([\w/]+)(?:\.py)?/?` \|", (pages.CHECKOUT / "docs/architecture.md").read_text(), re.MULTILINE
    )
    assert {name.replace(".", "/") for name in found} <= {cell.rstrip("/") for cell in cells}


def test_path_check_sees_missing_and_passes_over_placeholders(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "See `posthog/nowhere.py`, `products/<name>/backend`, `docs/adr/NNNN-title.md`, `bin/hogli start` and `a/b`.\n"
        "```\nposthog/in_a_block.py\n```\n`pyproject.toml:12`"
    )
    assert paths_in(page) == {"posthog/nowhere.py", "bin/hogli", "pyproject.toml"}
