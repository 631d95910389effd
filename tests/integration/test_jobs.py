"""Work that happens by itself: every run is on record, and a job that is late is red."""

import threading
from datetime import UTC, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from celery.schedules import crontab
from django.core.management import call_command
from django.db import DatabaseError, connection, connections, transaction
from django.urls import reverse

from access.enums import FieldClass, Mission, Role
from access.viewer import System
from audit import sealer
from audit.clock import now
from audit.models import ActEvent, Checkpoint, ViewEvent
from bookings import selectors as bookings
from compliance import jobs, schedule, tasks
from compliance.enums import FindingKind, JobOutcome
from compliance.models import Finding, HistoryReview, JobRun, Notice, Reminder
from compliance.selectors import reviews
from compliance.selectors.jobs import jobs_now
from compliance.services import notices, watching
from tests import factories
from tests.clients import body_of, signed_in

JAIL = ZoneInfo("America/Los_Angeles")
BY = System("test")
TASKS = [one.name for one in schedule.scheduled()]


def at(text: str) -> datetime:
    instant = datetime.fromisoformat(text)
    return instant if instant.tzinfo else instant.replace(tzinfo=JAIL)


def run_all() -> None:
    for name in TASKS:
        getattr(tasks, name)()


def state_of(name: str):
    return next(one for one in jobs_now(now()).states if one.name == name)


# --- Every run is on record ----------------------------------------------------------


def test_a_run_is_written_down_with_its_counts(law):
    factories.membership(Role.OFFICER)

    tasks.scan_accounts()

    run = JobRun.objects.get(job="scan_accounts")
    assert (run.outcome, run.detail) == ("done", {"accounts": 1, "opened": 0})
    assert run.started_at <= run.ended_at


def test_a_job_that_dies_is_kept_found_and_tried_again(law, monkeypatch):
    def dies(**_):
        raise ZeroDivisionError("the surname of somebody")

    monkeypatch.setattr("compliance.services.scan_accounts", dies)

    with pytest.raises(ZeroDivisionError):
        tasks.scan_accounts()

    run = JobRun.objects.get(job="scan_accounts")
    assert (run.outcome, run.error) == ("failed", "ZeroDivisionError")
    finding = Finding.objects.get()
    assert (finding.kind, finding.target_id) == ("job_late", "scan_accounts")
    assert "surname" not in str(finding.evidence) + str(run.detail)
    for name in TASKS:
        task = getattr(tasks, name)
        assert task.autoretry_for == (Exception,), name
        assert task.acks_late, name


def test_a_job_that_was_killed_is_found_by_the_next_run(law):
    JobRun.objects.create(job="remind")

    tasks.remind()

    killed, done = JobRun.objects.filter(job="remind").order_by("pk")
    assert (killed.outcome, killed.error, done.outcome) == ("failed", "killed", "done")
    assert Finding.objects.get().target_id == "remind"


def test_what_is_on_record_of_a_run_stands(law):
    tasks.remind()

    with pytest.raises(DatabaseError, match="stands"), transaction.atomic():
        JobRun.objects.update(outcome=JobOutcome.FAILED)


def test_what_runs_every_few_seconds_is_written_down_once_a_minute(law, clock):
    start = now()
    for seconds in (0, 5, 55, 60, 65):
        clock(start + timedelta(seconds=seconds))
        tasks.seal_history()

    runs = JobRun.objects.filter(job="seal_history").order_by("pk")
    assert [run.started_at - start for run in runs] == [
        timedelta(0),
        timedelta(seconds=60),
    ]


def test_old_runs_are_forgotten_but_the_last_of_each_job(law, clock):
    start = now()
    tasks.scan_accounts()
    tasks.remind()
    clock(start + timedelta(days=91))
    tasks.remind()

    watching.forget_old_runs(by=BY)

    assert sorted(JobRun.objects.values_list("job", flat=True)) == [
        "remind",
        "scan_accounts",
    ]


# --- Twice, at once, late, or not at all ---------------------------------------------


def somebody_of_every_kind() -> None:
    factories.membership(Role.OFFICER, of=factories.unit(Mission.CIVIL_IMMIGRATION))
    factories.membership(
        Role.OFFICER,
        account=factories.account(
            last_sign_in_at=now() - timedelta(days=76), email="a@example.gov"
        ),
    )
    factories.membership(
        Role.OFFICER,
        account=factories.account(last_sign_in_at=now() - timedelta(days=95)),
    )


def counted() -> dict:
    return {
        "findings": Finding.objects.count(),
        "notices": Notice.objects.count(),
        "reminders": Reminder.objects.count(),
    }


