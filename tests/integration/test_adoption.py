"""A law is adopted by two people of two units, and at its instant it is simply so."""

import json
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from celery import Celery
from celery.app.task import Task
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from access.enums import Basis, FieldClass, Mission, Role, Standing
from access.guards import ActDenied
from access.models import LawVersion
from access.rules import RuleViolation
from access.selectors import law_in_force
from access.services import proposals
from access.viewer import System
from audit.clock import now
from audit.models import ActEvent
from bookings import selectors as records
from compliance import services
from compliance.models import Adoption, LawDayReport
from tests import factories
from tests.adopted import law_text, prepared, without_officers, written
from tests.clients import begin_session, is_signed_in, signed_in

pytestmark = pytest.mark.django_db

T = datetime(2027, 1, 1, 8, tzinfo=UTC)  # midnight in Seattle
TICK = timedelta(microseconds=1)
REASON = "Ordinance 20001, as the council voted on 1 December"


@pytest.fixture
def at(db, clock):
    """at(instant): the one clock stands there. It begins 30 days before T."""
    clock(T - timedelta(days=30))
    factories.laws()
    return clock


@pytest.fixture
def no_worker(monkeypatch):
    """Celery is dead: whoever relies on it fails."""

    def refuse(*_, **__):
        raise AssertionError("a law must not wait for a task")

    for owner, name in (
        (Task, "apply_async"),
        (Task, "__call__"),
        (Celery, "send_task"),
    ):
        monkeypatch.setattr(owner, name, refuse)


@pytest.fixture
def privacy(at):
    return factories.viewer(Role.PRIVACY_OFFICER)


@pytest.fixture
def counsel(at):
    return factories.viewer(Role.COUNSEL)


@pytest.fixture
def draft(at):
    return prepared(without_officers(T), T)


def sign(draft, first, second):
    proposal = services.propose_adoption(draft.pk, REASON, by=first)
    proposals.agree(proposal.pk, by=second)
    draft.refresh_from_db()
    return draft


def adopt(folder, text, **options) -> str:
    out = StringIO()
    options.setdefault("effective_at", T.isoformat())
    call_command(
        "adopt_policy", written(folder, text), stdout=out, stderr=StringIO(), **options
    )
    return out.getvalue()


# --- What is refused, with its reason ------------------------------------------------

DUE = T - timedelta(days=5)
DUTY = ("training", "train", "privacy_officer", DUE)
# fmt: off
REFUSED = {
    # the law file, and what its adopter says                         why it is refused
    "no owner": (law_text(T, duties=[DUTY]).replace('owner = "privacy_officer"\n', ""), T, "lacks an owner"),
    "no date": (law_text(T, duties=[DUTY]).replace(f"due_at = {DUE.isoformat()}\n", ""), T, "lacks a date"),
    "no proof": (law_text(T, duties=[DUTY]).replace('proof = "The signed list."\n', ""), T, "lacks a proof"),
    "an owner who cannot prove it": (law_text(T, duties=[("x", "review", "auditor", DUE)]), T, "cannot put its proof"),
    "due already": (law_text(T, duties=[("x", "review", "counsel", T - timedelta(days=99))]), T, "has passed"),
    "another instant": (law_text(T), T + TICK, "must be the same instant"),
    "in the past": (law_text(T - timedelta(days=31)), T - timedelta(days=31), "Its instant has passed"),
    "before the last law": (law_text(datetime(2020, 1, 1, tzinfo=UTC)), datetime(2020, 1, 1, tzinfo=UTC), "after the last law"),
    "a system, no law": (law_text(T).replace('kind = "law"', 'kind = "system"'), T, "kind system"),
    "unreadable": ("title = ", T, "not a TOML file"),
    "an unknown word": (law_text(T).replace('"criminal"', '"criminals"'), T, "unknown word"),
}
# fmt: on


@pytest.mark.parametrize(("text", "said", "why"), REFUSED.values(), ids=REFUSED)
def test_a_law_is_refused_with_the_reason(at, tmp_path, text, said, why):
    with pytest.raises(CommandError, match=why):
        adopt(tmp_path, text, effective_at=said.isoformat())

    assert not Adoption.objects.exists()


