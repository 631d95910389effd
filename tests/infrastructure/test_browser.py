"""The machine's browser against the live server: what browser tests rely on."""

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_live_server_answers_and_serves_the_assets(page, live_server):
    assert page.goto(f"{live_server.url}/healthz").text() == "ok\n"
    for asset in ("app.css", "app.js"):
        answer = page.request.get(f"{live_server.url}/static/build/{asset}")
        assert answer.status == 200, asset


@pytest.mark.parametrize("round_", [1, 2])
def test_live_server_survives_a_new_database(page, live_server, round_):
    """A test's end cuts its connections; the next test gets others."""
    assert not Session.objects.exists()
    Session.objects.create(session_key="k", expire_date=timezone.now())
    assert page.goto(f"{live_server.url}/healthz").status == 200


def test_pages_break_no_rule_of_the_policy(page, live_server):
    """One console error here is one on every page: all share this frame."""
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    assert page.goto(f"{live_server.url}/sign-in/").status == 200
    assert said == []
