"""Whether a store answers now, embedded or not: one question each, short patience, no Django.

Used while starting, by `doctor` and by `/_readyz`. The errors never hold a URL, because a URL holds a password. The
drivers are imported where they are used: together they weigh 35 MB, which a supervisor of embedded stores never needs.
"""

import http
import http.client
from urllib.parse import quote, unquote, urlencode, urlsplit

DEFAULT_SECONDS = 2.0


class ProbeError(Exception):
    """The store does not answer as it should; the text says how."""


def postgres(url: str, *, seconds: float = DEFAULT_SECONDS) -> None:
    """Open a session and ask for a row."""
    import psycopg

    try:
        # libpq counts in whole seconds and takes less than two for two.
        with psycopg.connect(url, connect_timeout=max(2, int(seconds))) as connection:
            connection.execute("SELECT 1")
    except psycopg.Error as error:
        raise ProbeError(_first_line(error, "Postgres does not answer")) from error


def redis_server(url: str, *, seconds: float = DEFAULT_SECONDS) -> None:
    """PING; a server that still loads its file counts as not answering."""
    import redis

    try:
        with redis.Redis.from_url(url, socket_timeout=seconds, socket_connect_timeout=seconds) as client:
            client.ping()
    except (redis.RedisError, ValueError) as error:
        raise ProbeError(_first_line(error, "Redis does not answer")) from error


def clickhouse(url: str, *, seconds: float = DEFAULT_SECONDS) -> None:
    """Ask for a row with the URL's account, so that a wrong password shows here and not later."""
    try:
        parts = urlsplit(url)
        secure = parts.scheme == "https"
        port = parts.port or (8443 if secure else 8123)
    except ValueError as error:
        raise ProbeError("the URL cannot be read") from error
    kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
    connection = kind(parts.hostname or "127.0.0.1", port, timeout=seconds)
    account = {
        "X-ClickHouse-User": unquote(parts.username or "default"),
        "X-ClickHouse-Key": unquote(parts.password or ""),
    }
    try:
        # The database is left out: a new one is only made by the migrations.
        connection.request("GET", f"/?{urlencode({'query': 'SELECT 1'})}", headers=account)
        response = connection.getresponse()
        answer = response.read(300).strip()
    except (http.client.HTTPException, OSError) as error:
        raise ProbeError(_first_line(error, "ClickHouse does not answer")) from error
    finally:
        connection.close()
    if response.status != http.HTTPStatus.OK:
        raise ProbeError(f"ClickHouse answers {response.status}: {_cut(answer.decode(errors='replace'))}")
    if answer != b"1":
        raise ProbeError("What listens there is not a ClickHouse server.")


def bucket(*, endpoint: str, name: str, region: str, key: str, secret: str, seconds: float = DEFAULT_SECONDS) -> None:
    """Whether an S3-compatible server has this bucket and lets this key into it."""
    import boto3
    from botocore.config import Config
    from botocore.exceptions import BotoCoreError, ClientError

    patience = Config(connect_timeout=seconds, read_timeout=seconds, retries={"total_max_attempts": 1})
    account = {"aws_access_key_id": key or None, "aws_secret_access_key": secret or None}
    try:
        client = boto3.client("s3", endpoint_url=endpoint, region_name=region, config=patience, **account)
        client.head_bucket(Bucket=name)
    except ClientError as error:
        # A HEAD has no body, so all there is to go by is the status.
        status = int(error.response["ResponseMetadata"]["HTTPStatusCode"])
        known = {403: f"it does not let this key into the bucket '{name}'", 404: f"it has no bucket '{name}'"}
        raise ProbeError(known.get(status, f"it answers {status} when asked for the bucket '{name}'")) from error
    except (BotoCoreError, ValueError) as error:
        raise ProbeError(_first_line(error, "it does not answer")) from error


def without_password(url: str) -> str:
    """The URL as it may be shown."""
    try:
        parts = urlsplit(url)
    except ValueError:
        # Where its password stands cannot be told.
        return "an address that cannot be read"
    if parts.password is None:
        return url
    user = quote(unquote(parts.username or ""), safe="")
    return parts._replace(netloc=f"{user}:***@{parts.netloc.rpartition('@')[2]}").geturl()


def _first_line(error: Exception, otherwise: str) -> str:
    return _cut(str(error)) or otherwise


def _cut(text: str) -> str:
    return text.strip().split("\n", 1)[0][:300]


def http_status(url: str, *, seconds: float = DEFAULT_SECONDS) -> int | None:
    """The status of a GET, or None when nobody answers."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "127.0.0.1", parts.port or 80, timeout=seconds)
    try:
        connection.request("GET", parts.path or "/")
        return connection.getresponse().status
    except (http.client.HTTPException, OSError):
        return None
    finally:
        connection.close()
