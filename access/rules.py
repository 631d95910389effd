"""What the state of an account permits, and the words its holder reads."""

from access.enums import Mission, ProposalStatus, Role, Standing

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
# What a unit's people may be, by its mission. Mixed and civil immigration units have
# officers; what those may see is the law's to say.
ROLES_OF_MISSION = {
    Mission.JAIL: frozenset(
        {
            Role.BOOKING_CLERK,
            Role.CUSTODY_OFFICER,
            Role.SHIFT_SUPERVISOR,
            Role.RECORDS_OFFICER,
            Role.RECORDS_SUPERVISOR,
            Role.CONSULAR_OFFICER,
            Role.PRIVACY_OFFICER,
            Role.ADMINISTRATOR,
        }
    ),
    Mission.HEALTH: frozenset({Role.NURSE}),
    Mission.CRIMINAL: frozenset({Role.OFFICER, Role.COORDINATOR}),
    Mission.CIVIL_IMMIGRATION: frozenset({Role.OFFICER, Role.COORDINATOR}),
    Mission.MIXED: frozenset({Role.OFFICER, Role.COORDINATOR}),
    Mission.COURT: frozenset({Role.OFFICER, Role.COORDINATOR}),
    Mission.PROSECUTION: frozenset({Role.PROSECUTOR, Role.COUNSEL, Role.COORDINATOR}),
    Mission.DEFENCE: frozenset({Role.PUBLIC_DEFENDER, Role.COORDINATOR}),
    Mission.OVERSIGHT: frozenset({Role.AUDITOR, Role.COUNCIL_STAFF, Role.OMBUDS}),
}
# What a coordinator may ask people to be: never what the jail's own are, and never a
# coordinator like themselves.
COORDINATOR_GIVES = frozenset({Role.OFFICER, Role.PROSECUTOR, Role.PUBLIC_DEFENDER})
# Whose yes opens something, or who watches: one person alone makes no such account.
TAKES_ANOTHER_TO_IDENTIFY = frozenset(
    {
        Role.ADMINISTRATOR,
        Role.PRIVACY_OFFICER,
        Role.AUDITOR,
        Role.COORDINATOR,
        Role.RECORDS_SUPERVISOR,
        Role.SHIFT_SUPERVISOR,
        Role.COUNSEL,
    }
)
# In which standing an invitation that waits is worth nothing.
CLOSED_FOR_INVITED = frozenset({Standing.SUSPENDED, Standing.EXPIRED})
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


class OutOfReach(RuleViolation):
    """Somebody asked for more than they may give. It is refused, and leaves a trace."""


def roles_to_give(by) -> frozenset[Role]:
    """What this viewer may ask people to be."""
    if Role.ADMINISTRATOR in by.roles:
        return frozenset(Role)
    return COORDINATOR_GIVES if Role.COORDINATOR in by.roles else frozenset()


def looks_after_every_agency(by) -> bool:
    """A coordinator looks after their own agency, whatever else they are."""
    return Role.COORDINATOR not in by.roles


def check_invited_roles(mission: str, roles: frozenset[Role], *, by) -> None:
    """The roles are of that unit's mission, and not wider than the inviter may give."""
    if not roles:
        raise RuleViolation("Choose what this person will be.")
    if not roles <= roles_to_give(by):
        raise OutOfReach("You may not ask anybody to be this.")
    if not roles <= ROLES_OF_MISSION[Mission(mission)]:
        raise OutOfReach("A unit of this kind has nobody who is this.")
    if Role.AUDITOR in roles and len(roles) > 1:
        raise RuleViolation("An auditor audits, and is nothing else.")


def check_invited_person(
    email: str, *, own: str, domains: list[str], has_account: bool
) -> None:
    """It is somebody else, of that agency, and has no account there yet."""
    if own and email.casefold() == own.casefold():
        raise RuleViolation("Nobody invites themselves.")
    domain = email.rpartition("@")[2].casefold()
    known = [known.casefold() for known in domains]
    if known and not any(domain == d or domain.endswith(f".{d}") for d in known):
        raise RuleViolation("The people of this agency write from another address.")
    if has_account:
        raise RuleViolation("Somebody with this address is invited, or has an account.")


def check_identification(invitation, *, by) -> None:
    """Another person identifies somebody who has taken up their invitation; whoever
    will decide or watch is identified by another than their inviter.
    """
    if invitation.withdrawn_at is not None or invitation.ends_at <= by.at:
        raise RuleViolation("This invitation has ended.")
    if invitation.taken_up_at is None:
        raise RuleViolation("This person has not taken up the invitation yet.")
    if invitation.identity_checked_at is not None:
        raise RuleViolation("This person's identity was checked already.")
    if invitation.account_id == by.account_id:
        raise RuleViolation("Somebody else must check your own identity.")
    roles = {Role(role) for role in invitation.roles}
    if roles & TAKES_ANOTHER_TO_IDENTIFY and invitation.invited_by_id == by.account_id:
        raise RuleViolation(
            "You invited this person, who will decide or watch here: somebody else must "
            "check who they are."
        )


def check_withdrawal(invitation) -> None:
    """What has been completed is closed by other means; what is withdrawn, once."""
    if invitation.identity_checked_at is not None:
        raise RuleViolation("This person has joined: suspend the account instead.")
    if invitation.withdrawn_at is not None:
        raise RuleViolation("This invitation is withdrawn already.")


def check_sending_again(invitation, *, by) -> None:
    if invitation.withdrawn_at is not None or invitation.ends_at <= by.at:
        raise RuleViolation("This invitation has ended. Invite the person anew.")
    if invitation.taken_up_at is not None:
        raise RuleViolation("This person has taken up the invitation already.")
