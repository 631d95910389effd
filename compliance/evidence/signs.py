"""The signs about one account. Each says how much it weighs, and why, in words that a
reviewer can check; none of them holds anything about a person in custody.
"""

from collections.abc import Iterator

from access.enums import Mission
from compliance.evidence import mail, names, use
from compliance.evidence.facts import AccountEvidence, NetworkKind
from compliance.evidence.kinds import Sign, SignKind, Weight
from compliance.evidence.mail import MailDomain, Registry

# Missions whose work is with people in jail and after it: they ask about detainers,
# read of releases, and write of deportation, in their clients' and patients' interest.
_WORKS_WITH_RELEASES = frozenset(
    {Mission.JAIL, Mission.HEALTH, Mission.DEFENCE, Mission.COURT, Mission.OVERSIGHT}
    | {Mission.PROSECUTION}
)
# Private firms and contractors do this work for the county.
_MAY_BE_PRIVATE = frozenset({Mission.DEFENCE, Mission.HEALTH})
_FEW_PEERS = 3
_SIGN_INS_THAT_TELL, _SHARE_THAT_TELLS = 3, 0.2
_DEPARTMENT_ORI = ("ICE", "CBP", "INS", "CIS", "HSI", "DHS", "USB")


def signs_of(account: AccountEvidence, registry: Registry) -> list[Sign]:
    """Every sign about one account, the weightiest first."""
    found = [
        *_mail(account, registry),
        *_mailbox(account, registry),
        *_ori(account, registry),
        *_network(account),
        *_inviter(account),
        *_unit(account),
        *_reasons(account),
        *use.signs(
            account, works_with_releases=account.mission in _WORKS_WITH_RELEASES
        ),
    ]
    heard = [Sign(*sign) for sign in found]
    if account.is_labelled_immigration:
        # Such a label says the truth; what it may see, the law decides.
        heard = [s for s in heard if s.kind in _EVEN_OF_IMMIGRATION]
    return sorted(heard, key=lambda sign: list(Weight).index(sign.weight))


_EVEN_OF_IMMIGRATION = frozenset(
    {SignKind.MAILBOX, SignKind.DESK_NAME, SignKind.TWO_PLACES, SignKind.DEVICES}
    | {SignKind.VAGUE}
)
Found = Iterator[tuple[SignKind, Weight, str]]


def _mail(account: AccountEvidence, registry: Registry) -> Found:
    """Whose the domain is. What the registers do not know, its colleagues may."""
    facts = account.mail
    domain = mail.domain_of(facts.address)
    owner = mail.whose(domain, facts.agency_domains, registry)
    outside = account.mission in _MAY_BE_PRIVATE
    shown = mail.registrable(domain)
    match owner:
        case MailDomain.IMMIGRATION:
            yield SignKind.MAIL, Weight.PROVES, f"writes from {domain}"
        case MailDomain.DEPARTMENT:
            yield SignKind.MAIL, Weight.TELLS, f"writes from {shown}, the department's"
        case MailDomain.LOOK_ALIKE:
            like = mail.looks_like(domain, facts.agency_domains, registry)
            yield SignKind.MAIL, Weight.TELLS, f"{shown} is made to look like {like}"
        case MailDomain.PRIVATE:
            listed = any(mail.is_within(domain, own) for own in facts.agency_domains)
            weight = Weight.HINTS if outside or listed else Weight.TELLS
            yield SignKind.MAIL, weight, f"a private mailbox at {shown}"
        case MailDomain.UNKNOWN if facts.same_domain < _FEW_PEERS:
            weight = (
                Weight.TELLS if facts.agency_domains and not outside else Weight.HINTS
            )
            yield (
                SignKind.MAIL,
                weight,
                f"nobody knows {shown}: no public body, no colleague",
            )
        case MailDomain.PUBLIC if (
            facts.agency_domains and facts.same_domain < _FEW_PEERS
        ):
            yield SignKind.MAIL, Weight.HINTS, f"{shown} is another public body's"


def _mailbox(account: AccountEvidence, registry: Registry) -> Found:
    facts = account.mail
    bodies = names.Bodies(account.agency_name, registry.places)
    if facts.same_mailbox:
        yield SignKind.MAILBOX, Weight.TELLS, "another account has the same mailbox"
    elif names.is_of_a_role(facts.address, account.display_name, bodies):
        yield SignKind.MAILBOX, Weight.TELLS, "the mailbox of a desk, not of a person"
    if names.is_of_a_desk(account.display_name, bodies):
        yield SignKind.DESK_NAME, Weight.TELLS, "the account is named after a desk"