def test_the_law_of_2018_as_it_was_would_not_be_adopted(at, tmp_path):
    """Its duty to train had neither owner nor date nor proof."""
    from access.services import LAWS

    text = (LAWS / "2018-ordinance-18665.toml").read_text()
    text = text.replace("2018-03-18T00:00:00-07:00", T.isoformat())

    with pytest.raises(CommandError, match="lacks an owner, a date"):
        adopt(tmp_path, text)


def test_the_words_of_a_law_that_stands_are_refused(at, tmp_path, privacy, counsel):
    sign(prepared(law_text(T), T), privacy, counsel)

    with pytest.raises(CommandError, match="a law already"):
        adopt(tmp_path, law_text(T))


@pytest.mark.parametrize("said", ["tomorrow", "2027-13-01T00:00:00Z", ""])
def test_an_instant_that_is_none_is_one_clear_line(at, tmp_path, said):
    with pytest.raises(CommandError, match="write an instant"):
        adopt(tmp_path, law_text(T), effective_at=said)


def test_a_file_that_is_not_there_is_one_clear_line(at, tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("adopt_policy", tmp_path / "none.toml", effective_at=T.isoformat())


# --- The command alone puts nothing into force ---------------------------------------


def test_the_command_keeps_a_draft_and_no_law(at, tmp_path):
    laws = LawVersion.objects.count()

    said = adopt(tmp_path, without_officers(T))

    assert "Two people of two units sign it" in said
    assert LawVersion.objects.count() == laws
    assert Adoption.objects.get().status == "draft"
    at(T + timedelta(days=1))
    assert law_in_force(now())[0].sha256 != Adoption.objects.get().sha256


def test_a_dry_run_keeps_nothing(at, tmp_path):
    factories.membership(Role.OFFICER)

    said = adopt(tmp_path, without_officers(T), dry_run=True)

    assert "1 of 1 accounts would be closed" in said
    assert not Adoption.objects.exists()


def test_prepared_again_it_is_the_same_draft_counted_anew(at, tmp_path):
    first = json.loads(adopt(tmp_path, without_officers(T), json=True))
    factories.membership(Role.OFFICER)
    second = json.loads(adopt(tmp_path, without_officers(T), json=True))

    assert first["adoption"] == second["adoption"]
    assert (first["accounts"]["closing"], second["accounts"]["closing"]) == (0, 1)


# --- Two people ----------------------------------------------------------------------


def test_two_people_of_two_units_put_it_on_file(draft, privacy, counsel):
    sign(draft, privacy, counsel)

    assert draft.status == "signed"
    assert draft.law.sha256 == draft.sha256
    assert ActEvent.objects.filter(act="law.adopt", outcome="done").count() == 1


def test_nobody_signs_twice(draft, privacy):
    with pytest.raises(RuleViolation, match="somebody else"):
        sign(draft, privacy, privacy)

    assert not LawVersion.objects.filter(sha256=draft.sha256).exists()


def test_two_people_of_one_unit_are_not_two(draft, privacy):
    unit = factories.unit(Mission.JAIL)
    two = [factories.viewer(Role.PRIVACY_OFFICER, of=unit) for _ in range(2)]

    with pytest.raises(RuleViolation, match="another unit"):
        sign(draft, *two)

    assert not LawVersion.objects.filter(sha256=draft.sha256).exists()


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.SHIFT_SUPERVISOR, Role.OFFICER])
def test_who_may_not_sign_is_refused(draft, role):
    with pytest.raises(ActDenied):
        services.propose_adoption(draft.pk, REASON, by=factories.viewer(role))


def test_an_administrator_signs_first_and_never_second(draft, privacy):
    proposal = services.propose_adoption(draft.pk, REASON, by=privacy)

    with pytest.raises(ActDenied):
        proposals.agree(proposal.pk, by=factories.viewer(Role.ADMINISTRATOR))


def test_what_can_no_longer_be_adopted_is_not(draft, privacy, counsel, at):
    """Signed first in time, and second when its instant has passed."""
    proposal = services.propose_adoption(draft.pk, REASON, by=privacy)
    at(T)
    late = factories.viewer(Role.COUNSEL)

    with pytest.raises(RuleViolation, match="Its instant has passed"):
        proposals.agree(proposal.pk, by=late)

    assert not LawVersion.objects.filter(sha256=draft.sha256).exists()


def test_a_refused_law_stays_a_draft_and_can_be_signed_anew(draft, privacy, counsel):
    proposal = services.propose_adoption(draft.pk, REASON, by=privacy)
    proposals.refuse(proposal.pk, by=counsel)

    sign(draft, counsel, privacy)

    assert draft.status == "signed"


