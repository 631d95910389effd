"""What is pushed within the hour: told once, sent until it arrives, and about nobody."""

import itertools
import re
import threading
import uuid
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from celery.schedules import crontab
from django.conf import settings
from django.core import mail
from django.db import DatabaseError, connection, connections, transaction
from django.test import Client
from django.urls import reverse

from access.enums import Mission, Role
from access.models import Account, Agreement, Unit
from access.viewer import System
from audit.acting import acting
from audit.clock import now
from audit.models import ActEvent, ViewEvent
from bookings import selectors as bookings
from compliance import mailing, schedule, tasks
from compliance.enums import FindingKind, FindingTarget, NoticeKind, RecipientRole
from compliance.models import Delivery, Finding, Notice, Recipient, Reminder
from compliance.services import notices as services
from compliance.services import open_finding
from tests import factories
from tests.canaries import PREFIX
from tests.clients import begin_session, body_of, signed_in

pytestmark = pytest.mark.django_db
JAIL = ZoneInfo("America/Los_Angeles")
AT = datetime(2026, 11, 16, 10, 2, tzinfo=JAIL)
BY = System("test")
NOBODYS = uuid.UUID("0badc0de-0000-4000-8000-000000000000")


@pytest.fixture(autouse=True)
def law(db, clock):
    factories.laws()
    clock(AT)


@pytest.fixture
def privacy():
    return factories.viewer(Role.PRIVACY_OFFICER)


@pytest.fixture
def told(privacy):
    for role in RecipientRole:
        services.name_recipient(role, f"{role}@example.gov", by=privacy)


# --- What happens, and what is said of it --------------------------------------------


def forbidden_member():
    return factories.membership(
        Role.OFFICER,
        of=factories.unit(Mission.CIVIL_IMMIGRATION, name=f"{PREFIX}Unit"),
        account=factories.account(
            sign_in_name=f"{PREFIX}{uuid.uuid4().hex[:6]}".lower(),
            display_name=f"{PREFIX}Officer",
        ),
    )


def a_forbidden_account_is_refused() -> None:
    ActEvent.objects.create(
        act="account.sign_in",
        outcome="refused",
        reason="forbidden",
        target_kind="account",
        target_id=str(forbidden_member().account_id),
    )


def a_session_of_a_forbidden_unit_begins() -> None:
    member = forbidden_member()
    begin_session(member.account_id, member.pk)


def something_is_shown_against_the_law() -> None:
    """As it would be after a fault: shown to a unit that was criminal then, recorded as
    of a unit that the law forbids.
    """
    booking = factories.booking(
        person=factories.person(surname=f"{PREFIX}Surname", given_name=f"{PREFIX}Name")
    )
    clerk = factories.membership(Role.BOOKING_CLERK)
    factories.permit(clerk.unit, booking.facility)
    bookings.open_record(factories.viewer_of(clerk), booking.pk)
    shown = ViewEvent.objects.filter(kind="opened").values().last()
    shown.pop("id")
    shown |= {
        "mission": "civil_immigration",
        "in_immigration_department": True,
        "account_id": forbidden_member().account_id,
    }
    ViewEvent.objects.bulk_create([ViewEvent(**shown)])


def a_job_dies() -> None:
    open_finding(FindingKind.JOB_LATE, FindingTarget.JOB, "scan", {}, by=BY)


def a_duty_is_overdue() -> None:
    open_finding(FindingKind.DUTY_OVERDUE, FindingTarget.DUTY, "1:train", {}, by=BY)


def the_record_fails() -> None:
    open_finding(FindingKind.FAILED_LOGGING, FindingTarget.JOB, "record", {}, by=BY)


def a_paper_is_not_served() -> None:
    open_finding(
        FindingKind.UNSERVED_PAPER, FindingTarget.BOOKING, "of-somebody", {}, by=BY
    )


def a_consulate_is_not_told() -> None:
    open_finding(
        FindingKind.CONSULATE_UNTOLD, FindingTarget.DOCKET, "of-somebody", {}, by=BY
    )


