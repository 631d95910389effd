"""No log line carries what somebody typed, a row, or a result."""

import logging

import pytest
from django.db import DataError, IntegrityError, connection, transaction
from django.http import HttpResponse
from django.test import override_settings
from django.urls import path as url
from django.views.decorators.http import require_GET

from jailrecords.logs import Impersonal, LineFormatter, request_id

urlpatterns = [
    url("planted/<str:name>/", require_GET(lambda request, name: HttpResponse()))
]


def line(record: logging.LogRecord, *, show_messages: bool = False) -> str:
    Impersonal().filter(record)
    return LineFormatter(show_messages=show_messages).format(record)


def record(message: str, *arguments, name="test", level=logging.INFO, error=None):
    exc_info = (type(error), error, error.__traceback__) if error else None
    return logging.LogRecord(name, level, __file__, 1, message, arguments, exc_info)


def raised(statement: str) -> Exception:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except (DataError, IntegrityError) as error:
        return error
    raise AssertionError("nothing was raised")


@pytest.mark.parametrize(
    "message",
    [
        "GET /search?surname=Planted HTTP/1.1",
        '"GET /search/?q=Planted&x=1 HTTP/1.1" 200',
    ],
)
def test_query_string_is_cut(message):
    written = line(record("%s", message))
    assert "Planted" not in written
    assert "/search" in written
    assert "HTTP/1.1" in written


@pytest.mark.parametrize("show_messages", [True, False])
@pytest.mark.parametrize(
    "statement",
    [
        "SELECT 'Planted'::int",
        "WITH x AS (SELECT 1) INSERT INTO django_session (session_key) VALUES ('Planted')",
    ],
)
def test_database_error_keeps_its_code_and_loses_its_values(
    db, statement, show_messages
):
    written = line(
        record("failed", error=raised(statement)), show_messages=show_messages
    )
    assert "Planted" not in written
    assert "SQLSTATE 2" in written
    assert "test_logs.py" in written


def test_database_text_in_a_message_loses_its_values():
    text = (
        "new row violates\nDETAIL:  Failing row contains (Planted).\nCONTEXT:  Planted"
    )
    assert "Planted" not in line(record("%s", text))


def test_an_exceptions_own_words_are_for_laptops_alone():
    error = ValueError("time data 'Planted' does not match")
    assert "Planted" not in line(record("failed", error=error))
    assert "ValueError" in line(record("failed", error=error))
    assert "Planted" in line(record("failed", error=error), show_messages=True)


def test_causes_come_first():
    error = ValueError("Planted")
    error.__cause__ = KeyError("Planted")
    written = line(record("failed", error=error))
    assert "Planted" not in written
    assert written.index("KeyError") < written.index("ValueError")


@pytest.mark.parametrize(
    ("level", "verdict"), [(logging.INFO, "succeeded"), (logging.ERROR, "failed")]
)
def test_task_result_and_error_are_not_written(level, verdict):
    entry = record("Task %(name)s: Planted", name="celery.app.trace", level=level)
    entry.data = {"name": "compliance.tasks.scan", "id": "7", "return_value": "Planted"}
    written = line(entry)
    assert "Planted" not in written
    assert f"Task compliance.tasks.scan[7] {verdict}" in written


def test_answers_line_carries_its_request_id(client, db, caplog):
    answer = client.get("/no-such-page")
    [entry] = [found for found in caplog.records if found.name == "django.request"]
    assert f"[{answer['X-Request-Id']}] Not Found" in line(entry)


def answers_line(caplog) -> str:
    [entry] = [found for found in caplog.records if found.name == "django.request"]
    return line(entry)


@pytest.mark.parametrize("path", ["/planted/PLANTED-JOHN/", "/planted/PLANTÉD/"])
def test_a_path_that_leads_nowhere_is_not_written(client, db, caplog, path):
    client.get(path)
    written = answers_line(caplog)
    assert written.endswith("Not Found: an unknown address")


@pytest.mark.urls(__name__)
@override_settings(MIDDLEWARE=[])
def test_of_a_path_that_leads_somewhere_the_pattern_is_written(client, caplog):
    client.put("/planted/PLANTED-JOHN/")
    written = answers_line(caplog)
    assert written.endswith("Method Not Allowed (PUT): /planted/<str:name>/")


def test_request_id_stands_on_the_line():
    token = request_id.set("the-request")
    try:
        assert "[the-request] hello" in line(record("hello"))
    finally:
        request_id.reset(token)
