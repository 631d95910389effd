"""Browsers for tests: signed in as somebody, and answers made comparable."""

import re
from uuid import UUID

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client

from access.enums import Factor
from access.models import Account, AccountSession
from access.selectors import law_in_force
from access.services import BACKEND
from access.session import CAPACITY_KEY, PURPOSE_KEY, VISIT_KEY
from access.steps import SESSION_LASTS
from access.viewer import Viewer
from audit.clock import now
from tests.papers import is_paper, said_on_paper

# What differs between two answers although nothing was said: tokens against
# forgery, challenges, and the numbers of request and event in the visible mark.
_ALWAYS_NEW = (
    (re.compile(r'(name="csrfmiddlewaretoken" value=")[^"]+'), r"\1CSRF"),
    (re.compile(r'(Event <span class="mono">)[^<]*'), r"\1EVENT"),
    (re.compile(r"( · Event )\d+"), r"\1EVENT"),
    (re.compile(r'("Event )(?:\d+|[0-9a-f-]{36})(?=")'), r"\1EVENT"),
    (re.compile(r'(name="key" value=")[^"]+'), r"\1FORM"),
    (re.compile(r'("challenge": ")[^"]+'), r"\1CHALLENGE"),
    (re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"), "UUID"),
)
NEW_HEADERS = {"X-Request-Id", "Content-Length"}


def signed_in(viewer: Viewer, **session_fields) -> Client:
    """A browser in a session that nothing stands before; nothing of it is recorded."""
    account = Account.objects.get(pk=viewer.account_id)
    visit = begin_session(account.pk, viewer.membership_id, **session_fields)
    session = SessionStore()
    session.update(
        {
            SESSION_KEY: str(account.pk),
            BACKEND_SESSION_KEY: BACKEND,
            HASH_SESSION_KEY: account.get_session_auth_hash(),
            CAPACITY_KEY: viewer.membership_id,
            PURPOSE_KEY: viewer.purpose.value if viewer.purpose else None,
            VISIT_KEY: str(visit.pk),
        }
    )
    session.save()
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    return client


def begin_session(account_id: int, membership_id: int | None, **fields):
    """The row behind a session that nothing stands before: both factors, and the banner."""
    at = now()
    fields.setdefault("first_factor", Factor.PASSWORD)
    fields.setdefault("second_factor", Factor.TOTP)
    fields.setdefault("acknowledged_law_id", law_in_force(at)[1])
    return AccountSession.objects.create(
        account_id=account_id,
        membership_id=membership_id,
        began_at=at,
        last_active_at=at,
        ends_at=at + SESSION_LASTS,
        **fields,
    )


def is_signed_in(client: Client) -> bool:
    return SESSION_KEY in client.session


def body_of(response) -> str:
    """All of the body, also of one that is sent bit by bit."""
    content = response.getvalue() if response.streaming else response.content
    if is_paper(response):
        return said_on_paper(content)
    return content.decode(errors="replace")


def words(response) -> str:
    """The body without what is new in every answer. Keys of records stay."""
    return settled(body_of(response))


def settled(body: str) -> str:
    """A body without what is new in every answer."""
    for pattern, replacement in _ALWAYS_NEW[:-1]:
        body = pattern.sub(replacement, body)
    return body


def answer(response, *, asked_for: UUID | None = None) -> tuple:
    """Status, headers and body, with the key that was asked for named KEY."""
    headers = {
        name: value
        for name, value in response.headers.items()
        if name not in NEW_HEADERS
    }
    body, location = words(response), headers.get("Location", "")
    if asked_for is not None:
        for spelling in (str(asked_for), asked_for.hex):
            body = body.replace(spelling, "KEY")
            location = location.replace(spelling, "KEY")
    if location:
        headers["Location"] = _without_keys(location)
    if file := headers.get("Content-Disposition"):
        headers["Content-Disposition"] = _without_keys(file)
    cookies = sorted(response.cookies)
    return response.status_code, headers, cookies, body


def _without_keys(text: str) -> str:
    return _ALWAYS_NEW[-1][0].sub("UUID", text)
