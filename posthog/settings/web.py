"""HTTP: installed apps, middleware, hosts, cookies, static files, security headers."""

from common import env
from posthog.settings.base import BASE_DIR, TEST

# One slice per line; `bin/hogli product:bootstrap` adds to this list, everything else is found by naming convention.
PRODUCTS_APPS = [
    "products.events.backend.apps.EventsConfig",
    "products.product_analytics.backend.apps.ProductAnalyticsConfig",
    "products.feature_flags.backend.apps.FeatureFlagsConfig",
    "products.cohorts.backend.apps.CohortsConfig",
]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "rest_framework",
    "drf_spectacular",
    "posthog.apps.PostHogConfig",
    *PRODUCTS_APPS,
]

MIDDLEWARE = [
    "posthog.api.middleware.RequestShapeMiddleware",
    "posthog.api.middleware.BodyLimitMiddleware",
    "posthog.api.middleware.SecurityHeadersMiddleware",
    "posthog.api.middleware.BuiltFilesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]

ROOT_URLCONF = "posthog.urls"
WSGI_APPLICATION = "posthog.wsgi.application"
APPEND_SLASH = False
TEMPLATES: list[dict[str, object]] = []

# The address people open, without a trailing slash; used in links and snippets. Empty: taken from the request.
SITE_URL = env.text("SITE_URL", "").rstrip("/")
# Hosts this instance answers to. The default answers to any: SDKs reach it under whatever name points here, and no
# link in a mail or redirect is built from the Host header (SITE_URL is used for those).
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "*")
# Origins besides its own from which the dashboard may be used, such as https://analytics.example.com.
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS", SITE_URL)
# How many proxies in front of the web server may be believed about the client's address (X-Forwarded-For).
TRUSTED_PROXY_COUNT = env.integer("TRUSTED_PROXY_COUNT", 0, at_least=0)
# Set when the dashboard is served over HTTPS: cookies are then never sent in the clear.
SECURE_COOKIES = env.boolean("SECURE_COOKIES", SITE_URL.startswith("https://"))

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_NAME = "prickle_session"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = SECURE_COOKIES
CSRF_COOKIE_NAME = "prickle_csrftoken"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = SECURE_COOKIES
CSRF_FAILURE_VIEW = "posthog.api.errors.csrf_failure"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXY_COUNT else None

# The largest request body in bytes: a file of 20 MiB with people for a cohort, and what is around it. JSON has a lower
# limit (posthog/api/rendering.py), and so has all that SDKs send.
DATA_UPLOAD_MAX_MEMORY_SIZE = 21 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000

AUTH_USER_MODEL = "posthog.User"
AUTHENTICATION_BACKENDS = ["posthog.api.authentication.EmailBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
# Failed logins for one address and e-mail within the window before further tries are refused.
LOGIN_FAILURE_LIMIT = env.integer("LOGIN_FAILURE_LIMIT", 10, at_least=1)
LOGIN_FAILURE_WINDOW_SECONDS = env.integer("LOGIN_FAILURE_WINDOW_SECONDS", 600, at_least=1)

# The built pages. Their assets carry a hash in their names, so browsers may keep them for ever.
FRONTEND_DIST = BASE_DIR / "frontend" / "dist"
STATIC_URL = "/static/app/"
STATIC_ROOT = FRONTEND_DIST
WHITENOISE_IMMUTABLE_FILE_TEST = r"^.+/assets/.+-[0-9A-Za-z_-]{8}\.[0-9a-z]+$"
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_AUTOREFRESH = TEST
WHITENOISE_USE_FINDERS = False
# Lets Prometheus read /_metrics from elsewhere with `Authorization: Bearer`; without it only this machine may.
METRICS_TOKEN = env.text("METRICS_TOKEN", "")
