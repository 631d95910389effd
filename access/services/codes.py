"""Codes that are typed: six digits of an authenticator, and recovery codes."""

import base64
import hmac
import logging
import secrets

import pyotp
from django.db import connection

from access.enums import Factor
from access.models import TotpDevice
from audit import sealing
from audit.clock import now

logger = logging.getLogger(__name__)

STEP_SECONDS = 30
# A code that was typed slowly, and a telephone whose clock is ahead.
_SPAN = (0, -1, 1)
RECOVERY_CODES = 10
_RECOVERY_BYTES = 10  # 80 bits: sixteen letters and digits, in fours
_DIGITS = 6


def new_secret(account_id: int) -> bytes:
    return sealing.seal(pyotp.random_base32(), purpose=_purpose(account_id))


def secret_of(device: TotpDevice) -> str:
    return sealing.unseal(device.secret, purpose=_purpose(device.account_id))


def provisioning_address(secret: str, name: str) -> str:
    """What an authenticator app reads out of a QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name="Jail Records")


def _purpose(account_id: int) -> str:
    return f"totp:{account_id}"


def accept(account_id: int, typed: str) -> Factor | None:
    """Use up what was typed, if it is a code of this account; None if it is none."""
    code = "".join(typed.split()).replace("-", "").upper()
    if code.isascii() and code.isdecimal() and len(code) == _DIGITS:
        return Factor.TOTP if _use_totp(account_id, code) else None
    return Factor.RECOVERY_CODE if _use_recovery_code(account_id, code) else None


def step_of(device: TotpDevice, typed: str) -> int | None:
    """Return which 30 seconds a code is of, if of the present ones. A secret whose key
    is gone has no code; its holder takes another way.
    """
    code = "".join(typed.split())
    current = int(now().timestamp()) // STEP_SECONDS
    try:
        totp = pyotp.TOTP(secret_of(device))
    except sealing.CannotOpen:
        logger.critical("the secret of authenticator %s cannot be opened", device.pk)
        return None
    found = [
        current + span
        for span in _SPAN
        if hmac.compare_digest(
            totp.generate_otp(current + span).encode(), code.encode()
        )
    ]
    return found[0] if found else None


def _use_totp(account_id: int, code: str) -> bool:
    for device in TotpDevice.objects.filter(
        account_id=account_id, confirmed_at__isnull=False
    ):
        step = step_of(device, code)
        if step is not None and _use_step(device, step):
            return True
    return False


def _use_step(device: TotpDevice, step: int) -> bool:
    """Accept a step, and with it none before it: in one statement, so that of two
    requests at once one has it.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """UPDATE access_totpdevice SET last_used_step = %(step)s
               WHERE id = %(id)s
                 AND (last_used_step IS NULL OR last_used_step < %(step)s)""",
            {"step": step, "id": device.pk},
        )
        return cursor.rowcount == 1


def new_recovery_codes() -> list[str]:
    """Codes as they are read: four groups of four."""
    return [
        _grouped(secrets.token_bytes(_RECOVERY_BYTES)) for _ in range(RECOVERY_CODES)
    ]


def _grouped(number: bytes) -> str:
    letters = base64.b32encode(number).decode()
    return "-".join(letters[at : at + 4] for at in range(0, len(letters), 4))


def digests(account_id: int, code: str) -> list[str]:
    """Keyed digests of a code of this account, the newest key's first."""
    return sealing.digests(f"recovery:{account_id}:{code.replace('-', '')}")


def _use_recovery_code(account_id: int, code: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            """UPDATE access_recoverycode SET used_at = jail_now()
               WHERE account_id = %s AND digest = ANY(%s) AND used_at IS NULL""",
            [account_id, digests(account_id, code)],
        )
        return cursor.rowcount == 1
