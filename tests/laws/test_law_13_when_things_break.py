"""Law 13, when things break: PostgreSQL's own log after every kind of failure, the web
server's words about a request that it could not read, a task that fails or is tried
again, and the page and the mail after every kind of exception.

What a whole running product leaves behind is searched in ``tests/faults/at_rest.py``.
"""

import logging
import os
import secrets
import threading
from contextlib import closing, suppress

import psycopg2
import pytest
import yaml
from celery import shared_task
from celery.app.task import Task
from celery.app.trace import build_tracer
from django.conf import settings as django_settings
from django.core import mail
from django.core.checks import run_checks
from django.core.exceptions import (
    BadRequest,
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFieldsSent,
)
from django.db import (
    DataError,
    IntegrityError,
    InterfaceError,
    OperationalError,
    connection,
)
from django.http import Http404, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.urls import reverse
from django.utils.datastructures import MultiValueDictKeyError
from gunicorn.http.errors import InvalidHeader, InvalidRequestLine

from access.enums import Role
from access.gate import NotRecorded
from bookings.views import search
from jailrecords import startup
from jailrecords.celery import app as celery
from jailrecords.local.paths import place
from jailrecords.local.postgres import LOGGING
from tests import factories
from tests.clients import signed_in
from tests.laws.test_law_13_personal_data_stays_out import logged

pytestmark = pytest.mark.django_db

TOKEN = f"Q{secrets.token_hex(6)}z"  # of this run: logs are kept from run to run


# --- PostgreSQL ------------------------------------------------------------------------


@pytest.fixture
def another():
    """A connection of the application's role beside the test's own, and a second."""
    made = []

    def connect():
        parameters = connection.get_connection_params()
        parameters.pop("cursor_factory", None)
        parameters.pop("context", None)
        made.append(psycopg2.connect(**parameters))
        made[-1].autocommit = True
        run(made[-1], "SET statement_timeout = '15s'")  # a test may fail, not hang
        return made[-1]

    yield connect
    for one in made:
        one.close()


def run(on, statement: str) -> str:
    """Its SQLSTATE: what the server has had to say about it."""
    try:
        with on.cursor() as cursor:
            cursor.execute(statement)
    except psycopg2.Error as error:
        return error.pgcode or "none"
    return ""


def deadlock(another) -> str:
    """Two sessions, each waiting for what the other holds; the log would quote both.
    Locks of a transaction: the one that is given up lets go of its own.
    """
    first, second = another(), another()
    word = f"/* {TOKEN} */"
    for one, key in ((first, 1), (second, 2)):
        one.autocommit = False
        run(one, f"SELECT pg_advisory_xact_lock(18665, {key}) {word}")
    found = []

    def wait_for(one, key: int) -> None:
        found.append(run(one, f"SELECT pg_advisory_xact_lock(18665, {key}) {word}"))
        one.rollback()

    waits = threading.Thread(target=wait_for, args=(first, 2))
    waits.start()
    wait_for(second, 1)
    waits.join()
    return max(found)


def cancelled(another) -> str:
    one = another()
    threading.Timer(0.3, one.cancel).start()
    return run(one, f"SELECT pg_sleep(20), '{TOKEN}'")


def terminated(another) -> str:
    one, other = another(), another()
    stop = f"SELECT pg_terminate_backend({one.info.backend_pid})"
    threading.Timer(0.3, run, (other, stop)).start()
    run(one, f"SELECT pg_sleep(20), '{TOKEN}'")
    return "57P01" if one.closed else ""


def bad_copy(another) -> str:
    import io

    try:
        with another().cursor() as cursor:
            cursor.copy_expert(
                "COPY audit_typedtext (id) FROM STDIN", io.StringIO(f"{TOKEN}\n")
            )
    except psycopg2.Error as error:
        return error.pgcode
    return ""


def of(*statements: str):
    def fails(another) -> str:
        one = another()
        return [run(one, statement) for statement in statements][-1]

    return fails