def test_a_withdrawn_draft_is_never_signed(draft, privacy):
    services.withdraw_adoption(draft.pk, by=privacy)

    with pytest.raises(RuleViolation, match="withdrawn already"):
        services.propose_adoption(draft.pk, REASON, by=privacy)


def test_of_two_laws_for_one_instant_the_second_is_refused(privacy, counsel, draft):
    other = prepared(law_text(T, without="oversight"), T)
    sign(draft, privacy, counsel)

    with pytest.raises(RuleViolation, match="after the last law"):
        services.propose_adoption(other.pk, REASON, by=privacy)


# --- The database refuses whoever goes round it ---------------------------------------


def insert_law(source: bytes):
    with connection.cursor() as cursor, transaction.atomic():
        cursor.execute(
            """INSERT INTO access_lawversion (title, kind, jurisdiction, effective_at,
                 effective_source, effective_certainty, file_name, source, sha256)
               VALUES ('x', 'law', 'x', %s, 'x', 'low', 'x.toml', %s,
                 encode(sha256(%s), 'hex'))""",
            [T, source, source],
        )


def test_the_applications_role_inserts_no_law_that_two_have_not_signed(at):
    factories.account()

    with pytest.raises(IntegrityError, match="two people of two units"):
        insert_law(b"a law of nobody")


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE access_proposal SET status = 'refused', decided_at = jail_now()",
        "UPDATE access_proposal SET status = 'waiting', decided_at = NULL",
        """UPDATE access_proposal SET payload = '{"sha256": "another"}'""",
    ],
)
def test_what_was_agreed_to_is_no_other_law_afterwards(at, change):
    factories.sign_law(b"a law of two")
    with (
        pytest.raises(IntegrityError, match=r"decided once|does not change"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change)

    with pytest.raises(IntegrityError, match="two people of two units"):
        insert_law(b"another law")


def test_what_two_people_signed_is_taken(at):
    factories.sign_law(b"a law of two")

    insert_law(b"a law of two")


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE compliance_adoption SET source = 'x', sha256 = encode(sha256('x'), 'hex')",
        "UPDATE compliance_adoption SET effective_at = effective_at + interval '1 day'",
        "UPDATE compliance_adoption SET status = 'signed', law_id = 1",
        "UPDATE compliance_adoption SET sha256 = repeat('0', 64)",
    ],
)
def test_what_was_prepared_is_what_is_signed(draft, change):
    with (
        pytest.raises(IntegrityError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change)


# --- Who would lose what --------------------------------------------------------------


def test_the_preview_counts_accounts_sessions_grants_and_what_was_shown(at, privacy):
    jail = factories.facility()
    booking = factories.booking(facility=jail)
    unit = factories.unit(Mission.CRIMINAL)
    officers = [factories.membership(Role.OFFICER, of=unit) for _ in range(3)]
    factories.membership(Role.PROSECUTOR)
    factories.permit(unit, jail)
    begin_session(officers[0].account_id, officers[0].pk)
    factories.grant(officers[1], booking, FieldClass.CONTACT, days=60)
    records.open_record(factories.viewer_of(officers[0]), booking.pk)
    text = law_text(T, without="approved-request").replace(
        '"criminal-justice-agency"\neffect = "allow"',
        '"criminal-justice-agency"\neffect = "never"',
    )

    at(now() + timedelta(hours=1))

    figures = prepared(text, T).preview

    assert figures["accounts"]["closing"] == 3
    assert figures["accounts"]["by_unit"] == [
        {"unit": unit.name, "agency": unit.agency.name, "accounts": 3}
    ]
    assert set(figures["accounts"]["closing_ids"]) == {m.account_id for m in officers}
    assert figures["sessions"] == 1
    assert [(g["basis"], g["classes"], g["grants"]) for g in figures["grants"]] == [
        (Basis.APPROVED_REQUEST, ["contact"], 1)
    ]
    assert figures["feeds"] == []
    rows = {row["class"]: row for row in figures["refused"]["rows"]}
    assert {"custody", "identity"} <= set(rows)
    assert (rows["identity"]["events"], rows["identity"]["persons"]) == (1, 1)
    assert rows["identity"]["citations"]
    assert figures["refused"]["persons"] == 1


def test_a_law_that_changes_nothing_takes_nothing_away(at):
    factories.membership(Role.OFFICER)
    figures = prepared(law_text(T), T).preview

    assert (figures["accounts"]["closing"], figures["grants"]) == (0, [])
    assert (figures["rules"], figures["shifts"], figures["refused"]["rows"]) == (
        [],
        [],
        [],
    )


def test_what_is_shown_to_the_council_names_nobody(at):
    """Fewer than eleven people: the council reads no number of them (law 12)."""
    jail = factories.facility()
    officer = factories.membership(Role.OFFICER)
    factories.permit(officer.unit, jail)
    for _ in range(3):
        booking = factories.booking(facility=jail)
        records.open_record(factories.viewer_of(officer), booking.pk)
    at(now() + timedelta(hours=1))
    draft = prepared(without_officers(T), T)
    page = reverse("compliance:adoption", args=[draft.pk])

    seen = {
        role: signed_in(factories.viewer(role)).get(page).content.decode()
        for role in (Role.COUNCIL_STAFF, Role.PRIVACY_OFFICER)
    }

    assert "fewer than 11" in seen[Role.COUNCIL_STAFF]
    assert "fewer than 11" not in seen[Role.PRIVACY_OFFICER]
    name = officer.account.display_name
    assert name in seen[Role.PRIVACY_OFFICER]
    assert name not in seen[Role.COUNCIL_STAFF]


def test_it_is_signed_on_its_page(draft, privacy, counsel):
    sign_at = reverse("compliance:sign_adoption", args=[draft.pk])

    signed_in(privacy).post(sign_at, {"answer": "sign", "reason": REASON})
    again = signed_in(privacy).post(sign_at, {"answer": "agree"})
    assert again.status_code == 400
    signed_in(counsel).post(sign_at, {"answer": "agree"})

    draft.refresh_from_db()
    assert draft.status == "signed"


# --- At its instant it is simply so ---------------------------------------------------


def test_at_its_instant_it_is_simply_so(at, no_worker, privacy, counsel):
    jail = factories.facility()
    booking = factories.booking(facility=jail)
    officer = factories.membership(Role.OFFICER)
    factories.permit(officer.unit, jail)
    sign(prepared(without_officers(T), T), privacy, counsel)
    record = reverse("bookings:record", args=[booking.pk])
    at(T - TICK)
    browser = signed_in(factories.viewer_of(officer))
    before = browser.get(record)
    standing_before = factories.viewer_of(officer).standing
    at(T)
    after = browser.get(record)

    assert (before.status_code, standing_before) == (200, Standing.GOOD)
    assert (after.status_code, after["Location"]) == (302, reverse("access:sign_in"))
    assert not is_signed_in(browser)
    at(T + TICK)
    assert factories.viewer_of(officer).standing is Standing.FORBIDDEN


def test_the_days_report_says_what_was_foretold_and_what_is_so(at, privacy, counsel):
    officer = factories.membership(Role.OFFICER)
    adopted = sign(prepared(without_officers(T), T), privacy, counsel)
    at(T - TICK)
    browser = signed_in(factories.viewer_of(officer))
    assert services.write_law_day_report(by=System("test")) == 0
    at(T)
    browser.get(reverse("access:working_as"))
    at(T + timedelta(hours=1))

    written_now = services.write_law_day_report(by=System("test"))
    again = services.write_law_day_report(by=System("test"))
    at(T + timedelta(days=2))
    whole_day = services.write_law_day_report(by=System("test"))

    assert (written_now, again, whole_day) == (1, 0, 1)
    first = LawDayReport.objects.get(law=adopted.law, is_whole_day=False)
    assert first.predicted["accounts"]["closing"] == 1
    assert first.found["accounts"]["closing"] == 1
    assert first.found["sessions_ended"] == 1
    assert first.found["sign_ins_refused"] == 1
    assert first.found["shown_against_the_law"] == 0
    assert services.write_law_day_report(by=System("test")) == 0


def test_a_law_of_the_installation_has_no_first_day_here(at):
    assert services.write_law_day_report(by=System("test")) == 0


def test_a_report_stands(at, privacy, counsel):
    sign(prepared(law_text(T), T), privacy, counsel)
    at(T)
    services.write_law_day_report(by=System("test"))

    for change in ("UPDATE compliance_lawdayreport SET found = '{}'",):
        with (
            pytest.raises(Exception, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(change)
