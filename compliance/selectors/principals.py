"""Who the users of an old system's log were: account, capacity, unit and what the
unit was for, each for the time in which it held.
"""

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from access.enums import BookingKind, Mission
from access.law import Law
from access.models import Account, LawVersion, Membership, MissionDetail, Unit
from access.policy import ViewerFacts
from access.selectors import effective_mission, law_by_hash
from compliance import rules
from compliance.access_log.mapping import Mapping, Match, UnitHere, folded
from compliance.access_log.tables import BadMapping

BEGINNING = datetime(1900, 1, 1, tzinfo=UTC)
END = datetime(9999, 1, 1, tzinfo=UTC)
LONGEST_RULES = 500  # characters; the room that an event has
# Of two capacities the log does not say which: the one the law is narrowest about.
_NARROWEST_FIRST = (Mission.CIVIL_IMMIGRATION, Mission.MIXED)


@dataclass(frozen=True, slots=True)
class Principal:
    """One user of a log, in one span of time, as the old system treated them.

    ``classes`` and ``rules``: what it let them reach, for each kind of booking.
    """

    user: str
    unit_text: str
    since: datetime
    until: datetime
    account_id: int | None = None
    membership_id: int | None = None
    unit_id: int | None = None
    agency_id: int | None = None
    mission: str = ""
    in_department: bool = False
    system_id: int | None = None
    classes: dict[BookingKind, int] | None = None
    rules: str = ""


@dataclass(frozen=True, slots=True)
class _Place:
    unit_id: int | None
    agency_id: int | None
    mission: Mission | None
    in_department: bool
    membership_id: int | None = None


def systems() -> list[tuple[datetime, int, Law]]:
    """The old systems' files: from when, its key, the file; the earliest first."""
    return [
        (version.effective_at, version.pk, law_by_hash(version.sha256))
        for version in LawVersion.objects.filter(kind="system")
        .defer("source")
        .order_by("effective_at")
    ]


def principals(
    users: Iterable[tuple[str, str]], mapping: Mapping
) -> Iterator[Principal]:
    """Tell for every (user, unit) of a log who it was, over all of time."""
    users = list(users)
    accounts = _accounts(mapping, {user for user, _ in users})
    capacities = _capacities(accounts.values())
    places = _units_of_the_log(mapping)
    files = systems()
    for user, unit_text in users:
        account_id = accounts.get(folded(user))
        said = places.get(folded(unit_text), places.get(None))
        yield from _spans(
            user, unit_text, account_id, capacities.get(account_id, []), said, files
        )


def _accounts(mapping: Mapping, users: set[str]) -> dict[str, int]:
    """Accounts by the log's name for them, folded; an address of two is nobody's."""
    if mapping.match is Match.NOTHING and not mapping.users:
        return {}
    column = "email" if mapping.match is Match.EMAIL else "sign_in_name"
    known: dict[str, list[int]] = defaultdict(list)
    names = defaultdict(list)
    for pk, sign_in_name, email in Account.objects.filter(is_drill=False).values_list(
        "pk", "sign_in_name", "email"
    ):
        names[folded(sign_in_name)].append(pk)
        if mapping.match is not Match.NOTHING:
            known[folded(email if column == "email" else sign_in_name)].append(pk)
    found = {}
    for user in map(folded, users):
        told = mapping.users.get(user)
        matches = names[folded(told)] if told else known.get(user, []) if user else []
        if len(matches) == 1:
            found[user] = matches[0]
    return found


def _capacities(account_ids: Iterable[int]) -> dict[int, list[tuple]]:
    """(since, until, place) of every capacity, cut where a written detail begins or
    ends.
    """
    details = defaultdict(list)
    for detail in MissionDetail.objects.all():
        details[detail.unit_id].append((detail.starts_at, detail.ends_at or END))
    found: dict[int, list[tuple]] = defaultdict(list)
    for member in Membership.objects.filter(
        account_id__in=set(account_ids)
    ).select_related("unit__agency"):
        since, until = member.starts_at, member.ends_at or END
        cuts = {since, until}
        for pair in details[member.unit_id]:
            cuts.update(cut for cut in pair if since < cut < until)
        edges = sorted(cuts)
        for begins, ends in itertools.pairwise(edges):
            detailed = any(a <= begins < b for a, b in details[member.unit_id])
            place = _place(member.unit, is_detailed=detailed, membership_id=member.pk)
            found[member.account_id].append((begins, ends, place))
    return found


