"""Law 11. Every change leaves history, however it was written, with who and why.

Every model with a history is covered from the model registry; one without needs
its reason below.
"""

import hashlib
import io
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import DatabaseError, ProgrammingError, connection, transaction
from django.db.models import F
from django.db.models.functions import Upper
from django.db.models.signals import post_delete, pre_delete
from django.test import override_settings

from access.enums import Basis, FieldClass, Role
from access.models import Account, MissionDetail, Network, Passkey, Proposal, TotpDevice
from access.viewer import System
from audit import history
from audit.acting import acting
from audit.clock import now
from bookings.models import (
    Address,
    Alias,
    AuthorNotice,
    Booking,
    Charge,
    Detainer,
    HealthMark,
    HousingUnit,
    IntakeDraft,
    LegalHold,
    Mark,
    Person,
    Photo,
    PhysicalDescription,
    TextReading,
)
from bookings.services import decide_link, propose_link
from compliance import services as compliance
from compliance.models import Adoption, LogImport, Shift
from compliance.services import campaigns, drills
from disclosures.models import Inquiry, InterviewRequest
from jailrecords.database import APP_ROLE, as_owner
from tests import factories
from tests.canaries import Planter
from tests.world import OF_BOOKING, by

OUR_APPS = ("audit", "access", "bookings", "warrants", "disclosures", "compliance")
TRACKED = sorted(history.tracked(), key=lambda pair: pair[0]._meta.label)
OPERATIONS = ("insert", "update", "delete")

# Why a model has no history. Whoever adds a model gives it one, or a reason here.
WITHOUT_HISTORY = {
    "audit.ViewEvent": "is the history itself: insert-only by trigger and privilege",
    "audit.ActEvent": "is the history itself: insert-only by trigger and privilege",
    "audit.RegisteredShape": "insert-only, written by migrate alone",
    "audit.SealedLeaf": "insert-only: the place of an event in the signed tree",
    "audit.Checkpoint": "insert-only: a signed head of the tree",
    "audit.WriteCount": "is the meter of the history: written by triggers alone",
    "audit.HistoryRemoval": "is the meter of the history: written by triggers alone",
    "audit.MeteredTable": "is the meter of the history: written by migrate alone",
    "audit.TypedText": "typed text is erased by its schedule; a history would keep it",
    "access.LawVersion": "insert-only: a law that was loaded is never changed",
    "access.Approval": "insert-only: a decision is never changed",
    "access.Training": "insert-only: evidence of what somebody was told",
    "access.BannerAcknowledgement": "insert-only: evidence of what somebody was told",
    "bookings.PaperPage": "a copy of what is forgotten by its key would outlive it",
    "warrants.InstrumentPart": "a copy of what its key seals would outlive it",
    "warrants.CallBack": "insert-only: evidence of whom somebody called",
    "access.RecoveryCode": "made ten at once and used once; each of it is an act",
    "access.Challenge": "lasts two minutes, and goes with its answer",
    "compliance.LawDayReport": "insert-only: what a law's first day was like",
    "compliance.DutyProof": "insert-only: evidence of what was done",
    "access.AccountSession": "is written each minute; ended once, by trigger for good",
    "access.SignInAttempt": "insert-only: evidence of who tried to come in",
    "access.SignInLock": "written once and released once, by trigger for good",
    "compliance.KnownDomain": "common knowledge about domains, loaded by command",
    "compliance.KnownOri": "common knowledge about agencies, loaded by command",
    "compliance.LogName": "read out of an imported log, and gone with its import",
    "bookings.ContinuitySheet": "insert-only: which sheet was made, of whom, by keys",
    "bookings.SheetOpening": "insert-only: that a sheet was opened",
    "bookings.ConsularCase": "a history would outlive the key that purges it",
    "bookings.RetentionSchedule": "insert-only: as two people approved it",
    "bookings.DispositionRun": "insert-only: what two people agreed upon",
    "bookings.DispositionItem": "is answered once, which stands by trigger",
    "bookings.ConsularSchedule": "insert-only: as two people approved it",
    "bookings.LegalText": "insert-only: the very words that somebody was given",
    "bookings.TextReview": "insert-only: evidence of who read a text over",
    "bookings.MandatoryCountry": "common knowledge about treaties, dated row by row",
    "bookings.DataKey": "a history would keep a key that is destroyed",
    "bookings.MarkCode": "a table of the FBI's, loaded by command",
    "bookings.FederalOffice": "a public list of offices, loaded by command",
    "bookings.NameKey": "derived: numbers made of names whose own history is kept",
    "bookings.RosterSource": "where rosters come from; never changed",
    "bookings.RosterPerson": "a keyed digest beside a person, whose history is kept",
    "bookings.RosterStay": "a keyed digest beside a booking, whose history is kept",
    "bookings.RosterLine": "rows on their way in: empty outside an import",
    "bookings.HousingAssignment": "is the history of where somebody was housed, by trigger",
    "bookings.NumberCounter": "a count; each number stands on its booking",
    "bookings.Nickname": "common knowledge about names, loaded by command",
    "compliance.FindingStep": "insert-only: is the history of what was done",
    "compliance.JobRun": "is a log itself: each run is told of once, at its end",
    "compliance.Notice": "insert-only: evidence of what somebody was told of",
    "compliance.NoticeMark": "how far a job has come; never set back, by trigger",
    "compliance.Reminder": "is a log itself: sent once, which stands by trigger",
    "compliance.Scan": "a count of one moment, written once and read by nobody else",
}


