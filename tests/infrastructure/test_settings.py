"""A wrong or missing setting: one line that says which and what to set, exit
code 2.
"""

import base64
import os
import re
import subprocess
import sys

import pytest
from django.conf import settings

from jailrecords import environment

GOOD = {
    "DATABASE_URL": "postgres://jr_app:secret@localhost/jr",
    "REDIS_URL": "redis://localhost:6379",
    "SECRET_KEY": "k" * 50,
    "TEXT_KEYS": "one:" + base64.b64encode(b"0" * 32).decode(),
    "CONTINUITY_KEYS": "one:" + base64.b64encode(b"3" * 32).decode(),
    "RECORD_KEYS": "one:" + base64.b64encode(b"2" * 32).decode(),
    "CHECKPOINT_KEY": "one:" + base64.b64encode(b"1" * 32).decode(),
    "ALLOWED_HOSTS": "records.example.gov",
}
SHORT_KEY = "one:" + base64.b64encode(b"0" * 16).decode()

# The variable, a value for it (None: not set), what the line must say.
WRONG = [
    ("SECRET_KEY", None, "at least 50 random characters"),
    ("SECRET_KEY", "short", "at least 50 random characters"),
    ("TEXT_KEYS", None, "id:base64 of 32 random bytes"),
    ("CONTINUITY_KEYS", None, "id:base64 of 32 random bytes"),
    ("RECORD_KEYS", None, "id:base64 of 32 random bytes"),
    ("RECORD_KEYS", SHORT_KEY, "id:base64 of 32 random bytes"),
    ("CHECKPOINT_KEY", None, "id:base64 of 32 random bytes"),
    ("TEXT_KEYS", "one:no base64", "id:base64 of 32 random bytes"),
    ("TEXT_KEYS", SHORT_KEY, "id:base64 of 32 random bytes"),
    ("TEXT_KEYS", f"{GOOD['TEXT_KEYS']},{GOOD['TEXT_KEYS']}", "id:base64"),
    ("ALLOWED_HOSTS", None, "host names"),
    ("REDIS_URL", None, "redis://host:6379"),
    ("REDIS_URL", "localhost:6379", "redis://host:6379"),
    ("REDIS_URL", "redis://localhost:port", "redis://host:6379"),
    ("REDIS_URL", "redis://localhost:6379/3", "no database number"),
    ("DATABASE_URL", None, "Set it too, or unset REDIS_URL, SECRET_KEY,"),
    ("DATABASE_URL", "jr", "postgres://user:password@host:5432/name"),
    ("DATABASE_URL", "mysql://u:p@localhost/jr", "no PostgreSQL address"),
    ("DATABASE_URL", "postgres://localhost/jr", "names no user"),
    ("DATABASE_URL", "postgres://jr_app@localhost", "no database"),
    ("DATABASE_URL", "postgres://jr_app@%2Ftmp%2Fx/jr", "?host=/directory"),
    ("DATABASE_URL", "postgres://jr_app@/tmp/x/jr", "?host=/directory"),
    ("DATABASE_OWNER_URL", "jr", "postgres://user:password@host:5432/name"),
    ("DEBUG", "perhaps", "neither true nor false"),
    ("OIDC_TRUSTS_FACTOR", "perhaps", "neither true nor false"),
]

# Nothing listens on port 1.
NOWHERE = {
    "DATABASE_URL": "postgres://jr_app:secret@127.0.0.1:1/jr",
    "DATABASE_OWNER_URL": "postgres://jr_owner:secret@127.0.0.1:1/jr",
}
BOOKING = "00000000-0000-0000-0000-000000000000"
NEEDS_DATABASE = [
    ["decide", "--account", "Planted", "--booking", BOOKING, "--purpose", "custody"],
    ["load_law"],
    ["migrate"],
    ["scan_accounts"],
    ["verify_history"],
]

MANAGE = [sys.executable, "manage.py", "migrate", "--check"]
WAYS_IN = {
    "manage.py": MANAGE,
    "web": [sys.executable, "-m", "gunicorn", "-c", "python:jailrecords.gunicorn"],
    "worker": [sys.executable, "-m", "celery", "-A", "jailrecords", "worker"],
    "scheduler": [sys.executable, "-m", "celery", "-A", "jailrecords", "beat"],
}
WAYS_IN["web"] += ["--bind", "127.0.0.1:0", "jailrecords.wsgi"]


