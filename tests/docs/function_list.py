"""The list of functions in docs/hogql.md. `python -m tests.docs.function_list` writes it anew."""

import re
import sys
import textwrap

from posthog.hogql.functions.aggregates import AGGREGATES, SUFFIXES, WINDOW_ONLY
from posthog.hogql.functions.lambdas import LAMBDAS
from posthog.hogql.functions.scalars import SCALARS
from posthog.hogql.resolver.special import SPECIAL
from tests.docs.pages import DOCS

PAGE = DOCS / "hogql.md"
SECTION = re.compile(r"<!-- functions -->.*<!-- /functions -->", re.DOTALL)


def render() -> str:
    """The section as it should be, from the tables the resolver itself uses."""
    groups = {
        "Over one row": sorted({*SCALARS, *SPECIAL} - {*LAMBDAS, *AGGREGATES, *WINDOW_ONLY}, key=str.lower),
        "With a lambda": sorted(LAMBDAS, key=str.lower),
        "Over many rows": sorted(AGGREGATES, key=str.lower),
        "Over windows only": sorted(WINDOW_ONLY, key=str.lower),
        "Suffixes of those over many rows": list(SUFFIXES),
    }
    parts = [f"**{title}**\n\n{_block(names)}" for title, names in groups.items()]
    return "<!-- functions -->\n" + "\n\n".join(parts) + "\n<!-- /functions -->"


def written() -> str:
    """The section as it is."""
    match = SECTION.search(PAGE.read_text())
    return match.group() if match else ""


def _block(names: list[str]) -> str:
    lines = textwrap.wrap(" ".join(names), width=120, break_long_words=False, break_on_hyphens=False)
    return "\n".join(["```text", *lines, "```"])


if __name__ == "__main__":
    PAGE.write_text(SECTION.sub(lambda _: render(), PAGE.read_text()))
    sys.stdout.write(f"Wrote {PAGE}.\n")
