"""The query endpoint's addresses, relative to `/api/projects/:project_id/`."""

from django.urls import path

from posthog.queries.api import QueryViewSet

urlpatterns = [
    path("query/", QueryViewSet.as_view({"post": "create"}), name="query-list"),
    path(
        "query/<str:id>/",
        QueryViewSet.as_view({"get": "retrieve", "delete": "destroy", "post": "create_of_kind"}),
        name="query-detail",
    ),
]