def run(command: list[str], **variables: str | None) -> subprocess.CompletedProcess:
    ours = {*GOOD, "DATABASE_OWNER_URL", "DEBUG", "WEB_WORKERS", "WEB_THREADS"}
    ours |= {"OIDC_TRUSTS_FACTOR", *PROVIDER}
    environment = {key: value for key, value in os.environ.items() if key not in ours}
    environment |= {key: value for key, value in variables.items() if value is not None}
    return subprocess.run(
        command,
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


@pytest.mark.parametrize(("variable", "value", "advice"), WRONG)
def test_wrong_value_is_one_line(variable, value, advice):
    done = run(
        [sys.executable, "-c", "import jailrecords.settings"],
        **{**GOOD, variable: value},
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith(f"jailrecords: {variable} ")
    assert advice in done.stderr


PROVIDER = {
    "OIDC_ISSUER": "https://login.example.gov",
    "OIDC_CLIENT_ID": "jail-records",
    "OIDC_CLIENT_SECRET": "a secret of two",
}
# fmt: off
PROVIDERS = [
    # what is given over the right ones                  what the one line says
    ({},                                                 ""),
    ({"OIDC_ISSUER": None},                              "OIDC_ISSUER is not set. Set it too"),
    ({"OIDC_CLIENT_ID": None},                           "OIDC_CLIENT_ID is not set. Set it too"),
    ({"OIDC_CLIENT_SECRET": None},                       "OIDC_CLIENT_SECRET is not set. Set it too"),
    ({"OIDC_ISSUER": "http://login.example.gov"},        "OIDC_ISSUER is no https:// address"),
    ({"OIDC_ISSUER": "http://127.0.0.1:8080"},           "OIDC_ISSUER is no https:// address"),
    ({"OIDC_ISSUER": "http://127.0.0.1:8080", "DEBUG": "yes"}, ""),
]
# fmt: on


@pytest.mark.parametrize(("over", "line"), PROVIDERS)
def test_the_countys_sign_on_is_whole_or_absent(over, line):
    done = run(
        [sys.executable, "-c", "import jailrecords.settings"],
        **{**GOOD, **PROVIDER, **over},
    )
    assert done.returncode == (2 if line else 0), done.stderr
    assert line in done.stderr


@pytest.mark.parametrize("variable", environment.FOR_SERVERS)
def test_half_a_servers_settings_are_no_laptop(variable):
    done = run([sys.executable, "-c", "import jailrecords.settings"], **{variable: "x"})
    assert done.returncode == 2
    assert done.stderr == (
        "jailrecords: DATABASE_URL is not set."
        f" Set it too, or unset {variable} to run locally.\n"
    )


@pytest.mark.parametrize("variable", ["WEB_WORKERS", "WEB_THREADS"])
@pytest.mark.parametrize("value", ["many", "0", "-1", "1.5"])
def test_wrong_number_of_workers_is_one_line(variable, value):
    done = run(WAYS_IN["web"], **GOOD, **{variable: value})
    assert done.returncode == 2
    assert done.stderr == (
        f"jailrecords: {variable} is no whole number above zero. Set it to one.\n"
    )


@pytest.mark.parametrize("command", NEEDS_DATABASE)
def test_unreachable_database_is_one_line(command):
    done = run([sys.executable, "manage.py", *command], **{**GOOD, **NOWHERE})
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("jailrecords: the database of DATABASE_URL does not")
    assert not {"jr_app", "jr_owner", "Planted"} & set(re.findall(r"\w+", done.stderr))


@pytest.mark.parametrize("way_in", WAYS_IN)
def test_every_way_in_says_it_the_same_way(way_in):
    done = run(WAYS_IN[way_in], **{**GOOD, "SECRET_KEY": None})
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("jailrecords: SECRET_KEY is not set.")


def test_no_value_is_repeated():
    done = run(MANAGE, **{**GOOD, "SECRET_KEY": "hunter2"})
    assert "hunter2" not in done.stderr + done.stdout


def test_elsewhere_is_not_a_laptop():
    show = "import jailrecords.settings as s; print(s.DEBUG, s.DEMO_SIGN_INS, s.DATABASE_OWNER)"
    assert (
        run([sys.executable, "-c", show], **GOOD).stdout.strip() == "False False None"
    )


def test_laptop_needs_no_setting():
    show = "import jailrecords.settings as s; print(s.DEBUG, s.DEMO_SIGN_INS, s.ALLOWED_HOSTS)"
    said = run([sys.executable, "-c", show]).stdout.strip()
    assert said == "True True ['127.0.0.1', 'localhost', '[::1]']"


def test_local_secrets_are_made_once_and_private(tmp_path):
    from jailrecords.environment import generated_once

    file = tmp_path / "keys" / "secret"
    assert generated_once(file, lambda: "first") == "first"
    assert generated_once(file, lambda: "second") == "first"
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700
    assert [found.name for found in file.parent.iterdir()] == ["secret"]
