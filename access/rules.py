"""What the state of an account permits, and the words its holder reads."""

from collections.abc import Collection
from datetime import datetime

from access.enums import (
    JAILS_OWN,
    Mission,
    ProposalStatus,
    Purpose,
    Role,
    SessionEnd,
    Standing,
)

# How many different people an outside account is shown in a day past the register,
# where its agreement says nothing else.
USUAL_DAILY_CEILING = 200
SHORTEST_REASON = 10  # characters

_CLOSED = {
    Standing.FORBIDDEN: (
        "The law in force gives this account's unit no access without a judge's "
        "warrant. If you hold one, ask the jail's records unit what to do; until two "
        "people have approved it this account stays closed."
    ),
    Standing.DORMANT: (
        "This account was not used for 90 days and is closed. Ask your agency's "
        "coordinator to have it opened again; a second person must agree."
    ),
    Standing.SUSPENDED: (
        "This account is suspended. Your agency's coordinator can tell you why and "
        "what to do."
    ),
    Standing.EXPIRED: (
        "This account has reached its end. Ask your agency's coordinator for a new "
        "agreement."
    ),
    Standing.UNREVIEWED: (
        "Nobody has confirmed this account in time. Ask your agency's coordinator to "
        "complete the review."
    ),
    Standing.INVITED: (
        "Your invitation is taken up, and your identity has not been checked yet. Show "
        "your coordinator a document with your photo; the account opens at once."
    ),
    Standing.UNTRAINED: (
        "The training on the law in force is overdue. Complete it; the account opens "
        "again at once."
    ),
}
_ENDED = {
    SessionEnd.SIGNED_OUT: "You are signed out.",
    SessionEnd.BY_HOLDER: "You ended this session from another one.",
    SessionEnd.TOO_LONG: (
        "A session lasts twelve hours, and yours has reached its end. Sign in again to "
        "go on."
    ),
    SessionEnd.STANDING: "Your account was closed meanwhile.",
    SessionEnd.CLOSED: (
        "Your account, or your unit's, was closed or opened anew meanwhile. Sign in "
        "again; if that does not work, ask your agency's coordinator."
    ),
    SessionEnd.CREDENTIALS: (
        "The password of this account was changed. Sign in with the new one. If it was "
        "not you who changed it, tell the administrator now."
    ),
    SessionEnd.LOCKED_OUT: (
        "The password was wrong five times, so this session has ended."
    ),
}
WRONG_SIGN_IN = (
    "Sign-in name and password do not go together. After five failures in fifteen "
    "minutes a name is locked."
)
LOCKED_NAME = (
    "There were five failures to sign in with this name in fifteen minutes, so it is "
    "locked. Waiting does not open it, nor does the right password. Jail staff: ask the "
    "shift supervisor, at any hour. Everybody else: ask the administrator. If it was not "
    "you who tried, tell them that too."
)
_NO_CAPACITY = (
    "This account works in no unit at the moment. Ask your agency's coordinator."
)


class RuleViolation(Exception):
    """The state of a record does not permit an act; the sentence is for its user, the
    code for the act history.
    """

    def __init__(self, message: str = "", code: str = "rule"):
        super().__init__(message)
        self.code = code


def closed_message(standing: Standing | None) -> str:
    return _CLOSED.get(standing, _NO_CAPACITY)


def ended_message(reason: SessionEnd) -> str:
    return _ENDED[reason]


def check_release(lock, *, by) -> None:
    """Nobody releases their own name: somebody else must have seen who asks."""
    if lock is not None and lock.account_id == by.account_id:
        raise RuleViolation("Somebody else must release your own name.")


def check_suspension(account, *, by) -> None:
    """Nobody suspends themselves, or an account that is suspended already."""
    if account.pk == by.account_id:
        raise RuleViolation("Somebody else must suspend your own account.", "own")
    if account.suspended_at is not None:
        raise RuleViolation("This account is suspended already.")


def check_not_last_administrator(others: Collection[int]) -> None:
    """Somebody must be left who can mend what was closed by mistake."""
    if not others:
        raise RuleViolation(
            "Nobody would be left who administers accounts. Open another "
            "administrator's account first.",
            "last_administrator",
        )


def check_not_own(own_id: int | None, closed_id: int, what: str) -> None:
    if own_id == closed_id:
        raise RuleViolation(f"Somebody else must close your own {what}.", "own")


def check_closed(closed_at: datetime | None, at: datetime, what: str) -> None:
    if closed_at is None or closed_at > at:
        raise RuleViolation(f"This {what} is not closed.")


def check_open(closed_at: datetime | None, what: str) -> None:
    if closed_at is not None:
        raise RuleViolation(f"This {what} is closed already.")