# fmt: off
HAPPENS = [
    # what happens                         is told as                    with
    (a_forbidden_account_is_refused,       NoticeKind.FORBIDDEN_USED,    {"sign_ins_refused": 1, "accounts_refused": 1, "sessions": 0}),
    (a_session_of_a_forbidden_unit_begins, NoticeKind.FORBIDDEN_USED,    {"sign_ins_refused": 0, "accounts_refused": 0, "sessions": 1}),
    (something_is_shown_against_the_law,   NoticeKind.SHOWN_AGAINST_LAW, {"accounts": 1, "kinds_of_showing": 1}),
    (a_job_dies,                           NoticeKind.JOB_DEAD,          {"jobs": 1}),
    (a_duty_is_overdue,                    NoticeKind.DUTY_OVERDUE,      {"duties": 1}),
    (the_record_fails,                     NoticeKind.FAILED_LOGGING,    {"failures": 1}),
    (a_paper_is_not_served,                NoticeKind.DESK_OVERDUE,      {"unserved_paper": 1}),
    (a_consulate_is_not_told,              NoticeKind.DESK_OVERDUE,      {"consulate_untold": 1}),
]
# fmt: on
IDS = [row[0].__name__ for row in HAPPENS]


def beat(clock, start: datetime, until: datetime):
    """Run the pushing job whenever its own line of the schedule says."""
    line = next(one for one in schedule.scheduled() if one.name == "push_notices")
    assert isinstance(line.schedule, crontab)
    due = schedule.next_after(line.schedule, start)
    while due <= until:
        clock(due)
        tasks.push_notices()
        yield due
        due = schedule.next_after(line.schedule, due)


@pytest.mark.parametrize(("happens", "kind", "counts"), HAPPENS, ids=IDS)
def test_it_is_told_to_three_places_within_the_hour_and_once(
    happens, kind, counts, told, clock
):
    for _ in beat(clock, AT - timedelta(minutes=10), AT):
        pass
    assert not Notice.objects.exists()
    clock(AT)
    happens()

    for _ in beat(clock, AT, AT + timedelta(hours=3)):
        pass

    notice = Notice.objects.get()
    assert (notice.kind, notice.counts) == (kind, counts)
    assert notice.opened_at - AT < timedelta(hours=1)
    deliveries = notice.deliveries.select_related("recipient")
    assert {d.recipient.role for d in deliveries} == set(RecipientRole)
    assert all(d.sent_at - AT < timedelta(hours=1) for d in deliveries)
    assert sorted(m.to[0] for m in mail.outbox) == sorted(
        f"{role}@example.gov" for role in RecipientRole
    )


@pytest.mark.parametrize(("happens", "kind", "counts"), HAPPENS, ids=IDS)
def test_no_mail_and_no_page_of_it_says_a_word_of_anybody(
    happens, kind, counts, told, clock, client
):
    happens()
    clock(AT + timedelta(minutes=1))
    tasks.push_notices()

    said = [m.subject + m.body + str(m.extra_headers) for m in mail.outbox]
    said += [
        body_of(client.get(reverse("compliance:notice", args=[d.token])))
        for d in Delivery.objects.all()
    ]
    assert len(said) == 6
    for text in said:
        assert PREFIX.lower() not in text.lower()
        assert not re.search(r"\b(person|booking)_id\b", text)
        for account in Account.objects.values_list("display_name", flat=True):
            assert account not in text
        for unit in Unit.objects.values_list("name", flat=True):
            assert unit not in text


def test_what_happens_often_is_told_at_most_every_half_hour_and_all_of_it(told, clock):
    """Within the hour each; no flood, and nothing falls between two notices."""
    instants = [AT + timedelta(minutes=7 * n) for n in range(10)]
    for here, following in itertools.pairwise([*instants, AT + timedelta(hours=3)]):
        clock(here)
        a_forbidden_account_is_refused()
        for _ in beat(clock, here, following):
            pass

    found = list(Notice.objects.order_by("opened_at"))
    assert sum(n.counts["sign_ins_refused"] for n in found) == 10
    for instant in instants:
        first = next(n for n in found if n.covers_from <= instant < n.covers_until)
        assert first.opened_at - instant < timedelta(hours=1)
    for earlier, later in itertools.pairwise(found):
        assert later.opened_at - earlier.opened_at >= timedelta(minutes=30)
        assert later.covers_from >= earlier.covers_until