# fmt: off
FAILURES = {
    "40P01": deadlock,
    "57014": cancelled,
    "57P01": terminated,
    "22P02": bad_copy,
    "57014 ": of("SET statement_timeout = 50", f"SELECT pg_sleep(9), '{TOKEN}'"),
    "23505": of(f"INSERT INTO django_session VALUES ('{TOKEN}', '', now())",
                f"INSERT INTO django_session VALUES ('{TOKEN}', '', now())"),
    "23502": of(f"INSERT INTO bookings_person (surname) VALUES ('{TOKEN}')"),
    "23514": of("INSERT INTO access_unit (agency_id, group_id, name, mission)"
                f" VALUES (0, 0, 'x', '{TOKEN}')"),
    "22008": of(f"SELECT '99/99/9999'::date, '{TOKEN}'"),
    "22001": of(f"SELECT '{TOKEN}'::varchar(2)::text; SELECT 1/0"),
    "42703": of(f"SELECT {TOKEN}"),
    "42601": of(f"SELEC '{TOKEN}'"),
    "42501": of(f"DELETE FROM audit_viewevent WHERE basis = '{TOKEN}'"),
    "P0001": of(f"DO $$ BEGIN RAISE EXCEPTION '{TOKEN}' USING DETAIL = '{TOKEN}'; END $$"),
}
# fmt: on


@pytest.fixture
def server_log():
    """What PostgreSQL wrote since; where it writes is known on a laptop alone."""
    if os.environ.get("DATABASE_URL"):
        pytest.skip("DATABASE_URL names a server whose log is not here")
    log = place().postgres_data / "server.log"
    begun = log.stat().st_size

    def since() -> str:
        with log.open(errors="replace") as text:
            text.seek(begun)
            return text.read()

    return since


@pytest.mark.parametrize("code", FAILURES)
def test_postgresql_logs_no_word_of_a_statement_that_fails(another, server_log, code):
    given = FAILURES[code](another)
    with suppress(psycopg2.Error), closing(another()) as one:
        one.cursor().execute("DELETE FROM django_session WHERE expire_date <= now()")

    expected = {"22001": "22012"}.get(code, code.strip())
    assert given == expected
    assert TOKEN not in server_log()


def test_a_word_that_is_sent_to_the_log_is_found_in_it(another, server_log):
    """The positive control: it is this file, and it is read from here on."""
    run(another(), f"DO $$ BEGIN RAISE LOG '{TOKEN}'; END $$")

    assert TOKEN in server_log()


def test_the_server_is_set_as_the_readme_and_the_compose_file_set_any():
    root = django_settings.BASE_DIR
    compose = yaml.safe_load((root / "docker-compose.yml").read_text())
    command = compose["services"]["db"]["command"]
    readme = (root / "README.md").read_text()

    for name, value in LOGGING.items():
        assert f"-c{name}={value}" in command
        assert f"{name} = {value}\n" in readme
    if not os.environ.get("DATABASE_URL"):
        assert list(startup.database_logging()) == []


def test_a_server_that_logs_statements_is_told_of(monkeypatch):
    monkeypatch.setitem(LOGGING, "log_statement", "something else")

    found = [m for m in run_checks(databases=["default"]) if m.id == "jailrecords.W001"]

    assert [m.msg.split(":")[0] for m in found] == [
        "the database server has log_statement = none"
    ]


# --- The web server and the worker -------------------------------------------------------


def written(name: str, message: str, *arguments, error=None, level="error") -> str:
    """What our handler writes of a line of somebody else's."""
    with logged(show_messages=False) as text:
        getattr(logging.getLogger(name), level)(message, *arguments, exc_info=error)
    return text.getvalue()


@pytest.mark.parametrize(
    "error",
    [
        InvalidRequestLine(f"GET /search/?surname={TOKEN} Jane {TOKEN} HTTP/1.1"),
        InvalidHeader(f"{TOKEN} : x"),
    ],
)
def test_gunicorn_does_not_quote_a_request_that_it_cannot_read(error):
    """A space in an address is enough for it to be one."""
    assert TOKEN in str(error)
    text = f"Invalid request from ip=10.1.2.3: {error}"

    line = written("gunicorn.error", text, level="warning")

    assert line.rstrip().endswith("Invalid request")


def test_gunicorn_does_not_quote_an_address_that_it_cannot_answer():
    line = written("gunicorn.error", "Error handling request %s %s", "GET", f"/{TOKEN}")

    assert line.rstrip().endswith("Error handling request")


def test_what_else_gunicorn_says_is_written():
    assert "Booting worker" in written("gunicorn.error", "Booting worker: %s", 7)


@pytest.mark.parametrize("name", ["celery.worker.request", "celery.beat", "kombu"])
def test_an_exception_among_the_arguments_is_named_and_not_quoted(name):
    class Envelope:
        exception = ValueError(TOKEN)

        def __repr__(self):
            return TOKEN

    for argument in (ValueError(TOKEN), Envelope()):
        line = written(name, "Task handler raised error: %r", argument)

        assert TOKEN not in line
        assert "builtins.ValueError" in line


