"""Settings from the environment. A wrong or missing one ends the process with
one line.

A traceback would bury the line that an operator needs, and print values that
nobody should see.
"""

import base64
import binascii
import os
import secrets
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NoReturn
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

READ = environ.Env()
SECRET_KEY_LENGTH = 50
TEXT_KEY_BYTES = 32
NO_MAIL = "jailrecords.mail.NoMail"
FOR_SERVERS = (
    "DATABASE_OWNER_URL",
    "REDIS_URL",
    "SECRET_KEY",
    "TEXT_KEYS",
    "RECORD_KEYS",
    "CONTINUITY_KEYS",
    "CHECKPOINT_KEY",
    "ALLOWED_HOSTS",
)


def refuse(variable: str, why: str) -> NoReturn:
    """Exit code 2, the shell's for "used wrongly". The value is not repeated."""
    print(f"jailrecords: {variable} {why}", file=sys.stderr, flush=True)
    raise SystemExit(2)


def is_local() -> bool:
    """Half a server's settings are a mistake: a laptop's database would be used
    in place of the one that was meant.
    """
    if os.environ.get("DATABASE_URL"):
        return False
    if given := [name for name in FOR_SERVERS if os.environ.get(name)]:
        refuse(
            "DATABASE_URL",
            f"is not set. Set it too, or unset {', '.join(given)} to run locally.",
        )
    return True


def required(variable: str, what_to_set: str) -> str:
    return os.environ.get(variable) or refuse(
        variable, f"is not set. Set it to {what_to_set}."
    )


def flag(variable: str, *, default: bool) -> bool:
    words = {
        "1": True,
        "true": True,
        "yes": True,
        "0": False,
        "false": False,
        "no": False,
    }
    given = os.environ.get(variable)
    if not given:
        return default
    if given.lower() not in words:
        refuse(variable, "is neither true nor false. Set it to one of them.")
    return words[given.lower()]


def number(variable: str, *, default: int) -> int:
    given = os.environ.get(variable)
    if not given:
        return default
    if not (given.isdecimal() and int(given) > 0):
        refuse(variable, "is no whole number above zero. Set it to one.")
    return int(given)


def words(variable: str, what_to_set: str) -> list[str]:
    return [
        word.strip()
        for word in required(variable, what_to_set).split(",")
        if word.strip()
    ]


def database(variable: str, url: str) -> dict:
    """Django's connection settings of a postgres:// address."""
    what_to_set = "postgres://user:password@host:5432/name"
    if "@%2f" in url.lower():
        # psql takes this form; here it would be looked up as a host's name.
        refuse(
            variable,
            "names a socket in the host. Write postgres://user@/name?host=/directory.",
        )
    if not url.startswith(("postgres://", "postgresql://")):
        refuse(variable, f"is no PostgreSQL address. Set it to {what_to_set}.")
    try:
        settings = READ.db_url_config(url)
    except ValueError:
        refuse(variable, f"cannot be read. Set it to {what_to_set}.")
    if not settings.get("USER") or not settings.get("NAME"):
        refuse(variable, f"names no user or no database. Set it to {what_to_set}.")
    if "/" in settings["NAME"]:
        refuse(
            variable,
            "has a slash in the database's name. Write ?host=/directory for a socket.",
        )
    return {
        **settings,
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }


def redis(variable: str, url: str, number: int) -> str:
    """The same server's numbered database: 0 is the broker's, 1 the cache's."""
    try:
        parts = urlsplit(url)
        right = parts.scheme in {"redis", "rediss"} and parts.path in {"", "/"}
        right = right and parts.hostname and (parts.port is None or parts.port > 0)
    except ValueError:  # a port that is no number
        right = False
    if not right:
        refuse(
            variable,
            "is no Redis address. Set it to redis://host:6379 (no database number).",
        )
    return parts._replace(path=f"/{number}").geturl()


def mail(variable: str, *, default: str) -> dict:
    """Django's mail settings of an address such as smtp+tls://user:password@host:587.

    Without one, mail stays: it waits, and the jobs page says so.
    """
    given = os.environ.get(variable) or default
    if not given:
        return READ.email_url_config("dummymail://") | {"EMAIL_BACKEND": NO_MAIL}
    try:
        return READ.email_url_config(given)
    except (KeyError, ValueError, ImproperlyConfigured):
        refuse(variable, "cannot be read. Set it to smtp+tls://user:password@host:587.")


def secret_key(variable: str) -> str:
    key = required(variable, f"at least {SECRET_KEY_LENGTH} random characters")
    if len(key) < SECRET_KEY_LENGTH:
        refuse(
            variable,
            f"is too short. Set it to at least {SECRET_KEY_LENGTH} random characters.",
        )
    return key


def text_keys(variable: str, value: str) -> dict[str, bytes]:
    """Keys with their ids: the first encrypts, all of them decrypt."""
    keys: dict[str, bytes] = {}
    for entry in filter(None, (part.strip() for part in value.split(","))):
        name, _, encoded = entry.partition(":")
        try:
            key = base64.b64decode(encoded, validate=True)
        except binascii.Error:
            key = b""
        if not name or name in keys or len(key) != TEXT_KEY_BYTES:
            refuse(
                variable,
                "is wrong. Set it to id:base64 of 32 random bytes, newest first, ids apart.",
            )
        keys[name] = key
    if not keys:
        refuse(
            variable,
            "is not set. Set it to id:base64 of 32 random bytes, newest first.",
        )
    return keys


def sign_on(*, may_be_local: bool) -> dict[str, str] | None:
    """The county's OpenID provider, or None: all three of its values, or none.

    ``may_be_local``: without TLS, on this very machine, for looking around.
    """
    names = ("OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET")
    given = {name: os.environ.get(name, "") for name in names}
    if not any(given.values()):
        return None
    for name in names:
        if not given[name]:
            refuse(name, f"is not set. Set it too, or unset {' and '.join(names)}.")
    issuer = urlsplit(given["OIDC_ISSUER"])
    is_here = may_be_local and issuer.hostname in {"127.0.0.1", "localhost", "::1"}
    if issuer.scheme != "https" and not (issuer.scheme == "http" and is_here):
        refuse("OIDC_ISSUER", "is no https:// address. Set it to the issuer's own.")
    return {
        "issuer": given["OIDC_ISSUER"],
        "client_id": given["OIDC_CLIENT_ID"],
        "client_secret": given["OIDC_CLIENT_SECRET"],
    }


def signing_key(variable: str, value: str) -> bytes:
    """The key that signs the history's heads, written like those for text."""
    return next(iter(text_keys(variable, value).values()))


def generated_once(file: Path, make: Callable[[], str]) -> str:
    """A local secret, made by whichever process needs it first."""
    if not file.exists():
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = file.with_name(f".{file.name}.{os.getpid()}.{secrets.token_hex(4)}")
        draft.touch(mode=0o600)
        draft.write_text(make())
        with suppress(FileExistsError):
            os.link(draft, file)  # complete or absent, and never over another's
        draft.unlink()
    return file.read_text()


def new_secret_key() -> str:
    return secrets.token_urlsafe(64)


def new_text_keys() -> str:
    return f"local:{base64.b64encode(secrets.token_bytes(TEXT_KEY_BYTES)).decode()}"