def _ori(account: AccountEvidence, registry: Registry) -> Found:
    """The public list holds no immigration authority: unknown proves nothing."""
    facts = account.ori
    ori = facts.ori.strip().upper()
    if not ori:
        return
    state = ori[:2]
    if ori[2:5] in _DEPARTMENT_ORI:
        yield SignKind.ORI, Weight.TELLS, f"the ORI names {ori[2:5]} after the state"
    elif facts.jail_state and state != facts.jail_state:
        states = {
            registry.states.get(mail.registrable(d))
            for d in account.mail.agency_domains
        }
        states |= {_state_of(d) for d in account.mail.agency_domains}
        if facts.jail_state in states:
            yield (
                SignKind.ORI,
                Weight.TELLS,
                f"an ORI of {state} on a body of {facts.jail_state}",
            )
        elif state not in states:
            yield (
                SignKind.ORI,
                Weight.TELLS,
                f"an ORI of {state}, and nothing else is of there",
            )
    if facts.registered_name and not _is_same_body(
        facts.registered_name, account.agency_name
    ):
        yield SignKind.ORI, Weight.TELLS, "the ORI is registered to another body"


def _state_of(domain: str) -> str:
    labels = domain.lower().split(".")
    return labels[-2].upper() if labels[-1] == "us" and len(labels) > 2 else ""


_NO_NAME = frozenset(
    [
        "police",
        "department",
        "sheriff",
        "sheriffs",
        "office",
        "county",
        "city",
        "of",
        "the",
        "state",
        "pd",
        "so",
        "dept",
        "marshal",
        "university",
        "public",
        "safety",
        "agency",
        "tribal",
        "town",
        "s",
        "wa",
    ]
)


def _is_same_body(registered: str, name: str) -> bool:
    """Whether two names of a body share a word that is a name."""
    one, other = (
        set(names.plain(text.replace("'", "").replace("-", " ")).split()) - _NO_NAME
        for text in (registered, name)
    )
    return bool(one & other) or not one or not other


def _network(account: AccountEvidence) -> Found:
    there = sum(s.network is NetworkKind.IMMIGRATION for s in account.sign_ins)
    if not there:
        return
    often = there >= _SIGN_INS_THAT_TELL or there >= _SHARE_THAT_TELLS * len(
        account.sign_ins
    )
    weight = Weight.TELLS if often else Weight.HINTS
    yield (
        SignKind.NETWORK,
        weight,
        f"{there} sign-ins from an immigration authority's network",
    )


def _inviter(account: AccountEvidence) -> Found:
    inviter = account.inviter
    if inviter is None or inviter.is_the_jails:
        return
    if inviter.enforces_immigration_law:
        yield SignKind.INVITER, Weight.TELLS, "opened by an account of the department"
    elif inviter.is_disguised:
        yield SignKind.INVITER, Weight.TELLS, "opened by an account found disguised"
    elif not inviter.is_own_agency:
        yield SignKind.INVITER, Weight.TELLS, "opened by an account of another agency"


def _unit(account: AccountEvidence) -> Found:
    if account.other_hats:
        yield (
            SignKind.OTHER_HAT,
            Weight.TELLS,
            "also works in a unit of immigration work",
        )
    if account.mission is Mission.DEFENCE:
        return
    for where, name in (("unit", account.unit_name), ("account", account.display_name)):
        if names.tells_immigration(name):
            yield (
                SignKind.UNIT_NAME,
                Weight.TELLS,
                f"the {where}'s name says immigration work",
            )
        elif names.hints_task_force(name):
            yield SignKind.UNIT_NAME, Weight.HINTS, f"the {where}'s name says a detail"


_VAGUE_FROM, _VAGUE_SHARE = 5, 0.5


def _reasons(account: AccountEvidence) -> Found:
    typed = account.reasons
    is_theirs = account.mission not in _WORKS_WITH_RELEASES
    if is_theirs and (
        typed.papers or typed.work >= 2 or typed.work + typed.may_mean >= 3
    ):
        yield SignKind.REASONS, Weight.TELLS, "typed reasons speak of removal"
    elif is_theirs and typed.work + typed.may_mean:
        yield SignKind.REASONS, Weight.HINTS, "a typed reason may speak of removal"
    empty = max(typed.vague, typed.repeated)
    if typed.typed >= _VAGUE_FROM and empty >= _VAGUE_SHARE * typed.typed:
        yield (
            SignKind.VAGUE,
            Weight.HINTS,
            f"{empty} of {typed.typed} reasons say nothing",
        )
