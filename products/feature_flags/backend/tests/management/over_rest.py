"""Flags over HTTP, as tests of their management ask for them."""

from typing import Any

from rest_framework.test import APIClient

EVERYBODY = {"groups": [{"properties": [], "rollout_percentage": 100}]}


def on_flag(flag_id: int, value: bool | str = True) -> dict[str, Any]:
    item = {"type": "flag", "key": str(flag_id), "operator": "flag_evaluates_to", "value": value}
    return {"groups": [{"properties": [item], "rollout_percentage": 100}]}


class Flags:
    """The flags' address, with the answers' bodies."""

    def __init__(self, client: APIClient, team_id: int) -> None:
        self.client, self.base = client, f"/api/projects/{team_id}/feature_flags/"

    def create(self, key: str, *, status: int = 201, **fields: Any) -> Any:
        return self._body(self.client.post(self.base, {"key": key, "filters": EVERYBODY, **fields}), status)

    def patch(self, flag: Any, *, status: int = 200, **fields: Any) -> Any:
        return self._body(self.client.patch(f"{self.base}{flag['id']}/", fields), status)

    def post(self, address: str, body: Any = None, *, status: int = 200) -> Any:
        return self._body(self.client.post(f"{self.base}{address}/", body or {}), status)

    def get(self, address: str = "", *, status: int = 200, **query: Any) -> Any:
        return self._body(self.client.get(f"{self.base}{address}", query), status)

    def keys(self, **query: Any) -> list[str]:
        return [flag["key"] for flag in self.get(**query)["results"]]

    @staticmethod
    def _body(response: Any, status: int) -> Any:
        assert response.status_code == status, response.content
        return response.json()
