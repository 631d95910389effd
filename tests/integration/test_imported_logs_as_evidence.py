"""An import is whole or it is not at all; once it stands nobody alters it unseen."""

import io
import json
import threading
import time
from pathlib import Path

import psycopg2
import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, connections, transaction

from audit import imports, sealer
from audit.models import ActEvent, ViewEvent
from compliance.access_log import quarantine
from compliance.access_log.reader import LogReader
from compliance.access_log.source import BadLog
from compliance.access_log.tables import BadMapping
from compliance.models import LogImport, LogName
from compliance.services.log_import import ImportRefused, import_access_log, undo_import
from jailrecords.database import as_owner
from tests.logs import BY, HEADER, PLAIN, imported, written
from tests.sealing import seal_all

pytestmark = pytest.mark.django_db
# For what other sessions see, and for what the owner does.
committed = pytest.mark.django_db(transaction=True)

GOOD = "2018-03-04 10:05:07,ann,VIEW,1\n"
ROWS = HEADER + GOOD * 3 + "bad,ann,VIEW,1\n"
TRACES = r"""SELECT relname FROM pg_class
WHERE relname ~ '^(staged_|audit_viewevent_)log_' AND relkind = 'r'"""


def traces(folder) -> list:
    """Everything that an import could have left."""
    with connection.cursor() as cursor:
        cursor.execute(TRACES)
        tables = [name for (name,) in cursor.fetchall()]
    return [
        *tables,
        *LogImport.objects.filter(undone_at__isnull=True),
        *LogName.objects.all(),
        *ViewEvent.objects.exclude(origin="live"),
        *ActEvent.objects.filter(act=imports.IMPORTED),
        *folder.glob("*quarantine*"),
    ]


def test_what_an_import_leaves_is_what_the_next_tests_look_for(tmp_path):
    imported(tmp_path, ROWS)

    assert len(traces(tmp_path)) >= 8


# --- Whole, or not at all -------------------------------------------------------------


def test_another_mapping_of_the_same_log_is_refused_and_says_how_to_undo(tmp_path):
    first = imported(tmp_path, ROWS)

    with pytest.raises(ImportRefused, match=f"--undo {first.log.origin}$"):
        imported(tmp_path, ROWS, PLAIN + "\n# another\n")


def test_the_same_log_again_changes_nothing(tmp_path):
    first = imported(tmp_path, ROWS)
    before = list(map(str, traces(tmp_path)))

    again = imported(tmp_path, ROWS)

    assert (again.is_new, again.log.pk) == (False, first.log.pk)
    assert list(map(str, traces(tmp_path))) == before


def test_undoing_takes_out_everything_but_that_it_was_there(tmp_path):
    log = imported(tmp_path, ROWS).log

    undo_import(log, by=BY)

    (tmp_path / "log.csv.quarantine.csv").unlink()
    acts = ActEvent.objects.filter(detail__log=log.origin).values_list("act", flat=True)
    assert list(acts.order_by("id")) == [imports.IMPORTED, imports.DROPPED]
    assert LogImport.objects.get().undone_at is not None
    assert len(traces(tmp_path)) == 1  # the act of importing
    with pytest.raises(ImportRefused, match="undone already"):
        undo_import(log, by=BY)


def test_what_was_undone_can_be_imported_again(tmp_path):
    undo_import(imported(tmp_path, ROWS).log, by=BY)

    again = imported(tmp_path, ROWS, PLAIN + "\n# another\n")

    assert (again.is_new, again.log.events) == (True, 3)
    assert LogImport.objects.count() == 2


def _stops(monkeypatch, owner, name, error):
    def stopped(*args, **kwargs):
        raise error

    monkeypatch.setattr(owner, name, stopped)


STAGES = {
    "the driver": (LogReader, "copy_stream", KeyboardInterrupt()),
    "matching": (imports, "analyze", KeyboardInterrupt()),
    "attaching": (imports, "attach", KeyboardInterrupt()),
    "a full disk": (
        *(quarantine, "rows_as_they_stand"),
        OSError(28, "No space left on device"),
    ),
}


@pytest.mark.parametrize(("owner", "name", "error"), STAGES.values(), ids=STAGES)
def test_interrupted_at_any_stage_it_leaves_nothing(
    tmp_path, monkeypatch, owner, name, error
):
    _stops(monkeypatch, owner, name, error)

    with pytest.raises(type(error)):
        imported(tmp_path, ROWS)

    assert traces(tmp_path) == []


