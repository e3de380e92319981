"""The launcher makes the environment it needs: once, also when asked several times at once, and says why it cannot.

In a checkout of its own whose lock file holds next to nothing, so that this takes seconds.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from common.hogli.environment import Environment, SetupError
from common.hogli.processes import ROOT

MARKER = "The Python environment is ready."


def lock_entries(*packages: str) -> str:
    """Entries of the real lock file."""
    text = (ROOT / "requirements.lock").read_text()
    found = [re.search(rf"^{name}==.*\n(?:    --hash.*\n)+", text, re.MULTILINE) for name in packages]
    return "".join(match.group().rstrip().removesuffix("\\") + "\n" for match in found if match)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout whose environment was made by three launchers at once, from another folder."""
    # The space is one that scripts trip over.
    root = tmp_path_factory.mktemp("a checkout")
    small_checkout(root)
    starts = [start(root, "--help") for _ in range(3)]
    ends = [(process.communicate(timeout=120), process.returncode) for process in starts]
    assert [code for _, code in ends] == [0, 0, 0], ends
    assert sum(MARKER in errors for (_, errors), _ in ends) == 1
    return root


def small_checkout(root: Path) -> None:
    (root / "bin").mkdir()
    shutil.copy(ROOT / "bin" / "hogli", root / "bin" / "hogli")
    shutil.copytree(ROOT / "common", root / "common", ignore=shutil.ignore_patterns("__pycache__", "tests"))
    (root / "requirements.lock").write_text(lock_entries("click", "uv"))


def start(root: Path, *arguments: str, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [root / "bin" / "hogli", *arguments],
        cwd="/",
        env={**os.environ, "HOGLI_PYTHON": sys.executable, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run(root: Path, *arguments: str, **environment: str) -> tuple[int, str, str]:
    process = start(root, *arguments, **environment)
    output, errors = process.communicate(timeout=120)
    return process.returncode, output, errors


# An index that is not there: whatever wants to install something fails.
OFFLINE = {"PIP_NO_INDEX": "1", "UV_OFFLINE": "1", "UV_NO_CACHE": "1"}


def test_second_start_installs_nothing(made: Path) -> None:
    code, output, errors = run(made, "--help", **OFFLINE)
    assert (code, errors) == (0, "")
    assert "Usage: bin/hogli" in output


def test_changed_lock_file_is_installed(made: Path) -> None:
    lock = made / "requirements.lock"
    before = lock.read_text()
    lock.write_text(before + lock_entries("idna"))
    try:
        code, _, errors = run(made, "--help")
        assert code == 0, errors
        assert MARKER in errors
        python = made / ".venv" / "bin" / "python"
        assert subprocess.run([python, "-c", "import idna"], check=False).returncode == 0
    finally:
        lock.write_text(before)
    # What the lock no longer names is removed.
    assert run(made, "--help")[0] == 0
    assert subprocess.run([python, "-c", "import idna"], capture_output=True, check=False).returncode != 0


def test_failed_installation_says_what_to_do_and_is_tried_again(made: Path) -> None:
    lock = made / "requirements.lock"
    before = lock.read_text()
    lock.write_text(before + lock_entries("inflection"))
    for _ in range(2):
        code, _, errors = run(made, "--help", **OFFLINE)
        assert code == 1
        assert "Check the network connection" in errors
        assert "Traceback" not in errors
    lock.write_text(before)
    assert run(made, "--help")[0] == 0


def test_moved_checkout_gets_an_environment_of_its_new_place(made: Path, tmp_path: Path) -> None:
    moved = tmp_path / "moved"
    shutil.copytree(made, moved, symlinks=True)
    code, _, errors = run(moved, "--help")
    assert code == 0, errors
    assert MARKER in errors
    assert (moved / ".venv" / ".hogli" / "root").read_text().strip() == str(moved)


def test_machine_without_python_is_told_what_to_install(tmp_path: Path) -> None:
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in ("sh", "readlink", "cmp"):
        (tools / name).symlink_to(str(shutil.which(name)))
    small_checkout(tmp_path)
    code, _, errors = run(tmp_path, PATH=str(tools), HOGLI_PYTHON="")
    assert code == 1
    assert "needs Python 3.11 or newer" in errors
    assert "apt-get install python3" in errors


def test_lock_entry_loses_its_conditions_and_keeps_its_hashes(tmp_path: Path) -> None:
    environment = Environment(tmp_path)
    lock = tmp_path / "requirements.lock"
    lock.write_text(
        "a==1 \\\n    --hash=sha256:aa\nuv==2 ; python_version < '3.13' \\\n    --hash=sha256:bb \\\n    --hash=sha256:cc\n    # via x\n"
    )
    with environment._requirements("uv") as path:
        assert Path(path).read_text() == "uv==2 \\\n    --hash=sha256:bb \\\n    --hash=sha256:cc\n"
    with pytest.raises(SetupError, match="no entry for click"), environment._requirements("click"):
        pass