def test_a_run_that_is_hours_late_tells_what_was_missed(told, clock):
    tasks.push_notices()
    a_duty_is_overdue()
    clock(AT + timedelta(hours=30))

    tasks.push_notices()

    assert Notice.objects.get().kind == "duty_overdue"


def test_nothing_lawful_is_told(told, clock):
    member = factories.membership(Role.BOOKING_CLERK)
    begin_session(member.account_id, member.pk)
    booking = factories.booking()
    bookings.open_record(factories.viewer_of(member), booking.pk)
    clock(AT + timedelta(minutes=5))

    tasks.push_notices()

    assert not Notice.objects.exists()


def test_a_refusal_at_the_door_itself_is_told(told, clock):
    """Not only an event of a test's own making."""
    member = forbidden_member()
    member.account.set_password("correct horse battery staple")
    member.account.save()
    Client().post(
        reverse("access:sign_in"),
        {
            "sign_in_name": member.account.sign_in_name,
            "password": "correct horse battery staple",
        },
    )
    clock(AT + timedelta(minutes=5))

    tasks.push_notices()

    assert Notice.objects.get().kind == "forbidden_used"


# --- Sent until it arrives -----------------------------------------------------------


def test_a_mail_server_that_refuses_is_kept_red_and_tried_again(
    told, clock, privacy, monkeypatch
):
    a_job_dies()
    clock(AT + timedelta(minutes=5))
    monkeypatch.setattr(settings, "EMAIL_BACKEND", "jailrecords.mail.NoMail")
    tasks.push_notices()
    for delivery in Delivery.objects.all():
        assert (delivery.attempts, delivery.error, delivery.sent_at) == (
            1,
            "NoMailServer",
            None,
        )
    page = body_of(signed_in(privacy).get(reverse("compliance:jobs")))
    assert "3 notices not sent" in page

    monkeypatch.undo()
    clock(AT + timedelta(minutes=10))
    monkeypatch.setattr(
        settings, "EMAIL_BACKEND", "django.core.mail.backends.locmem.EmailBackend"
    )
    tasks.push_notices()
    tasks.push_notices()

    assert len(mail.outbox) == 3
    assert not Delivery.objects.filter(sent_at=None).exists()
    assert "not sent" not in body_of(signed_in(privacy).get(reverse("compliance:jobs")))


def test_one_address_that_fails_holds_up_no_other(told, clock, monkeypatch):
    a_job_dies()
    clock(AT + timedelta(minutes=5))
    send = mailing.EmailMessage.send

    def refused(message, *arguments):
        if message.to == ["auditor@example.gov"]:
            raise OSError("auditor@example.gov")
        return send(message, *arguments)

    monkeypatch.setattr(mailing.EmailMessage, "send", refused)

    tasks.push_notices()

    assert len(mail.outbox) == 2
    failed = Delivery.objects.get(sent_at=None)
    assert (failed.recipient.role, failed.error) == ("auditor", "OSError")


