"""The same histories played in PostgreSQL: with the product's own services where there
is one for the event, else by the rows that its owner would write; asked by the gate.
"""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from access import rules as access_rules
from access.enums import (
    CLASSES,
    JUDICIAL_BASES,
    NOTHING,
    Basis,
    FieldClass,
    Purpose,
    Role,
)
from access.gate import Candidates, show_many
from access.guards import ActDenied
from access.models import Account, Agency, FacilityPermission, Membership, MissionDetail
from access.selectors import viewer_for
from access.services import LAWS, reopen_account, suspend_account
from access.services.proposals import agree
from access.viewer import Viewer
from audit.enums import ViewKind
from bookings import pages
from bookings import rules as booking_rules
from bookings.enums import DischargeReason, UnlinkReason
from bookings.models import Booking, PersonLink
from bookings.selectors.records import _THESE
from bookings.services import (
    decide_link,
    discharge_person,
    end_link,
    propose_link,
)
from tests import factories
from tests.laws.histories import Beginning, Seen
from tests.laws.history_model import BEGIN, PEOPLE, SHIPPED, Event, World, sooner
from warrants import services
from warrants.enums import EndReason
from warrants.models import Grant, Instrument
from warrants.rules import RuleViolation

FAR = BEGIN + timedelta(days=4000)  # whoever was here then falls dormant in no history


class Staff:
    """Those who sign: of units that no history touches."""

    def __init__(self) -> None:
        roles = {
            "records": Role.RECORDS_SUPERVISOR,
            "counsel": Role.COUNSEL,
            "administrator": Role.ADMINISTRATOR,
            "clerk": Role.SHIFT_SUPERVISOR,
        }
        self.members = {
            name: factories.membership(
                role, account=factories.account(last_sign_in_at=FAR)
            )
            for name, role in roles.items()
        }
        self.jail = factories.facility()
        factories.permit(self.members["clerk"].unit, self.jail, ends_at=FAR)

    def __getitem__(self, name: str) -> Viewer:
        return factories.viewer_of(self.members[name])


