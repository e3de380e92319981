"""This product's addresses. Capture answers with and without a slash at the end: a redirect would lose the body."""

from django.urls import path

from products.events.backend.presentation import remote_config
from products.events.backend.presentation.capture import capture

# The busiest first.
ENDPOINTS = ("batch", "i/v0/e", "e", "capture", "track", "i/v0/ai/batch")

urlpatterns = [
    *(path(f"{name}{slash}", capture(name)) for name in ENDPOINTS for slash in ("/", "")),
    *(path(f"engage{slash}", capture("engage", as_identify=True)) for slash in ("/", "")),
    path("array/<str:token>/config.js", remote_config.config_js),
    path("array/<str:token>/config", remote_config.config_json),
]