@pytest.mark.django_db(transaction=True)
def test_two_that_push_at_once_send_each_mail_once(clock):
    """Past the job's own lock: by the job and by the command."""
    factories.laws()
    for role in RecipientRole:
        Recipient.objects.create(role=role, mail=f"{role}@example.gov")
    a_job_dies()
    clock(AT + timedelta(minutes=5))
    begun = threading.Barrier(2)

    def push():
        begun.wait(20)
        services.notice(by=BY)
        services.deliver(by=BY)
        connections.close_all()

    both = [threading.Thread(target=push) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()

    services.deliver(by=BY)
    assert Notice.objects.count() == 1
    assert len(mail.outbox) == 3


def test_without_anybody_named_it_is_on_record_and_red(clock, privacy):
    a_job_dies()
    clock(AT + timedelta(minutes=5))

    tasks.push_notices()

    assert Notice.objects.count() == 1
    assert not Delivery.objects.exists()
    page = body_of(signed_in(privacy).get(reverse("compliance:jobs")))
    assert "Nobody is named to be told" in page


# --- Who was told, and that they opened it -------------------------------------------


@pytest.fixture
def delivery(told, clock) -> Delivery:
    a_forbidden_account_is_refused()
    clock(AT + timedelta(minutes=5))
    tasks.push_notices()
    return Delivery.objects.get(recipient__role="council_chair")


def test_opening_is_recorded_once_and_for_that_recipient_alone(delivery, clock, client):
    address = reverse("compliance:notice", args=[delivery.token])
    assert address in next(
        m.body for m in mail.outbox if m.to == ["council_chair@example.gov"]
    )
    client.head(address)
    assert not Delivery.objects.exclude(opened_at=None).exists()
    clock(AT + timedelta(minutes=20))

    page = client.get(address)
    clock(AT + timedelta(minutes=40))
    client.get(address)

    assert page.status_code == 200
    assert "Sign-ins refused" in body_of(page)
    opened = Delivery.objects.exclude(opened_at=None).get()
    assert (opened.pk, opened.opened_at - AT) == (delivery.pk, timedelta(minutes=20))


def test_an_unknown_token_is_not_found_like_any_other_address(client, delivery):
    unknown = client.get(reverse("compliance:notice", args=[NOBODYS]))

    assert unknown.status_code == 404
    assert "Sign-ins" not in body_of(unknown)
    assert delivery.token.version == 4


def test_the_page_says_who_was_told_when_and_that_they_opened_it(
    delivery, client, privacy
):
    client.get(reverse("compliance:notice", args=[delivery.token]))

    page = body_of(signed_in(privacy).get(reverse("compliance:notices")))

    assert "A forbidden account was used" in page
    assert "Council chair" in page
    assert page.count("opened</span>") == 1
    assert str(delivery.token) not in page


@pytest.mark.parametrize(
    ("role", "reads", "names"),
    [
        (Role.PRIVACY_OFFICER, 200, 302),
        (Role.AUDITOR, 200, 403),
        (Role.ADMINISTRATOR, 403, 403),
        (Role.COUNCIL_STAFF, 403, 403),
    ],
)
def test_who_reads_notices_and_who_names_whom(role, reads, names):
    browser = signed_in(factories.viewer(role))

    assert browser.get(reverse("compliance:notices")).status_code == reads
    named = browser.post(
        reverse("compliance:name_recipient"),
        {"role": "auditor", "mail": "new@example.gov"},
    )
    assert named.status_code == names


def test_a_new_address_keeps_the_old_one_on_record(told, privacy, clock):
    clock(AT + timedelta(days=1))
    browser = signed_in(privacy)

    wrong = browser.post(
        reverse("compliance:name_recipient"), {"role": "auditor", "mail": "nobody"}
    )
    browser.post(
        reverse("compliance:name_recipient"),
        {"role": "auditor", "mail": "new@example.gov"},
    )

    assert "error-summary" in body_of(wrong)
    old, new = Recipient.objects.filter(role="auditor").order_by("since")
    assert (old.mail, old.until) == ("auditor@example.gov", AT + timedelta(days=1))
    assert (new.mail, new.until) == ("new@example.gov", None)


# fmt: off
REFUSED = {
    "another count":        lambda: Notice.objects.update(counts={}),
    "a notice less":        lambda: Notice.objects.all()._raw_delete("default"),
    "sent at another time": lambda: Delivery.objects.update(sent_at=now() - timedelta(days=1)),
    "never sent":           lambda: Delivery.objects.update(sent_at=None),
    "never opened":         lambda: Delivery.objects.update(opened_at=None),
    "another token":        lambda: Delivery.objects.update(token=NOBODYS),
    "a delivery less":      lambda: Delivery.objects.all()._raw_delete("default"),
    "another address":      lambda: Recipient.objects.update(mail="x@example.gov"),
    "a recipient less":     lambda: Recipient.objects.all()._raw_delete("default"),
    "looked at again":      lambda: connection.cursor().execute("UPDATE compliance_noticemark SET covered_until = covered_until - interval '1 day'"),
    "told a second time":   lambda: Notice.objects.create(kind=(n := Notice.objects.first()).kind, covers_from=n.covers_from, covers_until=n.covers_until),
    "two for one place":    lambda: Recipient.objects.create(role="auditor", mail="x@example.gov"),
}
# fmt: on


@pytest.mark.parametrize("attempt", REFUSED.values(), ids=REFUSED)
def test_the_database_refuses(attempt, delivery, client):
    client.get(reverse("compliance:notice", args=[delivery.token]))
    Delivery.objects.exclude(pk=delivery.pk).update(opened_at=now())

    with pytest.raises(DatabaseError), transaction.atomic():
        attempt()


# --- Reminders -----------------------------------------------------------------------

# fmt: off
UNUSED = [
    # days not used, each with a run     reminded of, so many days before the ninetieth
    ((59,),                              []),
    ((60,),                              [30]),
    ((60, 60, 61, 74),                   [30]),
    ((60, 75),                           [30, 15]),
    ((75, 76, 89),                       [15]),       # no run in time for the first
    ((60, 75, 90, 91),                   [30, 15]),
    ((90,),                              []),         # dormant: a finding by now
]
# fmt: on


@pytest.mark.parametrize(("days", "reminded"), UNUSED)
def test_an_account_not_used_is_warned_of_at_60_and_75_days(days, reminded, clock):
    member = factories.membership(
        Role.OFFICER,
        account=factories.account(last_sign_in_at=AT, email="holder@example.gov"),
    )
    for day in days:
        clock(AT + timedelta(days=day))
        tasks.remind()

    kept = Reminder.objects.filter(account=member.account).order_by("pk")
    assert [one.days for one in kept] == reminded
    assert [m.to for m in mail.outbox] == [["holder@example.gov"]] * len(reminded)
    for message in mail.outbox:
        assert member.account.display_name not in message.body


def test_an_account_without_an_address_is_counted_and_not_forgotten(clock):
    account = factories.membership(
        Role.OFFICER, account=factories.account(last_sign_in_at=AT)
    ).account
    clock(AT + timedelta(days=61))
    tasks.remind()
    assert Reminder.objects.get().error == "no_address"
    with acting(None, "test"):
        Account.objects.filter(pk=account.pk).update(email="late@example.gov")

    tasks.remind()

    assert [m.to for m in mail.outbox] == [["late@example.gov"]]


def test_an_agreement_about_to_end_is_told_to_its_coordinators_and_privacy(clock):
    unit = factories.unit(Mission.CRIMINAL)
    Agreement.objects.filter(agency=unit.agency).delete()
    factories.agreement(
        unit.agency,
        starts_at=AT - timedelta(days=300),
        ends_at=AT + timedelta(days=40),
    )
    for role, of, name in (
        (Role.COORDINATOR, unit, "own"),
        (Role.COORDINATOR, None, "strangers"),
        (Role.PRIVACY_OFFICER, None, "privacy"),
    ):
        factories.membership(
            role,
            of=of,
            account=factories.account(
                email=f"{name}@example.gov", last_sign_in_at=AT + timedelta(days=40)
            ),
        )
    Agreement.objects.exclude(agency=unit.agency).update(
        ends_at=AT + timedelta(days=900)
    )
    sent = {}
    for day in range(9, 43):
        clock(AT + timedelta(days=day))
        tasks.remind()
        if mail.outbox:
            sent[40 - day] = sorted(m.to[0].partition("@")[0] for m in mail.outbox)
            mail.outbox.clear()

    assert sent == {day: ["own", "privacy"] for day in (30, 7, 0)}


def test_a_reminder_speaks_of_a_day_in_the_jails_time():
    body = mailing.reminder_body("training", AT)

    assert "November 16, 2026 at 10:02" in body
    assert Finding.objects.count() == 0