def test_every_model_has_a_history_or_a_reason():
    with_history = {model for model, _ in TRACKED}
    past = {historical for _, historical in TRACKED}
    without = {
        model._meta.label
        for model in apps.get_models()
        if model._meta.app_label in OUR_APPS and model not in with_history | past
    }
    assert without == set(WITHOUT_HISTORY), (
        "give the model `history = kept_history()`, or a reason in WITHOUT_HISTORY"
    )


# --- What stands in the database ------------------------------------------------------


def rows(sql: str, params=()) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def columns(table: str) -> set[str]:
    return {
        name
        for (name,) in rows(
            "SELECT attname FROM pg_attribute WHERE attrelid = to_regclass(%s)"
            " AND attnum > 0 AND NOT attisdropped",
            [f'public."{table}"'],
        )
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("model", "past"), TRACKED, ids=[m._meta.label for m, _ in TRACKED]
)
def test_its_triggers_stand_and_cannot_be_stepped_round(model, past):
    """Fired always, also for a replica; running as the owner; for every operation."""
    found = rows(
        """SELECT t.tgname, t.tgenabled, p.prosecdef, pg_get_userbyid(p.proowner)
           FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
           WHERE t.tgrelid = to_regclass(%s) AND t.tgname LIKE 'zz\\_history\\_%%'""",
        [f'public."{model._meta.db_table}"'],
    )
    assert {name for name, *_ in found} == {f"zz_history_{op}" for op in OPERATIONS}
    for name, enabled, as_definer, owner in found:
        assert (enabled, as_definer) == ("A", True), name
        assert owner != APP_ROLE, name


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("model", "past"), TRACKED, ids=[m._meta.label for m, _ in TRACKED]
)
def test_it_keeps_every_column_but_those_left_out_on_purpose(model, past):
    left_out = {
        "access_account": {"password"},
        "access_totpdevice": {"secret"},
        "access_passkey": {"credential"},
        "bookings_advisement": {"signature"},
        "bookings_intakedraft": {"saves"},
        "bookings_photo": {"image"},
        "bookings_probablecausestatement": {"withheld_text"},
        "compliance_adoption": {"source", "preview"},
    }
    table = model._meta.db_table
    own = columns(past._meta.db_table)
    about = {name for name in own if name.startswith("history_")}

    assert own - about == columns(table) - left_out.get(table, set())
    assert about == {
        *("history_id", "history_date", "history_type"),
        *("history_user_id", "history_change_reason"),
    }
    (body,) = rows(
        "SELECT prosrc FROM pg_proc WHERE oid = to_regproc(%s)",
        [f'public."hist_{table}"'],
    )[0]
    for name in own - about:
        assert f'"{name}"' in body, f"migrate again: {name} is not written to history"


@pytest.mark.django_db
@pytest.mark.parametrize("past", [p for _, p in TRACKED], ids=lambda p: p._meta.label)
def test_the_application_reads_a_history_and_writes_none(past):
    table = f'public."{past._meta.db_table}"'
    allowed = {
        privilege
        for privilege in ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "TRIGGER")
        if rows("SELECT has_table_privilege(%s, %s, %s)", [APP_ROLE, table, privilege])
        == [(True,)]
    }
    assert allowed == {"SELECT"}


