"""What the state of an account permits, and the words its holder reads."""

from access.enums import ProposalStatus, SessionEnd, Standing

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
    """The state of a record does not permit an act; the sentence is for its user."""


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
        raise RuleViolation("Somebody else must suspend your own account.")
    if account.suspended_at is not None:
        raise RuleViolation("This account is suspended already.")


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
