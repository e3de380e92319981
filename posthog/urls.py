"""Every address of the core, and the places where products add theirs (found by convention, never imported by name)."""

from django.urls import URLPattern, URLResolver, include, path, re_path
from rest_framework.routers import SimpleRouter

from posthog import health
from posthog.api import accounts, browser_sdk, dashboard, deleted_projects, keys, organizations, project_keys
from posthog.api.activity import ActivityLogViewSet
from posthog.api.routing import ProjectRouter
from posthog.products import product_modules

handler400 = "posthog.api.errors.bad_request"
handler404 = "posthog.api.errors.not_found"
handler500 = "posthog.api.errors.server_error"

account_router = SimpleRouter(use_regex_path=False)
account_router.register("organizations", organizations.OrganizationViewSet, basename="organizations")
account_router.register("organizations/<str:organization_id>/members", organizations.MemberViewSet, basename="members")
account_router.register("organizations/<str:organization_id>/invites", organizations.InviteViewSet, basename="invites")
account_router.register(
    "organizations/<str:organization_id>/deleted_projects",
    deleted_projects.DeletedProjectViewSet,
    basename="deleted_projects",
)
account_router.register("projects", organizations.ProjectViewSet, basename="projects")
account_router.register("personal_api_keys", keys.PersonalAPIKeyViewSet, basename="personal_api_keys")

project_router = ProjectRouter()
project_router.register("activity_log", ActivityLogViewSet, basename="activity_log")
product_urls: list[URLPattern | URLResolver] = []
project_router.register("secret_keys", project_keys.ProjectSecretKeyViewSet, basename="secret_keys")
for module in product_modules("presentation.urls"):
    if hasattr(module, "register"):
        module.register(project_router)
    product_urls += getattr(module, "urlpatterns", [])

urlpatterns: list[URLPattern | URLResolver] = [
    # First, because these are asked for most often and must stay cheap.
    *product_urls,
    path("_livez", health.livez),
    path("_readyz", health.readyz),
    path("_health", health.health),
    path("_metrics", dashboard.metrics),
    re_path(r"^static/(?:(?P<version>\d+\.\d+\.\d+)/)?(?P<name>[a-z0-9][a-z0-9.-]*)\.js$", browser_sdk.asset),
    path("_preflight/", accounts.PreflightView.as_view()),
    path("api/signup/", accounts.SignUpView.as_view()),
    path("api/signup/<uuid:invite_id>/", accounts.InviteSignUpView.as_view()),
    path("api/login/", accounts.LogInView.as_view()),
    path("api/logout/", accounts.LogOutView.as_view()),
    path("api/users/@me/", accounts.MeView.as_view()),
    path("api/schema/", dashboard.openapi_document),
    path("api/", include(account_router.urls)),
    path("api/projects/<str:project_id>/", include("posthog.queries.urls")),
    path("api/projects/<str:project_id>/", include(project_router.urls)),
    # Everything that is not an address of the API is a page of the dashboard; the browser's router decides which.
    # Addresses of SDKs that nothing answers yet are not found: an SDK would take the page's 200 for an answer.
    re_path(r"^(?!(?:api|static|array|batch|decide|e|flags|i|ofrep|s)(?:/|$)|_)(?P<page>.*)$", dashboard.page),
]