@pytest.mark.django_db
def test_no_table_can_be_emptied_or_its_triggers_touched_by_the_application():
    """TRUNCATE fires no row or transition trigger: nobody but the owner may."""
    tables = rows(
        """SELECT c.oid::regclass::text, has_table_privilege(%(role)s, c.oid, 'TRUNCATE')
             OR has_table_privilege(%(role)s, c.oid, 'TRIGGER')
             OR pg_has_role(%(role)s, c.relowner, 'MEMBER')
           FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace
             AND c.relkind IN ('r', 'p')""",
        {"role": APP_ROLE},
    )
    assert [table for table, may in tables if may] == []
    assert len(tables) > len(TRACKED)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "attempt",
    [
        "ALTER TABLE bookings_person DISABLE TRIGGER ALL",
        "SET session_replication_role = replica",
        "DROP TRIGGER zz_history_update ON bookings_person",
        "DELETE FROM bookings_historicalperson",
        "UPDATE bookings_historicalperson SET history_user_id = 1",
        "INSERT INTO bookings_historicalperson (id) VALUES (gen_random_uuid())",
        "TRUNCATE bookings_person CASCADE",
        "SELECT hist_bookings_person()",
    ],
)
def test_the_application_cannot_change_a_past(attempt):
    factories.person()

    with pytest.raises(DatabaseError), transaction.atomic():
        connection.cursor().execute(attempt)

    assert Person.history.count() == 1


# --- Every way to write --------------------------------------------------------------


def _saved(person):
    person.surname = "After"
    person.save()


def _saved_in_part(person):
    person.surname = "After"
    person.save(update_fields=["surname"])


def _bulk_updated(person):
    person.surname = "After"
    Person.objects.bulk_update([person], ["surname"])


def _raw(sql):
    def write(person):
        with connection.cursor() as cursor:
            cursor.execute(sql, {"key": person.pk})

    return write


def _copied(person):
    key = "5e9b8d1c-0000-4000-8000-000000000001"
    line = io.StringIO("\t".join([key, "After", *[""] * 8]) + "\n")
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY bookings_person ({_NAMES}) FROM STDIN", line)


_EMPTY = ", ".join(["''"] * 8)
_NAMES = """id, surname, given_name, middle_name, suffix, sex, phone, state_id,
  fbi_number, driver_license"""

# fmt: off
WRITES = {
    # how it is written                                                    leaves
    "save":            (_saved,                                            "~"),
    "update_fields":   (_saved_in_part,                                    "~"),
    "queryset update": (lambda p: Person.objects.filter(pk=p.pk).update(surname="After"), "~"),
    "F expression":    (lambda p: Person.objects.update(given_name=F("surname"), surname="After"), "~"),
    "function":        (lambda p: Person.objects.update(surname=Upper("surname")), "~"),
    "bulk_update":     (_bulk_updated,                                     "~"),
    "update_or_create":(lambda p: Person.objects.update_or_create(pk=p.pk, defaults={"surname": "After"}), "~"),
    "create":          (lambda p: Person.objects.create(surname="After"),  "+"),
    "bulk_create":     (lambda p: Person.objects.bulk_create([Person(surname="After"), Person(surname="B")]), "++"),
    "upsert":          (lambda p: Person.objects.bulk_create(
                            [Person(pk=p.pk, surname="After"), Person(surname="B")],
                            update_conflicts=True, update_fields=["surname"], unique_fields=["id"]), "+~"),
    "delete":          (lambda p: p.delete(),                              "-"),
    "queryset delete": (lambda p: Person.objects.all().delete(),           "-"),
    "raw delete":      (lambda p: Person.objects.all()._raw_delete("default"), "-"),
    "raw UPDATE":      (_raw("UPDATE bookings_person SET surname = 'After'"), "~"),
    "raw DELETE":      (_raw("DELETE FROM bookings_person"),               "-"),
    "INSERT … SELECT": (_raw(f"INSERT INTO bookings_person ({_NAMES}) SELECT"
                             f" gen_random_uuid(), 'After', {_EMPTY} FROM generate_series(1, 3)"), "+++"),
    "COPY":            (_copied,                                           "+"),
    "WITH … UPDATE":   (_raw("WITH changed AS (UPDATE bookings_person SET surname = 'After'"
                             " RETURNING id) SELECT count(*) FROM changed"), "~"),
    "MERGE":           (_raw("MERGE INTO bookings_person p USING (VALUES (%(key)s::uuid)) k(id)"
                             " ON p.id = k.id WHEN MATCHED THEN UPDATE SET surname = 'After'"), "~"),
    "DO block":        (_raw("DO $$ BEGIN UPDATE bookings_person SET surname = 'After'; END $$"), "~"),
}
# fmt: on


