"""Where products hang their REST resources: `register(router)` in their `presentation/urls.py`."""

from typing import Any

from rest_framework.routers import SimpleRouter
from rest_framework.viewsets import ViewSetMixin


class ProjectRouter:
    """Routes under `/api/projects/<project_id>/`. Each prefix may be taken once."""

    def __init__(self) -> None:
        # Paths, not regular expressions: a viewset says with lookup_value_converter what an id looks like.
        self._router = SimpleRouter(use_regex_path=False)
        self._prefixes: set[str] = set()

    def register(self, prefix: str, viewset: type[ViewSetMixin], basename: str) -> None:
        """Serve `viewset` at `/api/projects/<project_id>/<prefix>/`; raises ValueError when the prefix is taken."""
        if prefix in self._prefixes:
            raise ValueError(f"The route '{prefix}' is registered twice.")
        self._prefixes.add(prefix)
        self._router.register(prefix, viewset, basename=basename)

    @property
    def urls(self) -> list[Any]:
        return self._router.urls
