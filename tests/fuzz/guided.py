"""Coverage-guided fuzzing of capture with atheris, which is not among the dependencies. test_guided.py runs it for a
few seconds; FUZZ_SECONDS=600 makes that longer.

What it finds it leaves as a file `crash-…`; as `tests/fuzz/corpus/<what it is>.bin` the suite tries it from then on.
"""

import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["common.sdk", "products.events.backend.wire"]):
    from tests.fuzz import targets


def main() -> None:
    corpus = Path(sys.argv[1])
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(targets.seeds()):
        (corpus / f"seed-{number:04}").write_bytes(seed)
    atheris.Setup(sys.argv, targets.capture)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