def test_a_disk_that_fills_while_bad_rows_are_written_leaves_nothing(
    tmp_path, monkeypatch
):
    class Full:
        def writerow(self, row):
            raise OSError(28, "No space left on device")

    class Csv:
        writer = staticmethod(lambda file: Full())

    monkeypatch.setattr(quarantine, "csv", Csv)
    log, mapping = written(tmp_path, ROWS)

    with pytest.raises(CommandError, match=r"No space left on device\. Nothing"):
        call_command("import_access_log", log, mapping=mapping, stdout=io.StringIO())

    assert traces(tmp_path) == []


def test_a_mapping_that_turns_out_bad_late_leaves_nothing(tmp_path):
    mapping = PLAIN + '[unit.always]\nagency = "Nowhere"\nunit = "Desk"'

    with pytest.raises(BadMapping):
        imported(tmp_path, ROWS, mapping)

    assert traces(tmp_path) == []


def test_a_file_that_breaks_in_the_middle_leaves_nothing(tmp_path):
    rows = (HEADER + GOOD * 9_000).encode("utf-16")[:-1]
    mapping = PLAIN.replace("[time]", '[file]\nencoding = "utf-16"\n[time]')

    with pytest.raises(BadLog, match="cannot be read after line"):
        imported(tmp_path, rows, mapping)

    assert traces(tmp_path) == []


@committed
@pytest.mark.parametrize("function", ["pg_cancel_backend", "pg_terminate_backend"])
def test_a_statement_cancelled_or_a_connection_killed_leaves_nothing(
    tmp_path, monkeypatch, function
):
    """In the middle of COPY, by somebody else."""
    rows = LogReader._rows

    def ended_in_the_middle(self):
        for number, row in enumerate(rows(self)):
            if number == 5_000:
                _elsewhere(
                    f"SELECT {function}(%s)", connection.connection.info.backend_pid
                )
                time.sleep(0.3)
            yield row

    monkeypatch.setattr(LogReader, "_rows", ended_in_the_middle)
    log, mapping = written(tmp_path, HEADER + GOOD * 20_000)

    with pytest.raises(CommandError, match="The database stopped the import") as said:
        call_command("import_access_log", log, mapping=mapping, stdout=io.StringIO())

    connection.close()
    assert "\n" not in str(said.value)
    assert "ann" not in str(said.value)
    assert traces(tmp_path) == []


def _elsewhere(statement: str, *parameters):
    """As the same role, on a connection of its own."""
    database = connections["default"].get_connection_params()
    known = {"dbname", "user", "password", "host", "port"}
    other = psycopg2.connect(**{k: v for k, v in database.items() if k in known})
    with other, other.cursor() as cursor:
        cursor.execute(statement, parameters)
    other.close()


def test_a_folder_that_is_none_is_said_before_the_work(tmp_path):
    with pytest.raises(BadLog, match="cannot be written to; say with --quarantine"):
        imported(tmp_path, ROWS, keep_bad_in=tmp_path / "none" / "bad.csv")

    assert traces(tmp_path) == []


@committed
def test_two_imports_of_one_log_at_once_make_one(tmp_path):
    log, mapping = written(tmp_path, HEADER + GOOD * 3_000)
    results, errors = [], []

    def run():
        try:
            results.append(import_access_log(log, mapping, by=BY, say=lambda _: None))
        except Exception as error:  # noqa: BLE001 - shown by the assertion below
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert errors == []
    assert sorted(result.is_new for result in results) == [False, True]
    assert LogImport.objects.count() == 1


# --- Nobody alters it -----------------------------------------------------------------