@pytest.mark.django_db
@pytest.mark.parametrize(("write", "marks"), WRITES.values(), ids=WRITES)
def test_it_leaves_history_with_who_and_why(write, marks):
    person = factories.person(surname="Before")
    clerk = factories.account()
    seen = set(Person.history.values_list("history_id", flat=True))

    with acting(clerk.pk, "booking.book", "as dictated"):
        write(person)

    left = list(Person.history.exclude(history_id__in=seen).order_by("history_type"))
    assert "".join(row.history_type for row in left) == marks
    for row in left:
        assert row.history_user_id == clerk.pk
        assert row.history_change_reason == "booking.book: as dictated"
        if row.history_type == "-":
            assert row.surname == "Before"
    if "~" in marks or "+" in marks:
        assert {"After", "BEFORE"} & {row.surname for row in left}


@pytest.mark.django_db
def test_a_change_that_nobody_answers_for_is_kept_all_the_same():
    person = factories.person()

    row = Person.history.get(id=person.pk)

    assert (row.history_user_id, row.history_change_reason) == (None, None)


@pytest.mark.django_db
def test_who_acts_nests_and_is_forgotten_after_the_block():
    outer, inner = factories.account(), factories.account()
    with acting(outer.pk, "booking.book"):
        with acting(inner.pk, "booking.discharge", "x" * 200):
            first = factories.person()
        second = factories.person()
        with pytest.raises(ZeroDivisionError), acting(inner.pk, "booking.view"):
            raise ZeroDivisionError
        third = factories.person()
    fourth = factories.person()

    said = {
        row.id: (row.history_user_id, row.history_change_reason)
        for row in Person.history.all()
    }
    assert said[first.pk] == (inner.pk, f"booking.discharge: {'x' * 200}"[:100])
    assert said[second.pk] == said[third.pk] == (outer.pk, "booking.book")
    assert said[fourth.pk] == (None, None)


@pytest.mark.django_db
def test_the_past_is_read_back_as_it_was(clock):
    clock(now())
    person = factories.person(surname="Before")
    then = now()
    clock(then + timedelta(hours=1))
    Person.objects.update(surname="After")

    assert Person.history.as_of(then).get(pk=person.pk).surname == "Before"
    assert Person.history.as_of(now()).get(pk=person.pk).surname == "After"
    assert Person.history.filter(id=person.pk).latest().history_date == now()


# --- Every model, generically ----------------------------------------------------------


