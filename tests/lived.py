"""Some nine years of a small jail, under every law, in random order."""

from datetime import UTC, datetime, timedelta
from random import Random

from access.enums import Basis, FieldClass, Mission, Purpose, Role
from access.models import Account, Agreement, Membership, MissionDetail, Training
from access.selectors import law_in_force
from audit.clock import now
from bookings.models import Booking
from tests import factories

DAY = timedelta(days=1)
BEGINNING = datetime(2017, 6, 1, 9, 0, tzinfo=UTC)
CUSTODY, IDENTITY = FieldClass.CUSTODY, FieldClass.IDENTITY
ROLES = (
    Role.OFFICER,
    Role.PROSECUTOR,
    Role.BOOKING_CLERK,
    Role.NURSE,
    Role.RECORDS_OFFICER,
)


class Jail:
    """Who works there, who is booked, and what can happen."""

    def __init__(self, chance: Random):
        self.chance = chance
        self.places = [factories.facility() for _ in range(2)]
        self.members = [factories.membership(chance.choice(ROLES)) for _ in range(14)]
        for mission in (Mission.CIVIL_IMMIGRATION, Mission.MIXED):
            unit = factories.unit(mission)
            self.members.append(factories.membership(Role.OFFICER, of=unit))
        self.bookings: list[Booking] = []
        for _ in range(4):
            self.book()

    def _somebody(self) -> Membership:
        return self.chance.choice(self.members)

    def _account(self):
        return Account.objects.filter(pk=self._somebody().account_id)

    def permit(self):
        member, chance = self._somebody(), self.chance
        paper = factories.agreement(
            member.unit.agency,
            starts_at=now() + chance.choice([-1, 20]) * DAY,
            ends_at=now() + chance.randint(30, 900) * DAY,
            purposes=chance.choice([[], [], [Purpose.PROSECUTION, Purpose.CUSTODY]]),
        )
        classes = chance.sample(list(FieldClass), 3)
        place = chance.choice(self.places)
        factories.permit(member.unit, place, classes, agreement=paper)

    def grant(self):
        chance = self.chance
        factories.grant(
            self._somebody(),
            chance.choice(self.bookings),
            chance.choice([IDENTITY, CUSTODY | IDENTITY, FieldClass.PROTECTED]),
            basis=chance.choice([Basis.JUDICIAL_WARRANT, Basis.APPROVED_REQUEST]),
            days=chance.randint(5, 90),
        )

    def use(self):
        """Some sign in; whoever is not trained on the law in force is, by and by."""
        _, law_id = law_in_force(now())
        for member in self.chance.sample(self.members, 9):
            account = Account.objects.filter(pk=member.account_id)
            account.update(last_sign_in_at=now())
            if law_id and self.chance.random() < 0.3:
                Training.objects.create(
                    account_id=member.account_id,
                    law_id=law_id,
                    minutes=9,
                    questions=5,
                    answered_right=5,
                )

    def appear(self):
        member, days = factories.membership(Role.PUBLIC_DEFENDER), 300
        self.members.append(member)
        paper = factories.agreement(
            member.unit.agency,
            purposes=self.chance.choice([[], ["defence"], ["court_proceedings"]]),
            ends_at=now() + self.chance.randint(40, days) * DAY,
        )
        made = factories.appearance(
            member, self.chance.choice(self.bookings), days=30, paper=paper
        )
        if self.chance.random() < 0.3:
            made.ended_at, made.end_reason = now() + 9 * DAY, "withdrew"
            made.save()

    def leave(self):
        Membership.objects.filter(pk=self._somebody().pk, ends_at=None).update(
            ends_at=now() + self.chance.choice([0, 40]) * DAY
        )

    def detail(self):
        MissionDetail.objects.create(
            unit=self._somebody().unit,
            starts_at=now() + self.chance.choice([0, 5]) * DAY,
            ends_at=self.chance.choice([None, now() + 90 * DAY]),
            paper="an order",
        )

    def suspend(self):
        self._account().filter(suspended_at=None).update(
            suspended_at=now(), suspended_reason="as asked"
        )

    def review(self):
        due = now() + self.chance.randint(10, 200) * DAY
        self._account().filter(review_due_at=None).update(review_due_at=due)

    def end_paper(self):
        papers = Agreement.objects.filter(ends_at__gt=now(), starts_at__lt=now())
        if paper := self.chance.choice([None, *papers.order_by("pk")]):
            Agreement.objects.filter(pk=paper.pk).update(ends_at=now())

    def book(self):
        self.bookings.append(
            factories.booking(
                facility=self.chance.choice(self.places),
                is_juvenile=self.chance.random() < 0.3,
            )
        )

    def seal(self):
        Booking.objects.filter(
            pk=self.chance.choice(self.bookings).pk, is_sealed=False
        ).update(is_sealed=True, sealed_at=now())


def lived_through(clock, chance: Random) -> list[Booking]:
    """Live; return everybody booked. The clock stands at the end of it."""
    clock(BEGINNING)
    factories.laws()
    jail, at = Jail(chance), BEGINNING
    often = [jail.permit] * 6 + [jail.grant] * 4 + [jail.book] * 2
    often += [jail.appear] * 2
    seldom = [jail.leave, jail.detail, jail.suspend, jail.review]
    seldom += [jail.end_paper, jail.seal]
    for _ in range(160):
        at += timedelta(hours=chance.randint(12, 900))
        clock(at)
        jail.use()
        chance.choice(often + seldom)()
    return jail.bookings