ATTEMPTS = {
    "insert": "INSERT INTO {partition} SELECT * FROM {partition}",
    "insert by the parent": """INSERT INTO audit_viewevent (origin, kind, request_id)
        VALUES ('{origin}', 'opened', gen_random_uuid())""",
    "insert for another log": """INSERT INTO audit_viewevent (origin, kind, request_id)
        VALUES ('log_0123456789abcdef', 'opened', gen_random_uuid())""",
    "update": "UPDATE {partition} SET account_id = 1",
    "update by the parent": "UPDATE audit_viewevent SET account_id = 1",
    "delete": "DELETE FROM {partition}",
    "delete by the parent": "DELETE FROM audit_viewevent WHERE origin = '{origin}'",
    "truncate": "TRUNCATE {partition}",
    "drop": "DROP TABLE {partition}",
    "detach": "ALTER TABLE audit_viewevent DETACH PARTITION {partition}",
    "no triggers": "ALTER TABLE {partition} DISABLE TRIGGER ALL",
    "attach again": "SELECT audit_import_attach('{origin}', 'x', gen_random_uuid(), 'x')",
    "open again": "SELECT audit_import_open('{origin}')",
    "attach what was never opened": """SELECT
        audit_import_attach('log_0123456789abcdef', 'x', gen_random_uuid(), 'x')""",
    "a name that is none": "SELECT audit_import_open('log_x; DROP TABLE access_account')",
    "the live history": "SELECT audit_import_drop('live', gen_random_uuid(), 'x')",
    "forget the import": "DELETE FROM compliance_logimport",
}


@pytest.mark.parametrize("statement", ATTEMPTS.values(), ids=ATTEMPTS)
def test_the_applications_role_alters_no_imported_log(tmp_path, statement):
    origin = imported(tmp_path, ROWS).log.origin
    before = imports.digest(origin)
    names = {"origin": origin, "partition": imports.partition_of(origin)}

    with (
        pytest.raises(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(**names))

    assert imports.digest(origin) == before


def test_the_applications_role_holds_no_right_on_an_imported_log(tmp_path):
    """The trigger would refuse as well; neither stands alone."""
    partition = imports.partition_of(imported(tmp_path, ROWS).log.origin)

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT has_table_privilege(%s, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE')",
            [partition],
        )
        assert cursor.fetchone() == (False,)


@committed
@pytest.mark.parametrize("role", ["origin", "replica"])
def test_not_even_its_owner_writes_into_it_without_disabling_a_guard(tmp_path, role):
    origin = imported(tmp_path, ROWS).log.origin
    partition = imports.partition_of(origin)

    with as_owner(), connection.cursor() as cursor:
        for attempt in (
            f"INSERT INTO {partition} SELECT * FROM {partition}",
            f"UPDATE {partition} SET account_id = 1",
            f"DELETE FROM {partition}",
            f"TRUNCATE {partition}",
        ):
            with pytest.raises(DatabaseError):
                cursor.execute(attempt)
        if role == "replica":
            cursor.execute(
                "SELECT bool_and(tgenabled = 'A') FROM pg_trigger"
                " WHERE tgrelid = %s::regclass AND NOT tgisinternal",
                [partition],
            )
            assert cursor.fetchone() == (True,)


@committed
def test_what_is_not_attached_yet_is_seen_by_nobody_else():
    origin = "log_0123456789abcdef"
    with transaction.atomic():
        imports.open_log(origin)

        with pytest.raises(psycopg2.errors.UndefinedTable):
            _elsewhere(f"INSERT INTO {imports.partition_of(origin)} DEFAULT VALUES")

        transaction.set_rollback(True)


TAMPERING = {
    "altered": "UPDATE {partition} SET account_id = 1 WHERE id = 2",
    "its instant altered": "UPDATE {partition} SET occurred_at = occurred_at + interval '1s'",
    "one row gone": "DELETE FROM {partition} WHERE id = 3",
    "a row smuggled in": """INSERT INTO {partition} (origin, occurred_at, id, kind,
        request_id) OVERRIDING SYSTEM VALUE SELECT origin, occurred_at, 99, kind, request_id FROM {partition}
        LIMIT 1""",
    "two rows exchanged": """UPDATE {partition} a SET detail = b.detail FROM {partition} b
        WHERE b.id = 7 - a.id""",
    "dropped without its act": "DROP TABLE {partition}",
}


@committed
@pytest.mark.parametrize("change", TAMPERING.values(), ids=TAMPERING)
def test_what_the_owner_alters_in_a_sealed_log_is_found(tmp_path, change):
    rows = HEADER + "".join(
        GOOD.replace("ann", name) for name in ("ann", "bob", "eve", "x")
    )
    origin = imported(tmp_path, rows).log.origin
    seal_all()
    assert sealer.verify().faults == ()
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_viewevent DISABLE TRIGGER USER")
        cursor.execute(
            f"ALTER TABLE {imports.partition_of(origin)} DISABLE TRIGGER USER"
        )
        cursor.execute(change.format(partition=imports.partition_of(origin)))

    with pytest.raises(CommandError, match=f"altered: {origin} "):
        call_command("verify_history", stdout=io.StringIO())


SMUGGLED = {
    "as if imported": ("log_0123456789abcdef", "log_0123456789abcdef"),
    "under a name of its own": ("elsewhere", "elsewhere"),
    "under the name of another": ("log_0123456789abcdef", "other"),
}


@committed
@pytest.mark.parametrize(("name", "origin"), SMUGGLED.values(), ids=SMUGGLED)
def test_a_part_of_the_history_that_nobody_imported_is_found(name, origin):
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TABLE audit_viewevent_{name} PARTITION OF audit_viewevent"
            f" FOR VALUES IN ('{origin}')"
        )

    assert [name in fault for fault in sealer.verify().faults if name in fault]


