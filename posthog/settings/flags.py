"""Feature flags."""

from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured

from common import env

# Encrypt payloads of flags that ask for it. The first key encrypts, all decrypt; without any, SECRET_KEY is the source.
FLAG_ENCRYPTION_KEYS = tuple(env.words("FLAG_ENCRYPTION_KEYS"))
for _key in FLAG_ENCRYPTION_KEYS:
    try:
        Fernet(_key)
    except ValueError as error:
        raise ImproperlyConfigured(
            "FLAG_ENCRYPTION_KEYS holds a value that is no Fernet key: 32 random bytes in URL-safe base64. Make one with "
            "`python -c 'from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())'`."
        ) from error

# Requests for flags and definitions of one project, in a minute, over all web processes; 0 sets no limit.
FLAG_REQUESTS_PER_MINUTE = env.integer("FLAG_REQUESTS_PER_MINUTE", 0, at_least=0)
# Readings of definitions alone, likewise. SDKs read twice a minute each.
FLAG_DEFINITION_READS_PER_MINUTE = env.integer("FLAG_DEFINITION_READS_PER_MINUTE", 600, at_least=0)
