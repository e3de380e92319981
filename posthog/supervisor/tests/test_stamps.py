"""What makes a start quick: the pages are not built and the migrations not run when nothing has changed."""

import threading
from pathlib import Path

import pytest

from posthog.supervisor import frontend, migrations
from posthog.supervisor.datadir import DataDir


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """The parts of a checkout that the pages are built from."""
    for name, text in {
        "package.json": "{}",
        "frontend/package.json": "{}",
        "frontend/src/main.tsx": "start()",
        "frontend/node_modules/left-pad/index.js": "",
        "products/events/manifest.tsx": "export {}",
        "products/events/frontend/scenes/EventsScene.tsx": "scene()",
        "products/events/backend/logic.py": "pass",
        "posthog/migrations/0001_initial.py": "first",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path


def build(checkout: Path) -> None:
    sources = frontend.fingerprint(checkout)
    (checkout / frontend.DIST).mkdir(parents=True, exist_ok=True)
    (checkout / frontend.DIST / "index.html").write_text("built")
    frontend.mark_fresh(sources, checkout)


@pytest.mark.parametrize(
    ("path", "fresh"),
    [
        ("frontend/src/main.tsx", False),
        ("frontend/src/new.tsx", False),
        ("products/events/manifest.tsx", False),
        ("products/events/frontend/scenes/EventsScene.tsx", False),
        ("package.json", False),
        ("products/events/backend/logic.py", True),
        ("frontend/node_modules/left-pad/index.js", True),
        ("frontend/dist/assets/index.js", True),
    ],
)
def test_the_pages_are_stale_exactly_when_a_source_has_changed(checkout: Path, path: str, fresh: bool) -> None:
    build(checkout)
    assert frontend.state(checkout) == frontend.FrontendState(built=True, fresh=True)

    (checkout / path).parent.mkdir(exist_ok=True)
    (checkout / path).write_text("changed")

    assert frontend.state(checkout) == frontend.FrontendState(built=True, fresh=fresh)


def test_a_removed_source_makes_the_pages_stale(checkout: Path) -> None:
    build(checkout)
    (checkout / "products/events/frontend/scenes/EventsScene.tsx").unlink()

    assert not frontend.state(checkout).fresh


def test_sources_that_change_during_the_build_are_built_again(checkout: Path) -> None:
    before = frontend.fingerprint(checkout)
    build(checkout)
    (checkout / "frontend/src/main.tsx").write_text("changed meanwhile")

    frontend.mark_fresh(before, checkout)

    assert not frontend.state(checkout).fresh


def test_an_image_holds_pages_without_sources_and_they_are_fresh(tmp_path: Path) -> None:
    assert frontend.state(tmp_path) == frontend.FrontendState(built=False, fresh=False)

    (tmp_path / frontend.DIST).mkdir(parents=True)
    (tmp_path / frontend.DIST / "index.html").write_text("built")

    assert frontend.state(tmp_path) == frontend.FrontendState(built=True, fresh=True)


def test_only_one_builds_at_a_time(checkout: Path) -> None:
    with frontend.build_lock(checkout) as first:
        assert first()
        answers: list[bool] = []

        def another() -> None:
            with frontend.build_lock(checkout) as second:
                answers.append(second())

        thread = threading.Thread(target=another)
        thread.start()
        thread.join()
        assert answers == [False]
    with frontend.build_lock(checkout) as later:
        assert later()


def test_migrations_are_known_to_be_applied_until_something_changes(own_data: DataDir) -> None:
    assert migrations.are_applied(own_data)

    (own_data.clickhouse / migrations.IDENTITY_FILE).unlink()

    assert not migrations.are_applied(own_data), "ClickHouse's directory is another one"
    migrations.record(own_data)
    assert migrations.are_applied(own_data)
    control = own_data.postgres / "cluster" / "global" / "pg_control"
    control.write_bytes(b"another1" + control.read_bytes()[8:])
    assert not migrations.are_applied(own_data), "Postgres's cluster is another one"


def test_a_new_or_changed_migration_is_noticed(checkout: Path) -> None:
    before = migrations.fingerprint(checkout)
    folder = checkout / "products/events/backend/clickhouse/migrations"
    folder.mkdir(parents=True)
    (folder / "0001_events.py").write_text("create")
    added = migrations.fingerprint(checkout)
    (folder / "0001_events.py").write_text("create, otherwise")

    assert len({before, added, migrations.fingerprint(checkout)}) == 3
