"""What a password must not be. NIST SP 800-63B-4, 3.1.1.2: long enough, known to nobody
else, not one's own name; of what signs it is made is its holder's business.
"""

import hashlib
import logging
import os
import re
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError

logger = logging.getLogger(__name__)

LENGTH_ALONE = 15
LENGTH_WITH_A_SECOND_FACTOR = 8
# So much must be left of a password when the words everybody knows are taken out of it.
LEAST_OF_ONES_OWN = 8
SHORTEST_WORD = 3
_HASH_LENGTH = 40
_LONGEST_LINE = 80  # bytes: hash, colon, count, line end


def shortest() -> int:
    """How many characters a password must have, as this installation is set."""
    if settings.SECOND_FACTOR_REQUIRED:
        return LENGTH_WITH_A_SECOND_FACTOR
    return LENGTH_ALONE


class LengthValidator:
    """Long enough: where a second factor is shown too, eight; else fifteen."""

    def validate(self, password, user=None):
        if len(password) < shortest():
            raise ValidationError(
                f"Use at least {shortest()} characters. Several words with spaces "
                "between them are easy to remember.",
                code="password_too_short",
            )

    def get_help_text(self):
        return (
            f"At least {shortest()} characters, of any kind, spaces too. It need not "
            "have capitals, digits or signs."
        )


class OwnWordsValidator:
    """Not made of the names of whoever uses it: their own, their unit's, their
    agency's. In a long phrase such a word does no harm.
    """

    def validate(self, password, user=None):
        rest = password.casefold()
        words = _own_words(user)
        for word in words:
            rest = rest.replace(word, "")
        is_touched = rest != password.casefold()
        if is_touched and len(re.sub(r"\s", "", rest)) < LEAST_OF_ONES_OWN:
            raise ValidationError(
                "This is made of your own name, or of your agency's. Use other words.",
                code="password_of_own_words",
            )

    def get_help_text(self):
        return "Not your own name, nor that of your unit or agency."


def _own_words(account) -> list[str]:
    """Names and their parts, the longest first."""
    if account is None:
        return []
    said = [account.sign_in_name, account.display_name, account.email]
    if account.pk is not None:
        for unit, agency, ori in account.memberships.values_list(
            "unit__name", "unit__agency__name", "unit__agency__ori"
        ):
            said += [unit, agency, ori]
    whole = [text.casefold() for text in said if text]
    parts = [part for text in whole for part in re.split(r"[\W_]+", text)]
    words = {word for word in [*whole, *parts] if len(word) >= SHORTEST_WORD}
    return sorted(words, key=lambda word: (-len(word), word))


class BreachedPasswords:
    """A file of SHA-1 hashes in the order of the hashes, as Have I Been Pwned gives it
    out: ``HASH:COUNT``, one a line. It is searched where it lies, by halves, and never
    read whole; nothing of a password leaves this machine.
    """

    def __init__(self, path: Path):
        self._path = path

    def __contains__(self, password: str) -> bool:
        """Raises OSError where the file cannot be read, ValueError where it is no such
        file.
        """
        sought = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest()
        sought = sought.upper().encode()
        with self._path.open("rb") as file:
            low, high = 0, file.seek(0, os.SEEK_END)
            # The first line that begins at ``low`` or later is sought; it begins
            # before ``high``, or there is none.
            while low < high:
                middle = (low + high) // 2
                start, found = _line_from(file, middle)
                if found is None or found >= sought:
                    high = middle
                    if found == sought:
                        return True
                else:
                    low = start + 1
            _, found = _line_from(file, low)
            return found == sought

    def check(self) -> None:
        """Raise OSError or ValueError unless the file can be searched."""
        with self._path.open("rb") as file:
            hashes = [_hash(file.readline(_LONGEST_LINE)) for _ in range(2)]
        if hashes[0] is None or (hashes[1] is not None and hashes[1] < hashes[0]):
            raise ValueError("not in the order of the hashes")


def _line_from(file, place: int) -> tuple[int, bytes | None]:
    """Where the first line begins that does so at a place or later, and its hash."""
    if place:
        file.seek(place - 1)
        file.readline(_LONGEST_LINE)
    else:
        file.seek(0)
    return file.tell(), _hash(file.readline(_LONGEST_LINE))


def _hash(line: bytes) -> bytes | None:
    """The hash of a line, None at the end of the file."""
    if not line.strip():
        return None
    found = line.partition(b":")[0].strip().upper()
    if len(found) != _HASH_LENGTH or not re.fullmatch(rb"[0-9A-F]+", found):
        raise ValueError("a line is no SHA-1 hash")
    return found


class BreachedPasswordValidator:
    """Not in the list of passwords that became known elsewhere. Where a list is named
    and cannot be read, nobody chooses a password until it can.
    """

    def validate(self, password, user=None):
        if not settings.BREACHED_PASSWORDS_FILE:
            return
        try:
            is_known = password in BreachedPasswords(
                Path(settings.BREACHED_PASSWORDS_FILE)
            )
        except (OSError, ValueError):
            logger.critical("BREACHED_PASSWORDS_FILE cannot be read")
            raise ValidationError(
                "The list of known passwords cannot be read at the moment, so none can "
                "be chosen. Tell the administrator.",
                code="breached_list_unreadable",
            ) from None
        if is_known:
            raise ValidationError(
                "This password has become known elsewhere, and is tried first. Use "
                "another one.",
                code="password_breached",
            )

    def get_help_text(self):
        return "None that has become known elsewhere."