def _place(unit: Unit, *, is_detailed=False, membership_id=None) -> _Place:
    return _Place(
        unit.pk,
        unit.agency_id,
        effective_mission(unit.mission, is_detailed=is_detailed),
        unit.agency.enforces_immigration_law,
        membership_id,
    )


def _units_of_the_log(mapping: Mapping) -> dict[str | None, _Place]:
    """What the log's units are here. Raises BadMapping for a unit we do not have."""
    places = {name: _of_log(here) for name, here in mapping.units.items()}
    if mapping.everybodys_unit:
        places[None] = _of_log(mapping.everybodys_unit)
    return places


def _of_log(here: UnitHere) -> _Place:
    if here.mission is not None:
        return _Place(None, None, here.mission, here.in_immigration_department)
    unit = (
        Unit.objects.filter(name__iexact=here.unit, agency__name__iexact=here.agency)
        .select_related("agency")
        .first()
    )
    if unit is None:
        raise BadMapping(
            f"[unit]: there is no unit {here.unit!r} of {here.agency!r} here; "
            "write both as the accounts page does"
        )
    return _place(unit)


def _spans(user, unit_text, account_id, capacities, said, files) -> Iterator[Principal]:
    """One principal for each stretch in which nothing about the user changes."""
    cuts = {BEGINNING, END, *(since for since, _, _ in files)}
    for since, until, _ in capacities:
        cuts |= {since, until}
    edges = sorted(cuts)
    for since, until in itertools.pairwise(edges):
        held = [p for begins, ends, p in capacities if begins <= since < ends]
        place = min(held, key=_narrowness, default=said)
        system = next((f for f in reversed(files) if f[0] <= since), None)
        yield _principal(user, unit_text, (since, until), account_id, place, system)


def _narrowness(place: _Place) -> tuple:
    narrow = place.mission in _NARROWEST_FIRST or place.in_department
    return (not narrow, place.membership_id)


def _principal(user, unit_text, span, account_id, place, system) -> Principal:
    _, system_id, law = system or (None, None, None)
    place = place or _Place(None, None, None, in_department=False)
    classes, opened_by = _reach(
        law.sha256 if law else None, place.mission, place.in_department
    )
    return Principal(
        user,
        unit_text,
        *span,
        account_id=account_id,
        membership_id=place.membership_id,
        unit_id=place.unit_id,
        agency_id=place.agency_id,
        mission=place.mission or "",
        in_department=place.in_department,
        system_id=system_id,
        classes=classes,
        rules=opened_by,
    )


@lru_cache(maxsize=256)
def _reach(
    sha256: str | None, mission: Mission | None, in_department: bool
) -> tuple[dict[BookingKind, int], str]:
    """What a system's file opens to a kind of user, and by which rules; worked out once
    for all users alike. Safe to keep: the hash is of the file's very words.
    """
    law = law_by_hash(sha256) if sha256 else None
    viewer = rules.with_every_role(
        ViewerFacts(mission=mission, in_immigration_department=in_department)
    )
    reached = {
        booking.kind: rules.reach(law, viewer, booking)
        for booking in rules.KINDS_OF_BOOKING
    }
    classes = {kind: int(r.classes) for kind, r in reached.items()}
    return classes, _shortened(reached[BookingKind.ORDINARY].rules)


def _shortened(names: tuple[str, ...]) -> str:
    """As many whole names as an event has room for."""
    text = " ".join(names)
    if len(text) <= LONGEST_RULES:
        return text
    return text[: LONGEST_RULES + 1].rpartition(" ")[0]
