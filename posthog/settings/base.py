"""What kind of process this is, where it keeps its files, and its secrets."""

from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from common import env

BASE_DIR = Path(__file__).resolve().parents[2]
VERSION = "0.1.0"

# Tests set this through the pytest plugin; nothing else may.
TEST = env.boolean("PRICKLE_TEST", False)
DEBUG = env.boolean("DEBUG", False)

# Everything a running instance keeps on this machine.
DATA_DIR = Path(env.text("POSTHOG_DATA_DIR", str(BASE_DIR / ".posthog"))).expanduser().resolve()

# Signs sessions and tokens; at least 32 characters. `bin/hogli start` generates one.
SECRET_KEY = env.text("SECRET_KEY", "test-only-key-that-never-leaves-this-machine" if TEST else None)
if len(SECRET_KEY) < 32:
    raise ImproperlyConfigured("SECRET_KEY is shorter than 32 characters. Set it to a long random text.")

LANGUAGE_CODE = "en"
USE_I18N = False
USE_TZ = True
TIME_ZONE = "UTC"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