@pytest.mark.parametrize("name", TASKS)
def test_a_job_that_runs_twice_does_its_work_once(name, law):
    somebody_of_every_kind()
    task = getattr(tasks, name)
    task()
    once = counted()

    task()

    assert counted() == once


@pytest.mark.parametrize("name", TASKS)
@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_are_one(name):
    """The second sees the lock of the first, in a session of its own, and does nothing."""
    factories.laws()
    held, let_go = threading.Event(), threading.Event()

    def first():
        with jobs._alone(name):
            held.set()
            let_go.wait(20)
        connections.close_all()

    other = threading.Thread(target=first)
    other.start()
    try:
        assert held.wait(20)
        said = getattr(tasks, name)()
    finally:
        let_go.set()
        other.join()

    assert said == jobs.ALREADY_RUNNING
    assert not JobRun.objects.exists()
    assert getattr(tasks, name)() is None


def test_with_no_job_ever_run_nobody_sees_more_and_the_page_says_so(law, clock):
    """Law 5 and 6: what is open is decided at every request."""
    member = factories.membership(
        Role.OFFICER, account=factories.account(last_sign_in_at=now())
    )
    forbidden = factories.membership(
        Role.OFFICER, of=factories.unit(Mission.CIVIL_IMMIGRATION)
    )
    administrator = factories.viewer(Role.ADMINISTRATOR)
    assert not factories.viewer_of(forbidden).is_open

    page = body_of(signed_in(administrator).get(reverse("compliance:jobs")))
    clock(now() + timedelta(days=90))

    assert "Nothing has ever run here" in page
    assert not factories.viewer_of(member).is_open
    assert not JobRun.objects.exists()


# --- When each is due, and red -------------------------------------------------------

# fmt: off
DUE = [
    # schedule                            after                      is due
    (timedelta(seconds=5),                "2026-11-16T10:00",        "2026-11-16T10:00:05"),
    (crontab(),                           "2026-11-16T10:00:30",     "2026-11-16T10:01"),
    (crontab(minute="*/5"),               "2026-11-16T10:55",        "2026-11-16T11:00"),
    (crontab(minute=25),                  "2026-11-16T10:25",        "2026-11-16T11:25"),
    (crontab(hour=3, minute=10),          "2026-11-16T03:09",        "2026-11-16T03:10"),
    (crontab(hour=3, minute=10),          "2026-11-16T03:10",        "2026-11-17T03:10"),
    (crontab(hour=3, minute=10),          "2026-12-31T04:00",        "2027-01-01T03:10"),
    (crontab(hour=6, minute=0, day_of_week=1), "2026-11-16T06:00",   "2026-11-23T06:00"),
    (crontab(hour=3, minute=10),          "2026-03-07T03:10",        "2026-03-08T03:10"),  # 23 hours later
    (crontab(hour=3, minute=10),          "2026-10-31T03:10",        "2026-11-01T03:10"),  # 25 hours later
    (crontab(minute="*/5"),               "2026-03-08T01:55",        "2026-03-08T03:00"),  # clocks go forward
    (crontab(minute="*/5"),               "2026-11-01T01:55-07:00",  "2026-11-01T01:00-08:00"),  # and back
]
# fmt: on


@pytest.mark.parametrize(("line", "after", "due"), DUE)
def test_when_a_job_is_due_next(line, after, due):
    assert schedule.next_after(line, at(after)) == at(due)


def test_nothing_is_set_in_the_hour_that_some_days_lack():
    for one in schedule.scheduled():
        if isinstance(one.schedule, crontab) and len(one.schedule.hour) < 24:
            assert not one.schedule.hour & {1, 2}, one.title


# fmt: off
RED = [
    # job               after its last run           is
    ("scan_accounts",   timedelta(hours=23),         ""),
    ("scan_accounts",   timedelta(days=1, minutes=15), ""),
    ("scan_accounts",   timedelta(days=1, minutes=16), "late"),
    ("scan_evidence",   timedelta(minutes=75),       ""),
    ("scan_evidence",   timedelta(minutes=76),       "late"),
    ("push_notices",    timedelta(minutes=20),       ""),
    ("push_notices",    timedelta(minutes=21),       "late"),
    ("seal_history",    timedelta(minutes=15),       ""),
    ("seal_history",    timedelta(minutes=16),       "late"),
]
BEGAN = {"scan_accounts": "2026-11-16T03:10", "scan_evidence": "2026-11-16T10:25",
         "push_notices": "2026-11-16T10:00", "seal_history": "2026-11-16T10:00"}
