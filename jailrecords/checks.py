"""The start-up refusals, as `manage.py check` reports them."""

from pathlib import Path

from django.conf import settings
from django.core import checks
from django.db import connections

from access.passwords import BreachedPasswords
from jailrecords import startup
from jailrecords.database import APP_ROLE


@checks.register(checks.Tags.security)
def nothing_for_a_laptop_is_exposed(**_) -> list[checks.CheckMessage]:
    return [
        checks.Error(line, id="jailrecords.E001")
        for line in startup.exposure_refusals()
    ]


@checks.register(checks.Tags.database)
def role_and_schema(databases=None, **_) -> list[checks.CheckMessage]:
    """Run by `check --database default`, and by `migrate` as the owner."""
    if "default" not in (databases or []):
        return []
    if connections["default"].settings_dict["USER"] != APP_ROLE:
        return []
    return [
        checks.Error(line, id="jailrecords.E002")
        for line in startup.database_refusals()
    ]


@checks.register(checks.Tags.database)
def servers_log_names_nobody(databases=None, **_) -> list[checks.CheckMessage]:
    """A warning: the setting is another administrator's, and pages must go on."""
    if "default" not in (databases or []):
        return []
    return [
        checks.Warning(line, id="jailrecords.W001")
        for line in startup.database_logging()
    ]


@checks.register(checks.Tags.database)
def months_have_their_place(databases=None, **_) -> list[checks.CheckMessage]:
    """A warning: what comes without a month falls into the default and is kept."""
    if "default" not in (databases or []):
        return []
    return [
        checks.Warning(line, id="jailrecords.W002") for line in startup.history_months()
    ]


@checks.register(checks.Tags.security)
def breached_passwords_can_be_searched(**_) -> list[checks.CheckMessage]:
    """A list that is named and cannot be read would keep everybody from a password."""
    if not settings.BREACHED_PASSWORDS_FILE:
        return []
    try:
        BreachedPasswords(Path(settings.BREACHED_PASSWORDS_FILE)).check()
    except (OSError, ValueError) as fault:
        line = (
            "BREACHED_PASSWORDS_FILE cannot be searched: it must be readable, and hold"
            f" SHA-1 hashes in the order of the hashes ({type(fault).__name__})."
        )
        return [checks.Error(line, id="jailrecords.E003")]
    return []
