"""The entry point of the web server (granian, WSGI)."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from common.loading import loading

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "posthog.settings")
with loading():
    application = get_wsgi_application()
    # Loads the views, which Django would do in the first request.
    get_resolver().url_patterns  # noqa: B018