@committed
def test_an_undone_log_is_no_fault(tmp_path):
    log = imported(tmp_path, ROWS).log
    seal_all()

    undo_import(log, by=BY)
    seal_all()

    assert sealer.verify().faults == ()


@pytest.mark.parametrize("setting", ["TimeZone = 'Asia/Tokyo'", "DateStyle = 'SQL, DMY'",
    "bytea_output = 'escape'", "IntervalStyle = 'sql_standard'"])  # fmt: skip
def test_the_digest_is_the_same_in_every_session(tmp_path, setting):
    origin = imported(tmp_path, ROWS).log.origin
    before = imports.digest(origin)

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL {setting}")
        assert imports.digest(origin) == before


# --- The command ----------------------------------------------------------------------


def said(*arguments, **options) -> str:
    out = io.StringIO()
    call_command("import_access_log", *arguments, stdout=out, **options)
    return out.getvalue()


def test_the_command_tells_what_came_of_it_and_how_to_take_it_back(tmp_path):
    log, mapping = written(
        tmp_path, HEADER + GOOD + "2018-03-04,\x1b[2Jx,LOGOUT,\nbad\n"
    )

    told = said(log, mapping=mapping)

    origin = LogImport.objects.get().origin
    assert f"1 of 3 rows imported as {origin}" in told
    assert "1 left out by the mapping: LOGOUT" in told
    assert "1 set aside: 1 column instead of 4" in told
    assert "No system file says what the old system let people reach" in told
    assert "imported already" in said(log, mapping=mapping)
    assert origin in said(list=True)
    assert "user             1  ann" in said(names=origin)
    assert "are out of the history" in said(undo=origin)
    assert "No log is imported." in said(list=True)


def test_a_name_in_a_log_cannot_play_with_the_terminal(tmp_path):
    log, mapping = written(tmp_path, HEADER + GOOD.replace("ann", "a\x1b[2J\u202enn"))
    said(log, mapping=mapping)

    told = said(names=LogImport.objects.get().origin)

    assert "a�[2J�nn" in told


def test_it_says_as_json_what_it_says_in_words(tmp_path):
    log, mapping = written(tmp_path, ROWS)

    told = json.loads(said(log, mapping=mapping, json=True))

    assert (told["rows"], told["imported"], told["quarantined"]) == (4, 3, 1)
    assert (told["first"], told["last"]) == ("2018-03-04T18:05:07+00:00",) * 2
    assert told["quarantined_by_reason"] == {"time not readable": 1}
    assert told["unmatched"] == {"user": 1, "booking": 1}


ERRORS = {
    "no file": ({}, "Say which FILE"),
    "no mapping": ({"file": "log.csv"}, "Say which FILE"),
    "no such file": ({"file": "none.csv", "mapping": "mapping.toml"}, "No such file"),
    "no such mapping": ({"file": "log.csv", "mapping": "none.toml"}, "No such file"),
    "no such log": ({"undo": "log_0123456789abcdef"}, "No log .* --list shows them"),
    "no such names": ({"names": "x"}, "No log x is imported"),
}


@pytest.mark.parametrize(("options", "match"), ERRORS.values(), ids=ERRORS)
def test_an_error_of_the_command_is_one_line(tmp_path, monkeypatch, options, match):
    written(tmp_path, ROWS)
    monkeypatch.chdir(tmp_path)
    file = [options["file"]] if "file" in options else []
    mapping = Path(options["mapping"]) if "mapping" in options else None
    others = {k: v for k, v in options.items() if k not in {"file", "mapping"}}

    with pytest.raises(CommandError, match=match) as refused:
        said(*file, mapping=mapping, **others)

    assert "\n" not in str(refused.value)
