"""Large files: an S3 server when one is named, a folder in the data directory otherwise. Nothing keeps files yet."""

from common import env
from posthog.settings.base import DATA_DIR

# Address of an S3-compatible server, such as http://minio:9000. Empty: files under the data directory.
OBJECT_STORAGE_ENDPOINT = env.text("OBJECT_STORAGE_ENDPOINT", "")
if OBJECT_STORAGE_ENDPOINT and not OBJECT_STORAGE_ENDPOINT.startswith(("http://", "https://")):
    raise env.EnvironmentVariableError(
        "OBJECT_STORAGE_ENDPOINT is no address. Set it to one such as https://s3.eu-central-1.amazonaws.com, or unset it."
    )
OBJECT_STORAGE_BUCKET = env.text("OBJECT_STORAGE_BUCKET", "prickle")
OBJECT_STORAGE_REGION = env.text("OBJECT_STORAGE_REGION", "us-east-1")
OBJECT_STORAGE_ACCESS_KEY_ID = env.text("OBJECT_STORAGE_ACCESS_KEY_ID", "")
OBJECT_STORAGE_SECRET_ACCESS_KEY = env.text("OBJECT_STORAGE_SECRET_ACCESS_KEY", "")

STORAGES: dict[str, dict[str, object]] = {
    "default": (
        {
            "BACKEND": "storages.backends.s3.S3Storage",
            "OPTIONS": {
                "endpoint_url": OBJECT_STORAGE_ENDPOINT,
                "bucket_name": OBJECT_STORAGE_BUCKET,
                "region_name": OBJECT_STORAGE_REGION,
                "access_key": OBJECT_STORAGE_ACCESS_KEY_ID,
                "secret_key": OBJECT_STORAGE_SECRET_ACCESS_KEY,
                "default_acl": None,
                "querystring_auth": True,
            },
        }
        if OBJECT_STORAGE_ENDPOINT
        else {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(DATA_DIR / "object_storage"), "base_url": None},
        }
    ),
    "staticfiles": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
}
