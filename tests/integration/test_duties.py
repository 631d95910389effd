"""What a law tells the county to do: whose duty, until when, proved by what; and what is
overdue, or has no date, is in front of the council.
"""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse

from access.enums import Role
from access.guards import ActDenied
from access.models import Membership, Training
from access.rules import RuleViolation
from access.selectors import law_in_force
from access.viewer import System
from audit.clock import now
from audit.models import ActEvent
from compliance import selectors, services
from compliance.models import DutyProof
from tests import factories
from tests.adopted import law_text
from tests.clients import signed_in

pytestmark = pytest.mark.django_db

T = datetime(2027, 1, 1, 8, tzinfo=UTC)  # midnight in Seattle
DUE = T + timedelta(days=10)
TICK = timedelta(microseconds=1)
PAPER = "Letter 27-114 to the clerk of the council, 4 January 2027"
REPORT, TRAINING = 1, 2


@pytest.fixture
def at(db, clock, tmp_path):
    """at(instant): the one clock stands there; a law with two duties begins at T."""
    clock(T - timedelta(days=30))
    factories.laws()
    factories.account()
    duties = [
        ("report", "report", "counsel", DUE),
        ("training", "train", "privacy_officer", DUE),
    ]
    (tmp_path / "law.toml").write_text(law_text(T, duties=duties))
    factories.adopt_laws(tmp_path)
    clock(T)
    return clock


@pytest.fixture
def law_id(at):
    return selectors.all_duties(T)[0].law.pk


def train(account_id: int, law_id: int) -> None:
    Training.objects.create(
        account_id=account_id, law_id=law_id, minutes=9, questions=5, answered_right=5
    )


def states(instant) -> dict[str, tuple[bool, bool]]:
    return {
        state.duty.id: (state.is_done, state.is_overdue)
        for state in selectors.all_duties(instant)
    }


def council_page() -> str:
    """As somebody reads it who is trained, and so still comes in."""
    member = factories.membership(Role.COUNCIL_STAFF)
    train(member.account_id, law_in_force(now())[1])
    browser = signed_in(factories.viewer_of(member))
    return browser.get(reverse("compliance:council")).content.decode()


# --- The laws as they are ------------------------------------------------------------


def test_the_duty_of_2018_to_train_has_no_owner_no_date_and_no_proof(db, clock):
    """As the county had it; and the council reads that it is so."""
    clock(datetime(2018, 9, 1, tzinfo=UTC))
    factories.laws()

    state = next(s for s in selectors.all_duties(datetime(2018, 9, 1, tzinfo=UTC)))

    assert (state.duty.owner, state.duty.due_at, state.duty.proof) == (None, None, "")
    assert state.has_no_date
    factories.membership(Role.BOOKING_CLERK)  # whom nobody has trained
    page = council_page()
    assert "appropriate training" in page
    assert "no date" in page


def test_a_law_before_its_instant_lies_heavy_on_nobody(at):
    at(T - TICK)

    assert "The signed list" not in council_page()


# --- Proof ---------------------------------------------------------------------------


def test_whose_duty_it_is_puts_its_proof_on_record(at, law_id):
    by = factories.viewer(Role.COUNSEL)

    services.prove_duty(law_id, REPORT, PAPER, by=by)

    proof = DutyProof.objects.get()
    assert (proof.duty_id, proof.reference, proof.account_id, proof.proved_at) == (
        "report",
        PAPER,
        by.account_id,
        T,
    )
    at(DUE)
    assert states(DUE)["report"] == (True, False)


def test_nobody_else_does(at, law_id):
    with pytest.raises(RuleViolation, match="duty of the counsel"):
        services.prove_duty(
            law_id, REPORT, PAPER, by=factories.viewer(Role.ADMINISTRATOR)
        )
    with pytest.raises(ActDenied):
        services.prove_duty(law_id, REPORT, PAPER, by=factories.viewer(Role.AUDITOR))

    assert not DutyProof.objects.exists()


def test_a_duty_is_proved_once(at, law_id):
    by = factories.viewer(Role.COUNSEL)
    services.prove_duty(law_id, REPORT, PAPER, by=by)

    with pytest.raises(RuleViolation, match="on record already"):
        services.prove_duty(law_id, REPORT, PAPER, by=by)


