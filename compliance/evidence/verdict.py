"""The verdict on an account's signs: one small table, read from above."""

from collections.abc import Iterable
from enum import StrEnum

from compliance.evidence.kinds import Sign, SignKind, Weight


class Verdict(StrEnum):
    DISGUISED = "disguised"
    SHARED = "shared"
    VAGUE = "vague"
    NOTHING = "nothing"


# What each sign speaks for, when it is weighty enough.
SPEAKS_FOR = {
    SignKind.MAIL: Verdict.DISGUISED,
    SignKind.ORI: Verdict.DISGUISED,
    SignKind.NETWORK: Verdict.DISGUISED,
    SignKind.INVITER: Verdict.DISGUISED,
    SignKind.UNIT_NAME: Verdict.DISGUISED,
    SignKind.OTHER_HAT: Verdict.DISGUISED,
    SignKind.REASONS: Verdict.DISGUISED,
    SignKind.WAKING: Verdict.DISGUISED,
    SignKind.RELEASES: Verdict.DISGUISED,
    SignKind.NAME_LISTS: Verdict.DISGUISED,
    SignKind.MAILBOX: Verdict.SHARED,
    SignKind.DESK_NAME: Verdict.SHARED,
    SignKind.TWO_PLACES: Verdict.SHARED,
    SignKind.DEVICES: Verdict.SHARED,
    SignKind.VAGUE: Verdict.VAGUE,
}
HINTS_NEEDED = 2


def verdicts_of(signs: Iterable[Sign]) -> set[Verdict]:
    """All that the signs amount to: an account may be disguised and shared."""
    signs = list(signs)
    found = {SPEAKS_FOR[s.kind] for s in signs if s.weight is not Weight.HINTS}
    hints = {s.kind for s in signs if SPEAKS_FOR[s.kind] is Verdict.DISGUISED}
    if len(hints) >= HINTS_NEEDED:
        found.add(Verdict.DISGUISED)
    if any(SPEAKS_FOR[s.kind] is Verdict.VAGUE for s in signs):
        found.add(Verdict.VAGUE)
    return found


def verdict_of(signs: Iterable[Sign]) -> Verdict:
    """The gravest of them."""
    found = verdicts_of(signs)
    return next((v for v in Verdict if v in found), Verdict.NOTHING)
