"""Where everything of one instance lies. Names only; nothing here reads or writes."""

from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class DataDir:
    """The data directory of one instance."""

    root: Path

    @property
    def postgres(self) -> Path:
        return self.root / "postgres"

    @property
    def redis(self) -> Path:
        return self.root / "redis"

    @property
    def clickhouse(self) -> Path:
        return self.root / "clickhouse"

    @property
    def logs(self) -> Path:
        return self.root / "logs"

    @property
    def run(self) -> Path:
        """What only makes sense while the instance runs."""
        return self.root / "run"

    @property
    def lock(self) -> Path:
        """Held by the supervisor as long as it lives; says who it is."""
        return self.run / "supervisor.lock"

    @property
    def environment(self) -> Path:
        """The variables of the running instance, for `bin/hogli manage`. Mode 600."""
        return self.run / "env.json"

    @property
    def children(self) -> Path:
        """The processes the supervisor has started, for a successor that finds them orphaned."""
        return self.run / "children.json"

    @property
    def secrets(self) -> Path:
        return self.root / "secrets.json"

    @property
    def version(self) -> Path:
        return self.root / "version.json"

    @property
    def metrics(self) -> Path:
        """Counters of the running processes; every start begins at zero."""
        return self.run / "metrics"