def test_what_the_law_gives_to_nobody_nobody_can_prove(db, clock):
    clock(datetime(2019, 9, 1, tzinfo=UTC))
    factories.laws()
    by = factories.viewer(Role.COUNSEL)
    state = next(
        s for s in selectors.all_duties(by.at) if s.duty.id == "model-policies"
    )

    with pytest.raises(RuleViolation, match="to nobody"):
        services.prove_duty(state.law.pk, state.number, PAPER, by=by)


def test_training_is_proved_by_trainings_alone(at, law_id):
    by = factories.viewer(Role.PRIVACY_OFFICER)

    with pytest.raises(RuleViolation, match="trainings on record"):
        services.prove_duty(law_id, TRAINING, PAPER, by=by)


def test_training_is_done_when_everybody_is_trained(at, law_id):
    people = [factories.membership(Role.OFFICER) for _ in range(3)]
    everybody = selectors.all_duties(T)[TRAINING - 1].trained
    told = [everybody]
    for account_id in _accounts():
        train(account_id, law_id)
        told.append(selectors.all_duties(T)[TRAINING - 1].trained)

    assert told[0][0] == 0
    assert told[-1][0] == told[-1][1] >= len(people)
    assert states(T)["training"] == (True, False)


def _accounts() -> list[int]:
    return list(Membership.objects.values_list("account_id", flat=True))


def test_a_proof_stands(at, law_id):
    services.prove_duty(law_id, REPORT, PAPER, by=factories.viewer(Role.COUNSEL))

    for change in (
        "UPDATE compliance_dutyproof SET reference = 'another'",
        "DELETE FROM compliance_dutyproof",
    ):
        with (
            pytest.raises(DatabaseError),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(change)


def test_a_proof_without_words_is_none(at, law_id):
    member = factories.membership(Role.COUNSEL)

    with pytest.raises(IntegrityError, match="proof_says"), transaction.atomic():
        DutyProof.objects.create(
            law_id=law_id,
            duty_id="report",
            account_id=member.account_id,
            unit_id=member.unit_id,
            reference="",
        )


# --- Overdue --------------------------------------------------------------------------

# fmt: off
INSTANTS = [
    (DUE - TICK, False),
    (DUE,        True),
    (DUE + TICK, True),
]
# fmt: on


@pytest.mark.parametrize(("instant", "is_overdue"), INSTANTS)
def test_a_duty_is_overdue_at_its_instant_and_not_a_microsecond_before(
    at, instant, is_overdue
):
    at(instant)

    assert states(instant)["report"] == (False, is_overdue)


def test_an_overdue_duty_is_shown_to_the_council(at):
    at(DUE + timedelta(days=3))

    page = council_page()

    assert "What must be done." in page
    assert "3 days ago" in page
    assert "Overdue" in page


def test_an_overdue_duty_is_made_known_once(at):
    at(DUE - TICK)
    assert services.open_overdue(by=System("test")) == 0
    at(DUE)

    first, second = (services.open_overdue(by=System("test")) for _ in range(2))

    assert (first, second) == (2, 0)
    told = ActEvent.objects.filter(act="duty.check")
    assert {event.detail["duty"] for event in told} == {"report", "training"}
    assert {event.detail["kind"] for event in told} == {"duty_overdue"}


def test_what_was_proved_is_not_overdue(at, law_id):
    services.prove_duty(law_id, REPORT, PAPER, by=factories.viewer(Role.COUNSEL))
    at(DUE)

    assert services.open_overdue(by=System("test")) == 1


# --- Pages ---------------------------------------------------------------------------


def test_the_owner_proves_it_on_a_page(at, law_id):
    browser = signed_in(factories.viewer(Role.COUNSEL))
    page = reverse("compliance:prove_duty", args=[law_id, REPORT])
    assert page in browser.get(reverse("compliance:duties")).content.decode()

    answer = browser.post(page, {"proof": PAPER})

    assert answer.status_code == 302
    assert PAPER in browser.get(reverse("compliance:duties")).content.decode()


def test_another_reader_is_offered_nothing_to_prove(at, law_id):
    browser = signed_in(factories.viewer(Role.COUNCIL_STAFF))
    page = reverse("compliance:prove_duty", args=[law_id, REPORT])

    assert page not in browser.get(reverse("compliance:duties")).content.decode()
    assert browser.get(page).status_code == 403


def test_everybody_reads_the_duties_of_a_law(at, law_id, client):
    page = client.get(reverse("access:law", args=[law_id])).content.decode()

    assert "What must be done." in page
    assert "The signed list." in page
    assert "Counsel" in page