# fmt: on


@pytest.mark.parametrize(("name", "later", "why"), RED)
def test_a_job_is_red_a_quarter_of_an_hour_after_it_was_due(
    name, later, why, law, clock
):
    clock(at(BEGAN[name]))
    getattr(tasks, name)()

    clock(at(BEGAN[name]) + later)

    assert state_of(name).why == why


def test_a_failed_run_is_red_until_one_goes_well(law, clock):
    clock(at("2026-11-16T10:00"))
    JobRun.objects.create(
        job="remind", outcome=JobOutcome.FAILED, ended_at=now(), error="X"
    )
    assert state_of("remind").why == "failed"

    clock(at("2026-11-16T10:01"))
    tasks.remind()

    assert state_of("remind").why == ""


def test_a_dead_worker_is_seen_by_the_page_alone(law, clock):
    start = at("2026-11-16T10:00")
    clock(start)
    run_all()
    notices.name_recipient(
        "auditor", "a@example.gov", by=factories.viewer(Role.PRIVACY_OFFICER)
    )
    assert jobs_now(now()).red == 0
    runs = JobRun.objects.count()

    clock(start + timedelta(minutes=16))
    privacy = factories.viewer(Role.PRIVACY_OFFICER)
    page = body_of(signed_in(privacy).get(reverse("compliance:jobs")))
    council = body_of(signed_in(privacy).get(reverse("compliance:council")))

    assert "The worker or the scheduler is dead" in page
    assert "Nothing has begun since Nov 16, 2026, 10:00" in page
    assert "Not all that should run by itself is well" in council
    assert JobRun.objects.count() == runs


def test_a_late_job_becomes_a_finding_once_and_a_new_one_is_waited_for(law, clock):
    start = at("2026-11-16T10:00")
    clock(start)
    tasks.watch_jobs()
    assert not Finding.objects.exists()
    assert state_of("remind").last.outcome == JobOutcome.EXPECTED

    clock(start + timedelta(hours=22))
    for _ in range(2):
        tasks.watch_jobs()

    found = set(Finding.objects.values_list("target_id", flat=True))
    assert {"remind", "scan_accounts", "push_notices"} <= found
    assert Finding.objects.count() == len(found)


def test_the_command_watches_while_scheduler_and_worker_are_dead(law, clock):
    start = at("2026-11-16T10:00")
    clock(start)
    run_all()
    clock(start + timedelta(hours=1))
    said = StringIO()

    call_command("watch", stdout=said)

    assert said.getvalue().count("done") == 3
    assert Finding.objects.filter(kind="job_late", target_id="push_notices").exists()
    assert jobs_now(now()).is_dead, "a run by command is no sign of life"


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.ADMINISTRATOR, 200),
        (Role.PRIVACY_OFFICER, 200),
        (Role.AUDITOR, 200),
        (Role.COUNCIL_STAFF, 403),
        (Role.OFFICER, 403),
    ],
)
def test_who_sees_the_jobs(role, status, law):
    page = signed_in(factories.viewer(role)).get(reverse("compliance:jobs"))

    assert page.status_code == status


# --- The record itself ---------------------------------------------------------------


def failed() -> list[str]:
    return watching.check_record(by=BY)["failed"]


def test_a_trial_of_the_record_leaves_nothing_behind(law):
    events = ActEvent.objects.count(), ViewEvent.objects.count()

    assert failed() == []

    assert (ActEvent.objects.count(), ViewEvent.objects.count()) == events
    assert not Finding.objects.exists()


def test_sealing_that_stands_still_is_found_within_the_hour(law, clock):
    start = now()
    clock(start)
    signed_in(factories.viewer(Role.ADMINISTRATOR)).get(
        reverse("bookings:search")
    )  # a refusal, which is an act
    assert ActEvent.objects.exists()
    clock(start + timedelta(minutes=14))
    assert failed() == []

    clock(start + timedelta(minutes=16))

    assert failed() == ["sealing_keeps_up"]
    finding = Finding.objects.get(kind=FindingKind.FAILED_LOGGING)
    assert finding.evidence == {"checks": ["sealing_keeps_up"]}


def test_a_record_that_cannot_be_written_is_found(law, monkeypatch):
    def refused(*_, **__):
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO audit_actevent (act) VALUES (NULL)")

    monkeypatch.setattr(watching, "record_act", refused)

    assert failed() == ["act_is_written"]


