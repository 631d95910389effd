"""What an invitation permits: who may ask whom to be what, and who says who came."""

from access.enums import Mission, Role, Standing
from access.rules import RuleViolation

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
    if Role.CONSULAR_OFFICER in roles and len(roles) > 1:
        raise RuleViolation(
            "A consular officer is nothing else: whoever asks the question does not"
            " read the answer."
        )


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
