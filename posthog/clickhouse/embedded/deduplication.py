"""Repairs the engine's record of deduplication tokens before it opens a directory that a killed server left.

A table of one node remembers the tokens of its last inserts in `deduplication_logs/`. The engine writes a token there
just before it moves the rows' part into place. Killed between the two, it would later take the repeat of that insert
for a duplicate, say that all is well, and store nothing: an acknowledged batch would be missing. (Seen once in about
1,300 batches with six kills.) So a token whose part is not there is forgotten here, and its repeat is stored.
"""

import os
import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

_PART = re.compile(r"(?P<partition>[^_]+)_(?P<first>\d+)_(?P<last>\d+)_\d+(?:_\d+)?")
_ADDED = "1"

# For each partition, the ranges of block numbers that its parts hold; a merged part holds those of all it came from.
Ranges = dict[str, list[tuple[int, int]]]


def forget_lost_parts(engine_directory: Path) -> int:
    """Drop every token whose part is missing, in all tables; returns how many. Only while no engine has them open."""
    forgotten = 0
    for directory in engine_directory.glob("store/*/*/deduplication_logs"):
        ranges = _stored_ranges(entry.name for entry in directory.parent.iterdir())
        for log in directory.glob("deduplication_log_*.txt"):
            lines = log.read_text().splitlines()
            kept = [line for line in lines if _is_kept(line, ranges)]
            if len(kept) < len(lines):
                _replace(log, "".join(f"{line}\n" for line in kept))
                forgotten += len(lines) - len(kept)
    return forgotten


def _stored_ranges(names: Iterable[str]) -> Ranges:
    ranges: Ranges = defaultdict(list)
    for name in names:
        if (part := _PART.fullmatch(name)) and not name.startswith(("tmp_", "delete_tmp_")):
            ranges[part["partition"]].append((int(part["first"]), int(part["last"])))
    return ranges


def _is_kept(line: str, ranges: Ranges) -> bool:
    fields = line.split("\t")
    if len(fields) != 3:
        return False
    part = _PART.fullmatch(fields[1])
    if fields[0] != _ADDED or part is None:
        return True
    first, last = int(part["first"]), int(part["last"])
    return any(low <= first and last <= high for low, high in ranges.get(part["partition"], ()))


def _replace(path: Path, text: str) -> None:
    """Whole or not at all, should this process be killed as well."""
    temporary = path.with_suffix(".tmp")
    with temporary.open("w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
