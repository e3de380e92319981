"""What the commands decide before they start anything: which tests, which checks, which Node."""

import sys
from pathlib import Path

import pytest

from common.hogli import node
from common.hogli.commands.quality import CHECKS, Check, run_checks
from common.hogli.commands.testing import Targets, backend_parts, resolve, split
from common.hogli.errors import Failure
from common.hogli.processes import ROOT


@pytest.mark.parametrize(
    ("arguments", "names", "options"),
    [
        ((), [], []),
        (("events",), ["events"], []),
        (("events", "-k", "capture"), ["events"], ["-k", "capture"]),
        (("-m", "not slow"), [], ["-m", "not slow"]),
        (("a.py::test_b", "c", "-x"), ["a.py::test_b", "c"], ["-x"]),
    ],
)
def test_options_of_pytest_begin_with_the_first_dash(
    arguments: tuple[str, ...], names: list[str], options: list[str]
) -> None:
    assert split(arguments) == (names, options)


def test_whole_suite_is_spread_and_what_kills_processes_comes_after_the_rest() -> None:
    others, chaos = backend_parts((), ["--durations=5"])
    assert others.argv[-3:-1] == ["-m", "not chaos"]
    assert chaos.argv[-3:] == ["-m", "chaos", "--durations=5"]
    assert {"-n", "loadfile"} <= set(others.argv) & set(chaos.argv)


@pytest.mark.parametrize(
    ("targets", "options"),
    [(("products/events",), []), ((), ["-k", "capture"]), ((), ["-m", "slow"]), ((), ["-n0"]), ((), ["--lf"])],
)
def test_chosen_tests_are_one_run(targets: tuple[str, ...], options: list[str]) -> None:
    (only,) = backend_parts(targets, options)
    assert only.argv[-len((*targets, *options)) :] == [*targets, *options]


def test_no_name_means_everything() -> None:
    assert resolve([], backend=True, frontend=True) == Targets(backend=(), frontend=())
    assert resolve([], backend=True, frontend=False) == Targets(backend=(), frontend=None)


def test_name_of_a_product_means_its_backend_and_its_pages() -> None:
    targets = resolve(["events"], backend=True, frontend=True)
    assert targets == Targets(backend=("products/events",), frontend=(str(ROOT / "products/events/frontend"),))
    assert resolve(["events"], backend=True, frontend=False).frontend is None


def test_paths_are_found_from_here_and_from_the_checkout(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT / "posthog")
    for name in ("tests/test_scoping.py", "posthog/tests/test_scoping.py", str(ROOT / "posthog/tests/test_scoping.py")):
        targets = resolve([f"{name}::test_x"], backend=True, frontend=True)
        assert targets == Targets(backend=("posthog/tests/test_scoping.py::test_x",), frontend=None)
    # Not the folder of products, although this name leads there, too.
    assert resolve(["."], backend=True, frontend=True).backend == ("posthog",)


def test_paths_of_pages_go_to_the_front_end() -> None:
    targets = resolve(["frontend/src/lib"], backend=True, frontend=True)
    assert targets == Targets(backend=None, frontend=(str(ROOT / "frontend/src/lib"),))


def test_path_outside_the_checkout_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Failure, match="There is no product and no path"):
        resolve([str(tmp_path)], backend=True, frontend=True)


@pytest.mark.parametrize(
    ("backend", "needed"),
    [
        ((), True),
        (("tests",), True),
        (("tests/browser",), True),
        (("products/events",), False),
        (("posthog/tests/test_scoping.py::test_x",), False),
        (None, False),
    ],
)
def test_only_tests_of_a_whole_instance_need_pages(backend: tuple[str, ...] | None, needed: bool) -> None:
    assert Targets(backend=backend, frontend=None).need_pages is needed


def _check(name: str, code: str) -> Check:
    return Check(name=name, argv=lambda: [sys.executable, "-c", code], remedy=f"mend {name}")


def test_all_checks_run_and_the_table_says_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    checks = (_check("first", "import sys; print('the reason'); sys.exit(3)"), _check("second", "print('unheard')"))
    assert run_checks(checks) == 1
    output = capsys.readouterr().out
    assert "the reason" in output
    assert "unheard" not in output
    table = [line.split()[:2] for line in output.splitlines() if line.startswith("  ")]
    assert table == [["first", "FAILED"], ["second", "passed"]]
    assert "mend first" in output
    assert "1 of 2 checks failed" in output


def test_checks_that_all_pass_give_zero(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_checks((_check("only", ""),)) == 0
    assert "All 1 checks passed." in capsys.readouterr().out


def test_check_whose_program_is_missing_fails_with_its_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_checks((Check(name="gone", argv=lambda: ["no-such-program"], remedy="install it"),)) == 1
    assert "no-such-program" in capsys.readouterr().out


def test_every_check_says_what_to_do_and_lint_and_types_are_among_them() -> None:
    assert all(check.remedy for check in CHECKS)
    assert {check.of for check in CHECKS} >= {"lint", "types"}
    assert len({check.name for check in CHECKS}) == len(CHECKS)


def test_machine_without_node_is_told_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert node.problem() == (
        "Node is not installed. Install Node 20.19 or newer (https://nodejs.org), then run this again."
    )
    with pytest.raises(Failure, match="Node is not installed"):
        node.pnpm()


@pytest.mark.parametrize(
    ("version", "fits"), [("v18.20.4", False), ("v20.18.1", False), ("v20.19.0", True), ("v24.1.0", True)]
)
def test_node_must_be_new_enough(version: str, fits: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("node", "npm"):
        (tmp_path / name).write_text(f"#!/bin/sh\necho {version}\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    problem = node.problem()
    assert (problem is None) is fits
    assert fits or f"is {version}, which is too old" in str(problem)
