"""All settings, one topic a file. Code reads them as `django.conf.settings.X`, inside functions."""

from posthog.settings.base import *
from posthog.settings.celery import *
from posthog.settings.cohorts import *
from posthog.settings.data_stores import *
from posthog.settings.disk import *
from posthog.settings.events import *
from posthog.settings.flags import *
from posthog.settings.logs import *
from posthog.settings.object_storage import *
from posthog.settings.queries import *
from posthog.settings.rest import *
from posthog.settings.web import *