def check_reopening(*, is_active: bool, is_invited: bool, is_off: bool) -> None:
    """Only what is off can be opened again; an unused invitation is sent anew."""
    if not is_active:
        raise RuleViolation("This account was closed for good.")
    if is_invited:
        raise RuleViolation("Nobody has taken up this invitation: invite them anew.")
    if not is_off:
        raise RuleViolation("This account is not closed.")


def check_unchanged(before: object, present: object) -> None:
    """What two people agree upon is what the first of them saw."""
    if before != present:
        raise RuleViolation(
            "This has changed since it was proposed. Propose it anew.", "changed"
        )


def is_narrower_mission(before: Mission, after: Mission) -> bool:
    """Whether a unit's new mission only takes away: one person may say so at once."""
    if before in JAILS_OWN:
        return False
    return after is Mission.CIVIL_IMMIGRATION or (
        after is Mission.MIXED and before is not Mission.CIVIL_IMMIGRATION
    )


def check_differs(before: object, after: object) -> None:
    if before == after:
        raise RuleViolation("Nothing of it would change.")


def check_period(starts_at: datetime, ends_at: datetime | None) -> None:
    if ends_at is not None and ends_at <= starts_at:
        raise RuleViolation("This ends before it begins.")


def check_no_purposes(purposes: Collection[Purpose]) -> None:
    """Whoever cares for somebody in custody does so whatever they have stated to be
    working for (law 14).
    """
    if purposes:
        raise RuleViolation("What the jail's own units see is bound to no purpose.")


def check_detail(mission: Mission) -> None:
    if mission in JAILS_OWN:
        raise RuleViolation(
            "A custody or health unit of the jail is not detailed to immigration work."
        )


def check_first_names(jail: str, administrator: str, privacy_officer: str) -> None:
    """The first two people are two; letter case and outer spaces tell nobody apart."""
    if not jail.strip():
        raise RuleViolation("The jail needs a name.")
    if not administrator.strip() or not privacy_officer.strip():
        raise RuleViolation("Each of the two people needs a sign-in name.")
    if administrator.strip().casefold() == privacy_officer.strip().casefold():
        raise RuleViolation("The two sign-in names must differ: they are two people.")


def check_reason(reason: str) -> None:
    if len(reason.strip()) < SHORTEST_REASON:
        raise RuleViolation("Say why, in a sentence that the second person can check.")


def check_second_person(proposal, *, by) -> None:
    """The second person is another person, of another unit, and decides once."""
    if proposal.status != ProposalStatus.WAITING:
        raise RuleViolation("This has been decided already.")
    if proposal.requester_id == by.account_id:
        raise RuleViolation("You proposed this yourself: somebody else must agree.")
    if proposal.requester_unit_id == by.unit_id:
        raise RuleViolation("Somebody of another unit must agree to this.")


def check_not_last(number: int) -> None:
    """Where a second factor is required, nobody takes away their last one."""
    if number <= 1:
        raise RuleViolation("This is the last one: add another before you remove it.")


def check_recovers_something(number: int) -> None:
    if not number:
        raise RuleViolation(
            "Recovery codes stand in for an authenticator or a passkey: add one first."
        )


def check_may_untie(*, has_password: bool) -> None:
    if not has_password:
        raise RuleViolation(
            "This account has no password: the county's sign-on is its only way in."
        )


def check_reset(account_id: int, *, by) -> None:
    """Nobody has a part in resetting their own second factor."""
    if account_id == by.account_id:
        raise RuleViolation(
            "Somebody else must reset your second factor. What you still hold you can "
            "change yourself, under your sign-in."
        )


def check_may_second_reset(*, is_jails_own: bool, by) -> None:
    """A shift supervisor knows the jail's own staff by sight, and nobody else's."""
    if not is_jails_own and not by.roles & {Role.ADMINISTRATOR, Role.PRIVACY_OFFICER}:
        raise RuleViolation(
            "For somebody outside the jail's own units an administrator or the privacy "
            "officer must agree."
        )


def check_withdrawal(proposal, *, by) -> None:
    if proposal.status != ProposalStatus.WAITING:
        raise RuleViolation("This has been decided already.")
    if proposal.requester_id != by.account_id:
        raise RuleViolation("Only who proposed this can take it back.")


def check_review_due(due_at, *, at, longest) -> None:
    """Nobody is kept for longer than until the next review."""
    if due_at > at + longest:
        raise RuleViolation("The next review of an account comes within two months.")


def check_narrowing(roles: frozenset, keep: frozenset) -> None:
    """Narrowing only takes away, and leaves something."""
    if not keep <= roles:
        raise RuleViolation("A review takes roles away; it gives none.")
    if not keep:
        raise RuleViolation("Nothing would be left of it: close it instead.")
    if keep == roles:
        raise RuleViolation(
            "Every role would stay: take one away, or keep it as it is."
        )
