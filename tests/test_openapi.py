"""The OpenAPI document is true: generated requests, of an owner and of nobody, never make the server fail, and its copy in the front end is fresh."""

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error

from tests.support.instance import CHECKOUT, Instance, Project

pytestmark = pytest.mark.slow


@pytest.fixture(scope="session")
def fuzzed_project(instance: Instance) -> Project:
    """Requests are made as the owner of a project of its own, so that they reach the code behind the permissions."""
    return instance.project("fuzzed")


# The committed document, which `bin/hogli check` compares with the views.
# Without the coverage phase, which writes out every way a schema can be broken: query nodes contain query nodes, and it
# would not end. The generated requests try the same without counting them first.
configuration = schemathesis.Config.from_dict({"phases": {"coverage": {"enabled": False}}})
schema = schemathesis.openapi.from_path(
    CHECKOUT / "frontend" / "src" / "generated" / "openapi.json", config=configuration
)


@schema.parametrize()
@settings(
    max_examples=10,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
)
def test_no_generated_request_makes_the_server_fail(case: Any, fuzzed_project: Project) -> None:
    if case.operation.method.upper() == "DELETE" and case.path in {"/api/organizations/{id}/", "/api/projects/{id}/"}:
        # These would delete the project that every other request is about.
        case.path_parameters = {"id": "0"}
    if "project_id" in (case.path_parameters or {}):
        case.path_parameters["project_id"] = str(fuzzed_project.id)
    case.call_and_validate(
        base_url=fuzzed_project.instance.url, checks=[not_a_server_error], headers=fuzzed_project.headers
    )
    # The same as nobody.
    refused = case.call_and_validate(base_url=fuzzed_project.instance.url, checks=[not_a_server_error])
    if "{project_id}" in case.path:
        assert refused.status_code >= 400
