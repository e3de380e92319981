"""Every command: its name, its one line of help, where its code is. `bin/hogli --help` reads this and imports nothing.

A test compares docs/commands.md with this table.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One command. `target` is `module:attribute` below `common.hogli.commands`."""

    name: str
    help: str
    target: str


GROUPS: tuple[tuple[str, tuple[Entry, ...]], ...] = (
    (
        "Run",
        (
            Entry(name="start", help="Run Prickle on this machine and print its address.", target="run:start"),
            Entry(name="demo", help="Fill the running instance with a believable history.", target="run:demo"),
            Entry(
                name="import",
                help="Import into the running instance: `import events FILE`.",
                target="run:import_group",
            ),
            Entry(name="manage", help="Run a Django management command.", target="run:manage"),
            Entry(name="doctor", help="Check this machine and instance, and say what to do.", target="run:doctor"),
        ),
    ),
    (
        "Develop",
        (
            Entry(name="test", help="Run all tests, or those of a product or path.", target="testing:test"),
            Entry(name="check", help="Run every check that CI runs, except the tests.", target="quality:check"),
            Entry(name="format", help="Format the code and sort its imports.", target="quality:format_code"),
            Entry(name="lint", help="Look for mistakes and crossed boundaries.", target="quality:lint"),
            Entry(name="types", help="Check the types, of Python and TypeScript.", target="quality:types"),
            Entry(name="bench", help="Measure, and compare with the budgets.", target="run:bench"),
            Entry(name="pnpm", help="Run the pnpm that package.json pins.", target="build:pnpm"),
        ),
    ),
    (
        "Build",
        (
            Entry(name="build:frontend", help="Build the pages that Django serves.", target="build:frontend"),
            Entry(name="build:openapi", help="Write the OpenAPI document and its types.", target="build:openapi"),
        ),
    ),
    (
        "Products",
        (
            Entry(
                name="product:bootstrap",
                help="Write a new product that passes every check.",
                target="products:bootstrap",
            ),
            Entry(
                name="product:lint",
                help="Check the layout and the boundaries of products.",
                target="products:lint",
            ),
        ),
    ),
)

ENTRIES: dict[str, Entry] = {entry.name: entry for _, entries in GROUPS for entry in entries}
