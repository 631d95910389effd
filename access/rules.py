"""What the state of an account permits, and the words its holder reads."""

from access.enums import ProposalStatus, Standing

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
_NO_CAPACITY = (
    "This account works in no unit at the moment. Ask your agency's coordinator."
)


class RuleViolation(Exception):
    """The state of a record does not permit an act; the sentence is for its user."""


def closed_message(standing: Standing | None) -> str:
    return _CLOSED.get(standing, _NO_CAPACITY)


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
