"""The ground an instance stands on: every refusal is one clear sentence and harms nothing."""

import os
import socket
import stat
from pathlib import Path

import pytest

from posthog.supervisor import preflight, version
from posthog.supervisor.datadir import DataDir
from posthog.supervisor.errors import ExitCode, StartError
from posthog.supervisor.files import read_json, write_json
from posthog.supervisor.lock import InstanceLock, holder
from posthog.supervisor.secrets import as_values, load_or_create


@pytest.fixture
def data(tmp_path: Path) -> DataDir:
    found = DataDir(root=tmp_path / "data")
    preflight.check_storage(found)
    return found


def refusal(caught: pytest.ExceptionInfo[StartError]) -> tuple[ExitCode, str]:
    return caught.value.code, caught.value.message


def test_a_new_data_directory_is_closed_to_others(data: DataDir) -> None:
    assert stat.S_IMODE(data.root.stat().st_mode) & 0o066 == 0
    assert stat.S_IMODE(data.logs.stat().st_mode) == 0o700
    assert list(data.run.iterdir()) == [], "the write test cleans up after itself"


def test_a_file_in_the_way_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("not a directory")

    with pytest.raises(StartError, match=r"is no directory.*--data-dir") as caught:
        preflight.check_storage(DataDir(root=tmp_path / "data" / "below"))

    assert caught.value.code is ExitCode.STORAGE
    assert (tmp_path / "data").read_text() == "not a directory"


def test_a_nearly_full_disk_is_refused_with_what_is_needed(data: DataDir) -> None:
    # More than any disk has, so that this one is "nearly full".
    with pytest.raises(StartError, match=r"nearly full: \d+ MB are free, and Prickle needs 1099511627776 MB") as caught:
        preflight.check_storage(data, needed_bytes=2**60)

    assert caught.value.code is ExitCode.STORAGE


def test_a_used_port_names_its_user_and_a_way_out() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        with pytest.raises(StartError) as caught:
            preflight.check_port("127.0.0.1", port)

    code, message = refusal(caught)
    assert code is ExitCode.PORT_TAKEN
    assert message.startswith(f"Port {port} is used by ")
    assert f"(process {os.getpid()})" in message
    assert f"--port {port + 1}" in message


def test_a_port_that_was_just_left_is_free() -> None:
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as web servers do
        server.bind(("127.0.0.1", 0))
        server.listen()
        port = server.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port)):
            accepted, _ = server.accept()
            accepted.close()
    preflight.check_port("127.0.0.1", port)


@pytest.mark.parametrize("host", ["no.such.host.invalid", "203.0.113.1"])
def test_an_address_that_is_not_ours_is_refused(host: str) -> None:
    with pytest.raises(StartError, match=r"is not an address of this machine"):
        preflight.check_port(host, 18080)


def test_only_one_holds_the_lock_and_the_other_learns_who(data: DataDir) -> None:
    with InstanceLock(data) as lock:
        lock.describe(url="http://127.0.0.1:8000")
        with pytest.raises(StartError) as caught:
            InstanceLock(data).acquire()
        assert holder(data) == {"pid": os.getpid(), "url": "http://127.0.0.1:8000"}

    code, message = refusal(caught)
    assert code is ExitCode.ALREADY_RUNNING
    assert message.startswith("Prickle is already running at http://127.0.0.1:8000 with the data directory")
    assert f"(process {os.getpid()})" in message
    assert holder(data) is None
    with InstanceLock(data):
        assert holder(data) == {"pid": os.getpid(), "url": ""}


@pytest.mark.parametrize("written_by", ["0.1.1", "0.2.0", "1.0.0", "0.10.0"])
def test_data_of_a_newer_version_is_not_touched(data: DataDir, written_by: str) -> None:
    write_json(data.version, {"app": written_by})
    before = data.version.read_bytes()

    with pytest.raises(StartError, match=f"last used by Prickle {written_by}") as caught:
        version.check(data)

    assert caught.value.code is ExitCode.NEWER_DATA
    assert data.version.read_bytes() == before


@pytest.mark.parametrize("written_by", ["0.0.9", version.app_version()])
def test_data_of_this_or_an_older_version_is_taken_over(data: DataDir, written_by: str) -> None:
    write_json(data.version, {"app": written_by, "migrations": "kept"})

    version.check(data)
    version.record(data)

    assert read_json(data.version) == {"app": version.app_version(), "postgres": 18, "migrations": "kept"}


def test_a_database_of_another_postgres_is_not_touched(data: DataDir) -> None:
    (data.postgres / "cluster").mkdir(parents=True)
    (data.postgres / "cluster" / "PG_VERSION").write_text("19\n")

    with pytest.raises(StartError, match=r"was written by Postgres 19.*brings Postgres 18") as caught:
        version.check(data)

    assert caught.value.code is ExitCode.NEWER_DATA


def test_secrets_are_made_once_and_kept_private(data: DataDir) -> None:
    first = load_or_create(data.secrets)

    assert stat.S_IMODE(data.secrets.stat().st_mode) == 0o600
    assert len(set(as_values(first))) == 3
    assert all(len(value) >= 43 for value in as_values(first))
    assert load_or_create(data.secrets) == first
    assert not any(value in repr(first) for value in as_values(first))


def test_a_secret_that_is_missing_is_made_and_the_others_stay(data: DataDir) -> None:
    first = load_or_create(data.secrets)
    known = read_json(data.secrets) or {}
    del known["clickhouse_password"]
    write_json(data.secrets, known, mode=0o644)

    second = load_or_create(data.secrets)

    assert second.secret_key == first.secret_key
    assert second.postgres_password == first.postgres_password
    assert second.clickhouse_password != first.clickhouse_password
    assert stat.S_IMODE(data.secrets.stat().st_mode) == 0o600


def test_damaged_secrets_are_not_replaced_silently(data: DataDir) -> None:
    data.secrets.write_text('{"secret_key": "ab')

    with pytest.raises(StartError, match=r"cannot be read.*Restore it from a backup"):
        load_or_create(data.secrets)

    assert data.secrets.read_text() == '{"secret_key": "ab'
