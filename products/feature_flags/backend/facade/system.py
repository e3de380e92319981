"""Work on the flags of all projects, for tasks and commands. Nothing that serves one project may import this."""

from products.feature_flags.backend.logic.management import usage


class FlagSystemAPI:
    """What runs above projects."""

    @staticmethod
    def sync_last_called() -> int:
        """Note when SDKs last asked for each flag; answers how many flags changed. May be repeated at will."""
        return usage.sync_last_called()
