"""Becomes another program after settling what must be settled inside the new process.

Run as a script (`python -I -S launch.py OPTIONS -- program …`), it keeps its process id. It asks the kernel to be told
when the parent dies, so that a supervisor ended with `kill -9` leaves nothing behind, and it gives up root for programs
that refuse to run as root. Standard library only: it starts in about 15 ms and needs no environment.
"""

import ctypes
import os
import signal
import sys
from dataclasses import dataclass
from typing import NoReturn

PR_SET_PDEATHSIG = 1
PR_SET_KEEPCAPS = 8
PR_CAP_AMBIENT = 47
PR_CAP_AMBIENT_RAISE = 2
CAP_DAC_READ_SEARCH = 2
CAPABILITY_VERSION_3 = 0x20080522


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Whom to become. `read_search` keeps the right to pass through directories that are closed to that account."""

    uid: int
    gid: int
    read_search: bool = False


class _CapabilityHeader(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


class _CapabilityData(ctypes.Structure):
    _fields_ = (("effective", ctypes.c_uint32), ("permitted", ctypes.c_uint32), ("inheritable", ctypes.c_uint32))


def options(parent: int, death_signal: signal.Signals | None, account: Account | None) -> list[str]:
    """This script's arguments, up to and including the `--`."""
    wanted = [f"parent={parent}"]
    if death_signal is not None:
        wanted.append(f"death-signal={death_signal.value}")
    if account is not None:
        wanted += [f"uid={account.uid}", f"gid={account.gid}", f"read-search={int(account.read_search)}"]
    return [*wanted, "--"]


def _become(account: Account, libc: ctypes.CDLL) -> None:
    if account.read_search:
        _check(libc.prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0), "keep capabilities")
    os.setgroups([])
    os.setgid(account.gid)
    os.setuid(account.uid)
    if account.read_search:
        only = 1 << CAP_DAC_READ_SEARCH
        header = _CapabilityHeader(CAPABILITY_VERSION_3, 0)
        data = (_CapabilityData * 2)(_CapabilityData(only, only, only), _CapabilityData(0, 0, 0))
        _check(libc.capset(ctypes.byref(header), data), "reduce capabilities")
        _check(libc.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_DAC_READ_SEARCH, 0, 0), "pass a capability on")


def _check(result: int, what: str) -> None:
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"The kernel refused to {what}: {os.strerror(number)}")


def main(argv: list[str]) -> NoReturn:
    """Apply the options, then exec what follows the `--`. Does not return."""
    split = argv.index("--")
    wanted = {name: int(value) for name, value in (word.split("=", 1) for word in argv[:split])}
    program = argv[split + 1 :]
    libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None
    if "uid" in wanted:
        account = Account(uid=wanted["uid"], gid=wanted["gid"], read_search=bool(wanted["read-search"]))
        if libc is None:
            os.setgroups([])
            os.setgid(account.gid)
            os.setuid(account.uid)
        else:
            _become(account, libc)
    # After the change of account, because the kernel forgets the request when credentials change.
    if libc is not None and "death-signal" in wanted:
        _check(libc.prctl(PR_SET_PDEATHSIG, wanted["death-signal"], 0, 0, 0), "watch the parent")
        if os.getppid() != wanted["parent"]:
            raise SystemExit("The supervisor went away before this process had started.")
    become(program)


def become(program: list[str]) -> NoReturn:
    """Replace this process by the program, or end with a sentence."""
    try:
        os.execv(program[0], program)  # noqa: S606 - becoming the program is what this module is for
    except OSError as error:
        raise SystemExit(f"{program[0]} cannot be started: {error.strerror}.") from None


if __name__ == "__main__":
    main(sys.argv[1:])