def world() -> None:
    """At least one row of every model that has a history, made as in life."""
    factories.laws()
    officer = factories.membership(Role.OFFICER)
    Proposal.objects.create(
        act="account.reopen",
        target_kind="account",
        target_id=officer.account_id,
        reason="back from leave since Monday",
        requester_id=officer.account_id,
        requester_unit_id=officer.unit_id,
    )
    TotpDevice.objects.create(
        account_id=officer.account_id, name="Telephone", secret=b"sealed"
    )
    Passkey.objects.create(
        account_id=officer.account_id, name="Key", credential_id=b"1", credential=b"2"
    )
    jail = factories.facility()
    Network.objects.create(cidr="198.51.100.0/24", name="The jail", facility=jail)
    factories.permit(officer.unit, jail)
    MissionDetail.objects.create(
        unit=factories.unit(), starts_at=now(), paper="Order 1"
    )
    booking = factories.booking(facility=jail)
    person = booking.person
    IntakeDraft.objects.create(booking=booking, keeper_id=officer.account_id)
    Alias.objects.create(person=person, surname="Other")
    Address.objects.create(person=person, kind="home", street="1 Example St")
    PhysicalDescription.objects.create(person=person, height_inches=70)
    Mark.objects.create(person=person, family="TAT", code="TAT LF ARM")
    Photo.objects.create(person=person, image=b"jpeg", taken_at=now())
    Detainer.objects.create(
        booking=booking,
        form="I-247A",
        office="An office",
        received_at=now(),
        received_by="fax",
    )
    factories.grant(officer, booking, FieldClass.CUSTODY, basis=Basis.JUDICIAL_WARRANT)
    factories.appearance(factories.membership(Role.PUBLIC_DEFENDER), booking)
    factories.instrument(factories.viewer(Role.RECORDS_SUPERVISOR))
    factories.on_call(factories.membership(Role.COUNSEL))
    factories.emergency(factories.membership(Role.OFFICER), booking, FieldClass.CUSTODY)
    Account.objects.filter(pk=officer.account_id).update(is_superuser=True)
    factories.invitation(officer)
    compliance.scan_accounts(by=System("scan_accounts"))
    drills.plant_drill(by=System("drill"))
    source = b"a law to come"
    Adoption.objects.create(
        title="A law to come",
        file_name="law.toml",
        source=source,
        sha256=hashlib.sha256(source).hexdigest(),
        effective_at=now(),
    )
    campaigns.open_campaigns(by=System("certification"))
    LogImport.objects.create(origin="log_0000000000000000", title="A log")
    factories.delivered_notice()
    factories.history_review(officer.unit)
    factories.advised(Booking.objects.first())
    about = {"booking": booking, "kinds": ["citizenship"]}
    AuthorNotice.objects.create(author_agency="Kent", paper="quoted", **about)
    TextReading.objects.create(
        place="note", choice="taken_out", chosen_by=officer.account, **about
    )
    InterviewRequest.objects.create(
        booking=booking,
        asker="criminal_justice",
        agency="Kent Police",
        official="An official",
        matter="criminal",
        purpose="the night of the theft",
        asked_at=now(),
    )
    Inquiry.objects.create(
        channel="phone",
        wanted="bail",
        answer="read_register",
        passed_to="nobody",
        taken_by=officer.account,
    )
    LegalHold.objects.create(
        booking=booking, kept_for="audit", case_number="1", begun_by=officer.account
    )
    _what_is_kept_while_somebody_is_in_custody(booking)
    Shift.objects.create(
        account_id=officer.account_id,
        facility=factories.facility(),
        starts_at=now(),
        ends_at=now() + timedelta(hours=8),
    )


def _what_is_kept_while_somebody_is_in_custody(booking: Booking) -> None:
    planter = Planter(now())
    for model in OF_BOOKING:
        if not model.objects.exists():
            planter.plant(model, booking=booking, **by(model))
    planter.plant(HealthMark, person=booking.person)
    HousingUnit.objects.create(
        facility=booking.facility, block="1 N", name="1 N, 01", beds=2
    )
    first, second = (factories.viewer(Role.RECORDS_SUPERVISOR) for _ in range(2))
    asked = propose_link(booking.pk, factories.booking().pk, by=first)
    decide_link(asked.pk, agrees=True, by=second)


def _permission_of_a_group(cursor) -> None:
    """No grant is given to a group yet: the owner writes what its trigger would."""
    cursor.execute(
        """INSERT INTO access_accessrow (principal, booking_id, grant_id, basis, classes,
             starts_at, ends_at, facility_id, booked_at)
           SELECT -u.group_id, r.booking_id, gen_random_uuid(), r.basis, r.classes,
             r.starts_at, r.ends_at, r.facility_id, r.booked_at
           FROM access_accessrow r JOIN access_membership m ON m.id = r.principal
           JOIN access_unit u ON u.id = m.unit_id;
           INSERT INTO bookings_bookinggrouppermission
             (group_id, permission_id, content_object_id)
           SELECT -r.principal, p.id, r.booking_id FROM access_accessrow r,
             auth_permission p JOIN django_content_type t ON t.id = p.content_type_id
           WHERE r.principal < 0 AND t.model = 'booking'
             AND p.codename = 'view_custody'"""
    )


def _leave_history_alone_to_object(cursor) -> None:
    """Take away keys and guards, so that nothing but the history answers a write."""
    for table, name, kind in rows(
        """SELECT conrelid::regclass::text, conname, 'CONSTRAINT' FROM pg_constraint
           WHERE contype = 'f' AND connamespace = 'public'::regnamespace
             AND conparentid = 0
           UNION ALL
           SELECT tgrelid::regclass::text, tgname, 'TRIGGER' FROM pg_trigger
           WHERE NOT tgisinternal AND tgparentid = 0 AND tgname NOT LIKE 'zz\\_history%%'"""
    ):
        if kind == "CONSTRAINT":
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
        else:
            cursor.execute(f'ALTER TABLE {table} DISABLE TRIGGER "{name}"')


