"""The words of "what happened?". Values are stored: never change one."""

from enum import StrEnum


class Origin(StrEnum):
    """Where a view event comes from; the history is partitioned by it."""

    LIVE = "live"


class ViewKind(StrEnum):
    """How something was shown, or was not. SIGNED_IN stands only in imported logs:
    here a sign-in is an act. PREPARED: put under seal unseen, for when the system is
    down; whoever opens it later is shown each of its people then.
    """

    OPENED = "opened"
    LISTED = "listed"
    FOUND = "found"
    SUGGESTED = "suggested"
    PRINTED = "printed"
    EXPORTED = "exported"
    SIGNED_IN = "signed_in"
    REFUSED = "refused"
    SEARCHED = "searched"
    REGISTER = "register"
    PREPARED = "prepared"


class History(StrEnum):
    """The two histories that are sealed into one tree."""

    VIEW = "view"
    ACT = "act"


class Outcome(StrEnum):
    DONE = "done"
    REFUSED = "refused"