class Stage:
    """People, bookings and laws of one beginning, in the database."""

    def __init__(self, beginning: Beginning, staff: Staff, folder: Path) -> None:
        self.staff, self.folder = staff, folder
        self.members, self.papers = [], []
        self.texts = [(BEGIN, _text(beginning.law))]
        for who, classes in zip(beginning.people, beginning.permitted, strict=True):
            self._join(*PEOPLE[who], classes)
        self.bookings = [self._book(kind) for kind in beginning.kinds]

    def _join(self, mission, role, classes: FieldClass) -> None:
        unit = factories.unit(mission)
        Agency.objects.filter(pk=unit.agency_id).update(enforces_immigration_law=False)
        account = factories.account(last_sign_in_at=BEGIN - timedelta(days=1))
        Account.objects.filter(pk=account.pk).update(
            opened_at=BEGIN - timedelta(days=100)
        )
        self.members.append(factories.membership(role, of=unit, account=account))
        self.papers.append(
            factories.agreement(unit.agency, ends_at=BEGIN + timedelta(days=365))
        )
        self._allow(len(self.members) - 1, classes, BEGIN - timedelta(microseconds=1))

    def _allow(self, whom: int, classes: FieldClass, starts_at, days: int = 300):
        ends_at = starts_at + timedelta(days=days)
        if days == 300:
            ends_at = BEGIN + timedelta(days=days)
        factories.permit(
            self.members[whom].unit,
            self.staff.jail,
            [c for c in CLASSES if c in classes],
            agreement=self.papers[whom],
            starts_at=starts_at,
            ends_at=ends_at,
        )

    def _book(self, kind: str) -> Booking:
        return factories.booking(
            facility=self.staff.jail,
            is_juvenile=kind == "juvenile",
            is_sealed=kind == "sealed",
        )

    # --- Asking ----------------------------------------------------------------------

    def look(self, world: World) -> Seen:
        return {
            (whom, number): classes
            for whom, person in enumerate(world.people)
            for number, classes in enumerate(self._shown(whom, person.purpose))
        }

    @staticmethod
    def visible(seen: Seen) -> Seen:
        """Whoever is allowed no class that the page has is shown no row of it."""
        some = pages.RECORD.shape.classes
        return {key: mask if mask & some else NOTHING for key, mask in seen.items()}

    def viewer(self, whom: int, purpose: Purpose) -> Viewer:
        member = self.members[whom]
        viewer, _ = viewer_for(member.account_id, member.pk, purpose)
        if viewer.is_open and viewer.is_signed_in:
            return viewer
        return viewer_for(None, None, Purpose.PUBLIC_REGISTER)[0]

    def _shown(self, whom: int, purpose: Purpose) -> list[FieldClass]:
        keys = [booking.pk for booking in self.bookings]
        rows = show_many(
            self.viewer(whom, purpose),
            pages.RECORD,
            Candidates(_THESE, {"bookings": keys}),
            ViewKind.LISTED,
        )
        shown = {row.booking_id: row.classes for row in rows}
        return [shown.get(key, NOTHING) for key in keys]

    # --- What happens; the event as it was done, or None if the product refused -----------

    def happen(self, event: Event, world: World) -> Event | None:
        return getattr(self, f"_{event.what}")(event, world)

    def _grant(self, event, world):
        member, booking = self.members[event.whom], self.bookings[event.booking]
        if event.basis is Basis.COURT_ORDER:
            factories.grant(
                member, booking, event.classes, basis=event.basis, days=event.days
            )
            return event
        paper = found = None
        if event.basis in JUDICIAL_BASES:
            # A search warrant of this state is good for ten days.
            event = replace(event, days=min(event.days, 9))
            paper = services.Paper(
                *("King County Superior Court", "26-1-1 SEA", "Judge Example"),
                issued_on=event.at.date(),
                ends_at=event.later,
            )
            found = factories.good_paper((booking.pk,), event.classes).pk
        asked = services.Asked(event.classes, event.days, "A reason.", paper)
        viewer = self.viewer(event.whom, world.people[event.whom].purpose)
        try:
            request = services.ask(booking.pk, asked, by=viewer)
            for name in ("records", "counsel"):
                services.approve(request.pk, found=found, by=self.staff[name])
        except (ActDenied, RuleViolation):
            return None
        given = Grant.objects.get(request=request)
        assert (given.starts_at, given.ends_at) == (event.at, event.later)
        return replace(event, classes=FieldClass(given.classes))

    def _live(self, event):
        return Grant.objects.filter(
            membership=self.members[event.whom],
            booking=self.bookings[event.booking],
            ended_at=None,
            ends_at__gt=event.at,
        ).order_by("starts_at")

    def _end_grant(self, event, world):
        if (newest := self._live(event).last()) is None:
            return None
        reason = next(iter(EndReason))
        services.end_grant(newest.pk, reason, by=self.staff["records"])
        return event

    def _recall(self, event, world):
        papers = self._live(event).values_list("request__instrument__found", flat=True)
        Instrument.objects.filter(pk__in=[p for p in papers if p]).update(
            recalled_at=event.at, recalled_by=self.staff["records"].account_id
        )
        return event

    def _take_role(self, event, world):
        roles = world.people[event.whom].roles
        if event.role not in roles or len(roles) == 1:
            return None
        return self._roles(event, roles - {event.role})

    def _give_role(self, event, world):
        return self._roles(event, world.people[event.whom].roles | {event.role})

    def _roles(self, event, roles):
        Membership.objects.filter(pk=self.members[event.whom].pk).update(
            roles=sorted(roles)
        )
        return event

    def _account(self, event, **fields) -> Event:
        member = self.members[event.whom]
        Account.objects.filter(pk=member.account_id).update(**fields)
        return event

    def _suspend(self, event, world):
        account = Account.objects.get(pk=self.members[event.whom].account_id)
        try:
            suspend_account(account, "left", by=self.staff["administrator"])
        except access_rules.RuleViolation:
            return None
        return event

    def _reinstate(self, event, world):
        """By two people, as an account is opened again in life."""
        account = Account.objects.get(pk=self.members[event.whom].account_id)
        ended = account.expires_at is not None and account.expires_at <= event.at
        if account.suspended_at is None or ended:
            return None  # of this, histories tell; of the rest, the tests of reopening
        try:
            asked = reopen_account(
                account.pk, "back from leave", by=self.staff["administrator"]
            )
        except access_rules.RuleViolation:
            return None
        agree(asked.pk, by=self.staff["counsel"])
        return event

    def _expire(self, event, world):
        ends = sooner(world.people[event.whom].expires_at, event)
        return self._account(event, expires_at=ends)

    def _owe_review(self, event, world):
        due = sooner(world.people[event.whom].review_due_at, event)
        return self._account(event, review_due_at=due)

    def _close_account(self, event, world):
        return self._account(event, is_active=False)

    def _sign_in(self, event, world):
        if not self.viewer(event.whom, world.people[event.whom].purpose).is_signed_in:
            return None
        return self._account(event, last_sign_in_at=event.at)

    def _end_capacity(self, event, world):
        ends = sooner(world.people[event.whom].ends_at, event)
        Membership.objects.filter(pk=self.members[event.whom].pk).update(ends_at=ends)
        return event

    def _end_agreement(self, event, world):
        paper = self.papers[event.whom]
        paper.ends_at = sooner(paper.ends_at, event)
        paper.save()
        return event

    def _rows(self, event):
        return FacilityPermission.objects.filter(
            group=self.members[event.whom].unit.group, content_object=self.staff.jail
        )

    def _revoke(self, event, world):
        gone = [int(c) for c in CLASSES if c in event.classes]
        self._rows(event).filter(classes__in=gone).delete()
        return event

    def _permit(self, event, world):
        held = NOTHING
        for bit in self._rows(event).values_list("classes", flat=True):
            held |= FieldClass(bit)
        event = replace(event, classes=event.classes & ~held)
        self._allow(event.whom, event.classes, event.later, days=60)
        return event

    def _detail(self, event, world):
        MissionDetail.objects.create(
            unit=self.members[event.whom].unit,
            starts_at=event.at,
            ends_at=event.later,
            paper="Order 1",
        )
        return event

    def _enforce(self, event, world):
        unit = self.members[event.whom].unit
        Agency.objects.filter(pk=unit.agency_id).update(enforces_immigration_law=True)
        return event

    def _booking(self, event, **fields):
        Booking.objects.filter(pk=self.bookings[event.booking].pk).update(**fields)
        return event

    def _seal(self, event, world):
        return self._booking(event, is_sealed=True, sealed_at=event.at)

    def _unseal(self, event, world):
        return self._booking(event, is_sealed=False, sealed_at=None, is_juvenile=False)

    def _release(self, event, world):
        try:
            discharge_person(
                self.bookings[event.booking].pk,
                next(iter(DischargeReason)),
                event.at,
                by=self.staff["clerk"],
            )
        except booking_rules.RuleViolation:
            return None
        return event

    def _law(self, event, world):
        return self._load(event, _text(event.law))

    def _never(self, event, world):
        begun = [pair for pair in self.texts if pair[0] <= event.later]
        words = [c.word for c in CLASSES if c in event.classes]
        rule = (
            f'\n[[rule]]\nid = "never-{event.at.timestamp()}"\neffect = "never"\n'
            f"classes = {words}\n"
            'text = "Forbidden to everybody."\ncitation = "none"\ncertainty = "found"\n'
        )
        return self._load(event, max(begun)[1] + rule)

    def _load(self, event: Event, text: str) -> Event:
        (line,) = [x for x in text.splitlines() if x.startswith("effective_at = ")]
        text = text.replace(line, f"effective_at = {event.later.isoformat()}")
        for old in self.folder.glob("*.toml"):
            old.unlink()
        (self.folder / "new.toml").write_text(text)
        factories.adopt_laws(self.folder)
        self.texts.append((event.later, text))
        return event

    def _merge(self, event, world):
        keys = [booking.pk for booking in self.bookings]
        try:
            asked = propose_link(*keys, by=self.staff["records"])
        except access_rules.RuleViolation:
            return None  # joined already
        decide_link(asked.pk, agrees=True, by=self.staff["counsel"])
        return event

    def _unmerge(self, event, world):
        link = PersonLink.objects.filter(
            person__in=[booking.person_id for booking in self.bookings], ended_at=None
        ).first()
        if link is None:
            return None
        end_link(link.pk, UnlinkReason.OTHER_PERSON, by=self.staff["records"])
        return event

    def _wait(self, event, world):
        return event


def _text(number: int) -> str:
    """A shipped law's own words, by its place among them."""
    at = SHIPPED[number].effective_at
    for path in LAWS.glob("*.toml"):
        words = path.read_text()
        if f"effective_at = {at.isoformat()}" in words and 'kind = "law"' in words:
            return words
    raise LookupError(SHIPPED[number].title)