def test_a_seal_of_another_key_is_found(law):
    Checkpoint.objects.create(
        tree_size=1,
        root=b"x" * 32,
        frontier=b"x" * 32,
        sealed_before="1",
        sealed_at=datetime(2026, 1, 1, tzinfo=UTC),
        signature=b"y" * 64,
    )

    assert "seal_is_ours" in failed()
    assert sealer.signing_key() is not None


# --- The weekly review ---------------------------------------------------------------


def showings(member, times: int) -> None:
    viewer = factories.viewer_of(member)
    for _ in range(times):
        bookings.open_record(viewer, factories.booking().pk)


def test_each_week_each_reviewing_unit_has_one_review_of_the_week_that_is_over(
    law, clock
):
    clock(at("2026-11-11T10:00"))
    privacy = factories.membership(Role.PRIVACY_OFFICER)
    busy, quiet = (factories.membership(Role.BOOKING_CLERK) for _ in range(2))
    showings(busy, 3)
    showings(quiet, 1)
    clock(at("2026-11-16T06:00"))
    for _ in range(2):
        tasks.review_history()

    review = HistoryReview.objects.get()
    assert (f"{review.week}", review.unit_id) == ("2026-11-09", privacy.unit_id)
    assert review.sample == [busy.account_id, quiet.account_id]
    assert review.due_at == at("2026-11-23T00:00")


def test_those_whom_care_alone_showed_something_are_looked_at_whoever_was_busier(
    law, clock
):
    """The jail's own ask nobody for safety alerts and facts of health: some of them are
    on every week's sample, and none of another agency is for that.
    """
    clock(at("2026-11-11T10:00"))
    privacy = factories.membership(Role.PRIVACY_OFFICER)
    for _ in range(reviews.BUSIEST + reviews.OTHERS):
        showings(factories.membership(Role.RECORDS_OFFICER), 3)
    place = factories.facility()
    nurses = []
    for _ in range(reviews.OTHERS + reviews.CARE + 1):
        nurse = factories.membership(Role.NURSE)
        factories.permit(nurse.unit, place, [FieldClass.SAFETY, FieldClass.HEALTH])
        bookings.open_record(
            factories.viewer_of(nurse), factories.booking(facility=place).pk
        )
        nurses.append(nurse.account_id)
    clock(at("2026-11-16T06:00"))
    tasks.review_history()

    review = HistoryReview.objects.get()
    assert len(review.sample) == reviews.BUSIEST + reviews.OTHERS + reviews.CARE
    assert set(review.sample[-reviews.CARE :]) < set(nurses)
    told = {one.account.pk: one for one in reviews.sampled(review)}
    assert {(told[n].safety, told[n].health) for n in review.sample[-5:]} == {(1, 1)}
    page = signed_in(factories.viewer_of(privacy)).get(
        reverse("compliance:history_review", args=[review.pk])
    )
    assert body_of(page).count("Safety alerts of 1 person, health of 1.") >= 5


def test_what_nobody_signed_in_time_is_found_once(law, clock):
    clock(at("2026-11-16T06:00"))
    unit = factories.membership(Role.PRIVACY_OFFICER).unit
    tasks.review_history()
    clock(at("2026-11-22T23:59"))
    tasks.review_history()
    assert not Finding.objects.exists()

    clock(at("2026-11-23T00:00"))
    for _ in range(2):
        tasks.review_history()

    finding = Finding.objects.get()
    assert (finding.kind, finding.target_kind, finding.target_id) == (
        "unreviewed",
        "unit",
        str(unit.pk),
    )


def test_a_review_is_signed_once_by_somebody_of_its_unit(law):
    member = factories.membership(Role.PRIVACY_OFFICER)
    stranger = factories.viewer(Role.RECORDS_SUPERVISOR)
    review = factories.history_review(member.unit)
    address = reverse("compliance:history_review", args=[review.pk])
    browser = signed_in(factories.viewer_of(member))
    assert signed_in(stranger).get(address).status_code == 404
    assert signed_in(stranger).post(address, {"words": "x"}).status_code == 404

    assert browser.post(address, {"words": ""}).status_code == 200
    assert browser.post(address, {"words": "All in order."}).status_code == 302
    again = browser.post(address, {"words": "Once more."})

    assert "signed already" in body_of(again)
    review.refresh_from_db()
    assert (review.signed_by_id, review.words) == (member.account_id, "All in order.")
    for change in ({"words": "other"}, {"sample": [1]}, {"signed_at": None}):
        with pytest.raises(DatabaseError), transaction.atomic():
            HistoryReview.objects.update(**change)
