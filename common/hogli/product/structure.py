"""The one description of a product's files: `product:bootstrap` writes them, `product:lint` looks for them.

A file may become a folder of the same name when it grows (`models.py` → `models/`), where `may_be_folder` says so.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One file below `products/<name>/`. `{…}` in a path stands for a form of the name (see ProductName)."""

    path: str
    holds: str
    required: bool = True
    may_be_folder: bool = False
    empty: bool = False
    """A package marker: bootstrap writes it with its docstring alone or not at all."""

    @property
    def folder(self) -> str:
        """What it becomes when it grows, only with `may_be_folder`: models.py → models/, tests/test_api.py → tests/api/."""
        return self.path.removesuffix(".py").replace("/test_", "/")


PARTS: tuple[Part, ...] = (
    Part(path="README.md", holds="idea, words, flow, limits, where to look"),
    Part(path="__init__.py", holds="nothing", empty=True),
    Part(path="manifest.tsx", holds="pages, routes, navigation"),
    Part(path="package.json", holds="the Turborepo package and its dependencies on other products"),
    Part(path="backend/__init__.py", holds="nothing", empty=True),
    Part(path="backend/apps.py", holds="the Django app"),
    Part(path="backend/models.py", holds="fields, constraints, indexes; no verbs", may_be_folder=True),
    Part(path="backend/logic.py", holds="the verbs: rules, invariants, side effects", may_be_folder=True),
    Part(path="backend/dispatch.py", holds="the only place that queues tasks", required=False),
    Part(path="backend/facade/__init__.py", holds="the export of the facade class"),
    Part(path="backend/facade/api.py", holds="what others may ask; values in, values out", may_be_folder=True),
    Part(path="backend/facade/contracts.py", holds="the values: frozen, plain Python", may_be_folder=True),
    Part(path="backend/facade/enums.py", holds="closed sets of words in the values", required=False),
    Part(path="backend/facade/errors.py", holds="every error a caller can act on"),
    Part(path="backend/facade/mappers.py", holds="rows to values, once api.py is full", required=False),
    Part(path="backend/facade/system.py", holds="work above projects, for tasks and commands", required=False),
    Part(path="backend/presentation/__init__.py", holds="nothing", empty=True),
    Part(path="backend/presentation/views.py", holds="parse, call the facade, render, status", may_be_folder=True),
    Part(path="backend/presentation/serializers.py", holds="the JSON; shapes, no rules", may_be_folder=True),
    Part(path="backend/presentation/urls.py", holds="the addresses"),
    Part(path="backend/tasks/__init__.py", holds="nothing", empty=True),
    Part(path="backend/tasks/tasks.py", holds="Celery's door to the facade"),
    Part(path="backend/tasks/schedules.py", holds="what runs regularly"),
    Part(path="backend/migrations/__init__.py", holds="nothing", empty=True),
    Part(path="backend/migrations/0001_initial.py", holds="the first tables", required=False),
    Part(path="backend/tests/__init__.py", holds="nothing", empty=True),
    Part(path="backend/tests/factories.py", holds="rows and values with obvious defaults", required=False),
    Part(path="backend/tests/test_models.py", holds="what the database itself guarantees", may_be_folder=True),
    Part(path="backend/tests/test_logic.py", holds="rules the facade's answers do not show", may_be_folder=True),
    Part(path="backend/tests/test_facade.py", holds="the contract: values, tenancy, errors", may_be_folder=True),
    Part(path="backend/tests/test_api.py", holds="HTTP: shapes, permissions, errors", may_be_folder=True),
    Part(path="backend/tests/test_tasks.py", holds="what runs in the background", required=False),
    Part(path="frontend/scenes/{prefix}Scene.tsx", holds="the first page", required=False),
    Part(path="frontend/scenes/{camel}SceneLogic.ts", holds="the page's state", required=False),
    Part(path="frontend/scenes/{camel}SceneLogic.test.ts", holds="the state's tests", required=False),
)

# Folders that must hold something, whatever its name.
REQUIRED_FOLDERS = ("frontend/scenes",)

# Files that have a home, so that there is one place to look for them.
HOMES = {
    "api.py": "facade",
    "contracts.py": "facade",
    "enums.py": "facade",
    "errors.py": "facade",
    "mappers.py": "facade",
    "system.py": "facade",
    "views.py": "presentation",
    "serializers.py": "presentation",
    "urls.py": "presentation",
    "tasks.py": "tasks",
    "schedules.py": "tasks",
    "conftest.py": "tests",
    "factories.py": "tests",
}

CONTRACT_CHECK = "../../bin/hogli product:lint {name}"
BACKEND_TEST = "../../bin/hogli test {name} --backend-only"