@shared_task(name="tests.breaks", bind=True, max_retries=1, ignore_result=True)
def breaks(task, kind: str):
    """As a task of ours breaks: with a value of a row in its error."""
    if kind == "retry":
        raise task.retry(exc=OperationalError(TOKEN), countdown=9)
    raise {"data": DataError, "value": ValueError}[kind](TOKEN)


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("value", "tests.breaks[the-id] failed"),
        ("data", "tests.breaks[the-id] failed"),
        ("retry", ""),  # sent again with its keys, and no line about it
    ],
)
def test_a_task_that_fails_or_is_tried_again_says_nothing_of_it(
    monkeypatch, kind, said
):
    sent = []
    monkeypatch.setattr(Task, "apply_async", lambda *a, **k: sent.append((a, k)))
    with logged(show_messages=False) as text:
        trace = build_tracer(breaks.name, breaks._get_current_object(), app=celery)
        trace("the-id", (kind,), {}, {"id": "the-id", "args": [kind], "kwargs": {}})

    assert TOKEN not in text.getvalue()
    assert TOKEN not in repr(sent)
    assert bool(sent) is (kind == "retry")
    assert said in text.getvalue()


# --- Every kind of exception --------------------------------------------------------------

# fmt: off
EXCEPTIONS = {
    ValueError(TOKEN): 500,
    KeyError(TOKEN): 500,
    MultiValueDictKeyError(TOKEN): 500,
    AssertionError(TOKEN): 500,
    UnicodeDecodeError("utf-8", TOKEN.encode(), 0, 1, TOKEN): 500,
    RecursionError(TOKEN): 500,
    MemoryError(TOKEN): 500,
    IntegrityError(TOKEN): 500,
    DataError(TOKEN): 500,
    OperationalError(TOKEN): 503,
    InterfaceError(TOKEN): 500,
    NotRecorded(TOKEN): 503,
    Http404(TOKEN): 404,
    PermissionDenied(TOKEN): 403,
    SuspiciousOperation(TOKEN): 400,
    BadRequest(TOKEN): 400,
    RequestDataTooBig(TOKEN): 400,
    TooManyFieldsSent(TOKEN): 400,
    MultiPartParserError(TOKEN): 400,
    UnreadablePostError(TOKEN): 500,
}
# fmt: on


@pytest.mark.parametrize(
    ("error", "status"), EXCEPTIONS.items(), ids=[type(e).__name__ for e in EXCEPTIONS]
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_no_page_no_log_and_no_mail_says_a_word_of_an_exception(
    monkeypatch, settings, method, error, status
):
    assert TOKEN in f"{error!r}{vars(error)}", "the positive control"
    settings.DEBUG = False
    settings.ADMINS = [("Somebody", "somebody@example.org")]
    factories.laws()
    client = signed_in(factories.viewer(Role.BOOKING_CLERK))
    client.raise_request_exception = False

    def fail(*_, **__):
        raise error

    monkeypatch.setattr(search, "render", fail)
    address = reverse("bookings:search")
    with logged(show_messages=False) as text:
        response = getattr(client, method)(address, {"surname": "q"})
        mail.mail_admins("control", "the outbox is where mail goes")

    assert response.status_code == status
    assert TOKEN not in response.content.decode() + str(response.headers)
    assert TOKEN not in text.getvalue()
    assert type(error).__name__ in text.getvalue() or status != 500
    [control] = mail.outbox
    assert control.subject.endswith("control")


def test_a_refused_form_and_a_wrong_host_say_nothing_either(settings):
    """Refused before any view: no token against forgery; a host that is not ours."""
    from django.test import Client

    settings.DEBUG, settings.ALLOWED_HOSTS = False, ["127.0.0.1"]
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    with logged(show_messages=False) as text:
        answers = [
            client.post("/search/", {"surname": TOKEN}, headers={"Host": "127.0.0.1"}),
            client.get("/search/", headers={"Host": f"{TOKEN}.example"}),
            client.get(f"/{TOKEN}/%ff", headers={"Host": "127.0.0.1"}),
            client.put(f"/search/?q={TOKEN}", headers={"Host": "127.0.0.1"}),
        ]

    assert [answer.status_code for answer in answers] == [403, 400, 404, 403]
    assert TOKEN not in text.getvalue()
    assert all(TOKEN not in answer.content.decode() for answer in answers)
    assert mail.outbox == []
