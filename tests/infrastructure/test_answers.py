"""What every answer carries, found or not."""

from django.db import DatabaseError, connection


def test_pages_are_kept_nowhere(client, db):
    answer = client.get("/no-such-page", secure=True)
    assert answer["Cache-Control"] == "no-store"
    assert answer["Referrer-Policy"] == "same-origin"
    assert "camera=()" in answer["Permissions-Policy"]
    assert answer["X-Frame-Options"] == "DENY"
    assert len(answer["X-Request-Id"]) == 36


def test_browser_is_told_to_run_nothing_but_ours(client, db):
    policy = client.get("/no-such-page", secure=True)["Content-Security-Policy"]
    directives = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert directives == {
        "default-src": "'self'",
        "object-src": "'none'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
        "form-action": "'self'",
        "img-src": "'self' data:",
    }


def test_request_id_is_ours_not_the_clients(client, db):
    answer = client.get(
        "/no-such-page", secure=True, headers={"X-Request-Id": "theirs"}
    )
    assert answer["X-Request-Id"] != "theirs"


def test_health_needs_no_host_and_leaves_no_session(client, db):
    answer = client.get("/healthz", headers={"Host": "10.1.2.3:8000"})
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert not answer.cookies


def test_health_says_when_the_database_is_gone(client, db, monkeypatch):
    def refuse(*_):
        raise DatabaseError

    with monkeypatch.context() as patch:
        patch.setattr(connection, "cursor", refuse)
        assert client.get("/healthz").status_code == 503