def _marks(past) -> dict[str, int]:
    table = past._meta.db_table
    return dict(
        rows(f'SELECT history_type, count(*) FROM "{table}" GROUP BY history_type')
    )


def _grown(before: dict, after: dict) -> dict:
    return {
        mark: after[mark] - before.get(mark, 0)
        for mark in after
        if after[mark] != before.get(mark, 0)
    }


@pytest.mark.django_db(transaction=True)
def test_every_table_with_a_history_records_update_delete_and_insert():
    world()
    with as_owner(), connection.cursor() as cursor:
        _permission_of_a_group(cursor)
        _leave_history_alone_to_object(cursor)
        for model, past in TRACKED:
            table, key = model._meta.db_table, model._meta.pk.column
            number = rows(f'SELECT count(*) FROM "{table}"')[0][0]
            assert number, f"world() makes no {model.__name__}: add one"
            before = _marks(past)
            assert before.get("+", 0) >= number, f"{table} was filled unseen"
            for statement, mark in (
                (f'UPDATE "{table}" SET "{key}" = "{key}"', "~"),
                (f'CREATE TEMP TABLE kept AS SELECT * FROM "{table}"', ""),
                (f'DELETE FROM "{table}"', "-"),
                (f'INSERT INTO "{table}" OVERRIDING SYSTEM VALUE TABLE kept', "+"),
                ("DROP TABLE kept", ""),
            ):
                cursor.execute(statement)
                after = _marks(past)
                expected = {mark: number} if mark else {}
                assert _grown(before, after) == expected, f"{statement} on {table}"
                before = after


# --- The same rows as django-simple-history's own writer ---------------------------------


@pytest.mark.django_db(transaction=True)
def test_the_rows_are_those_that_simple_history_itself_would_write():
    """Both writers write down one save and one delete of every model; the two rows
    differ in their number and their instant alone.
    """
    world()
    actor = Account.objects.first()
    why = "booking.book: compared"
    with as_owner(), connection.cursor() as cursor:
        _permission_of_a_group(cursor)
        _leave_history_alone_to_object(cursor)
        for write in (_save, _delete):  # all saves first: they read other tables
            for model, past in TRACKED:
                # By its key: an order by another table's words asks for that table's row.
                instance = model.objects.order_by("pk").first()
                instance._history_user, instance._change_reason = actor, why
                before = past.objects.count()
                with (
                    override_settings(SIMPLE_HISTORY_ENABLED=True),
                    acting(actor.pk, "booking.book", "compared"),
                ):
                    write(instance)
                assert past.objects.count() == before + 2
                ours, theirs = _two_newest(past)
                assert ours == theirs, f"{write.__name__} of {model.__name__}"


def _save(instance) -> None:
    instance.save()


def _delete(instance) -> None:
    """Delete one instance, without the cascade (it would delete what comes later)."""
    model, key = type(instance), instance.pk
    pre_delete.send(sender=model, instance=instance, using="default", origin=instance)
    model._base_manager.filter(pk=key)._raw_delete("default")
    instance.pk = key
    post_delete.send(sender=model, instance=instance, using="default", origin=instance)


def _two_newest(past) -> list[dict]:
    names = [
        field.attname
        for field in past._meta.concrete_fields
        if field.attname not in {"history_id", "history_date"}
    ]
    newest = past.objects.order_by("-history_id")[:2]
    return [{name: _comparable(getattr(row, name)) for name in names} for row in newest]


def _comparable(value):
    return bytes(value) if isinstance(value, memoryview) else value


@pytest.mark.django_db
def test_the_librarys_own_writer_is_off(settings):
    """With both on, every change would be told twice, and by the weaker one first."""
    assert settings.SIMPLE_HISTORY_ENABLED is False
    factories.person().save()

    assert Person.history.count() == 2


@pytest.mark.django_db
def test_the_application_could_not_use_the_librarys_writer():
    with (
        override_settings(SIMPLE_HISTORY_ENABLED=True),
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
    ):
        factories.person()
    assert not Booking.objects.exists()
    assert not Charge.objects.exists()
