"""Log lines without personal data: no query string, no row, no parameter, no
task result.
"""

import logging
import re
import traceback
from collections.abc import Iterator
from contextvars import ContextVar

import psycopg2
from django.db import Error as DjangoDatabaseError
from django.urls import Resolver404, resolve

request_id: ContextVar[str] = ContextVar("request_id", default="-")

LINE = "%(asctime)s %(levelname)s %(name)s [%(request_id)s] %(message)s"

QUERY_STRING = re.compile(r"\?[^\s\"']*")
# PostgreSQL puts the failing row, the statement and its parameters on lines of
# their own.
DATABASE_DETAIL = re.compile(
    r"(?m)^\s*(DETAIL|HINT|CONTEXT|QUERY|STATEMENT|LINE \d+):.*$"
)

# What gunicorn quotes of a request that it could not read, or not answer.
NOT_OF_GUNICORN = re.compile(r"(?s)^(Invalid request|Error handling request)\b.*")


class Impersonal(logging.Filter):
    """Rewrites each record before a handler sees it."""

    def filter(self, record: logging.LogRecord) -> bool:
        # Django writes an answer's line when the request's own context has ended.
        request = getattr(record, "request", None)
        record.request_id = getattr(request, "id", None) or request_id.get()
        task = getattr(record, "data", None)
        if isinstance(task, dict) and record.name == "celery.app.trace":
            # Celery's own text carries the result, or the exception with its
            # values.
            message = f"Task {task.get('name')}[{task.get('id')}] {_outcome(record)}"
        else:
            if isinstance(record.args, tuple):
                record.args = tuple(_no_words(part) for part in record.args)
            if hasattr(request, "path_info") and isinstance(record.args, tuple):
                record.args = tuple(_no_path(part, request) for part in record.args)
            message = record.getMessage()
            if record.name == "gunicorn.error":
                message = NOT_OF_GUNICORN.sub(r"\1", message)
        message = _without_its_error(message, record.exc_info)
        record.msg = DATABASE_DETAIL.sub("", QUERY_STRING.sub("", message)).strip()
        record.args = ()
        return True


class LineFormatter(logging.Formatter):
    """One line a record, then the frames of an exception with no value in
    them.

    An exception's own text may quote what somebody typed (`time data '…' does
    not match`), so it is written only with DEBUG on; the text of a database
    error never is.
    """

    def __init__(self, *, show_messages: bool) -> None:
        super().__init__(LINE, datefmt="%Y-%m-%dT%H:%M:%S%z")
        self.show_messages = show_messages

    def formatException(self, ei) -> str:  # noqa: N802 - the name is logging's
        return "\n".join(
            line for error in _chain(ei[1]) for line in self._describe(error)
        ).replace("\n\n", "\n")

    def _describe(self, error: BaseException) -> Iterator[str]:
        yield from (line.rstrip() for line in traceback.format_tb(error.__traceback__))
        name = f"{type(error).__module__}.{type(error).__qualname__}"
        if isinstance(error, psycopg2.Error):
            constraint = error.diag.constraint_name or "none"
            yield f"{name}: SQLSTATE {error.pgcode or 'none'}, constraint {constraint}"
        elif self.show_messages and not isinstance(error, DjangoDatabaseError):
            yield f"{name}: {error}"
        else:
            yield name


def _without_its_error(message: str, exc_info) -> str:
    """Django logs some exceptions in their own words, which may quote what was typed."""
    if isinstance(exc_info, tuple) and exc_info[1] is not None:
        for error in _chain(exc_info[1]):
            if words := str(error):
                message = message.replace(words, type(error).__name__)
    return message


def _no_words(part: object) -> object:
    """An exception among the arguments is named, not quoted; what a connection says
    of itself is an address.
    """
    error = getattr(part, "exception", part)  # Celery hands its own envelope round
    if not isinstance(error, BaseException):
        return part
    kind = type(error)
    if isinstance(error, ConnectionError) or kind.__module__.startswith("kombu."):
        return part
    return f"{kind.__module__}.{kind.__qualname__}"


def _no_path(part: object, request) -> object:
    """Somebody may have typed a name into the path. Not compared with the
    request's own: Django writes that escaped.
    """
    if not (isinstance(part, str) and part.startswith("/")):
        return part
    try:
        found = request.resolver_match or resolve(request.path_info)
    except Resolver404:
        return "an unknown address"
    return f"/{found.route}"


def _outcome(record: logging.LogRecord) -> str:
    return "succeeded" if record.levelno <= logging.INFO else "failed"


def _chain(error: BaseException) -> list[BaseException]:
    """The cause first, as Python prints it."""
    found: list[BaseException] = []
    while error is not None and error not in found:
        found.insert(0, error)
        error = error.__cause__ or (
            None if error.__suppress_context__ else error.__context__
        )
    return found
