"""docker-compose.yml: the specification, the versions, and who is given which
secret.
"""

import re
import subprocess
import sys

import psycopg2
import pytest
import yaml
from django.conf import settings
from django.db import connection

from jailrecords.local import programs
from jailrecords.local.paths import APP, DATABASE, OWNER, place
from tests.infrastructure.test_settings import GOOD

COMPOSE = settings.BASE_DIR / "docker-compose.yml"


@pytest.fixture(scope="module")
def services() -> dict:
    return yaml.safe_load(COMPOSE.read_text())["services"]


def test_is_what_the_specification_allows():
    done = subprocess.run(
        [
            *(sys.executable, "-m", "check_jsonschema"),
            *("--builtin-schema", "vendor.compose-spec", str(COMPOSE)),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_database_is_the_major_that_the_tests_run_on(services, db):
    if not settings.LOCAL or place().postgres_major != "18":
        pytest.skip("the tests run on another server than a laptop's usual one")
    assert (
        major(services["db"]["image"])
        == connection.cursor().connection.server_version // 10_000
    )
    assert psycopg2.__libpq_version__ // 10_000 >= 15


def test_broker_is_the_major_that_the_tests_run_on(services):
    program = programs.valkey_program(place())
    said = subprocess.run(
        [program, "--version"], capture_output=True, text=True, check=True
    )
    assert major(services["broker"]["image"]) == int(
        re.search(r"v=(\d+)", said.stdout).group(1)
    )


@pytest.mark.parametrize("variable", GOOD)
def test_every_required_setting_is_given(services, variable):
    for name in ("web", "worker", "beat", "migrate"):
        assert variable in services[name]["environment"], name
    assert f"{variable}=" in (settings.BASE_DIR / "Dockerfile").read_text()


def test_every_image_is_pinned(services):
    named = [
        service["image"] for service in services.values() if "build" not in service
    ]
    assert all(re.search(r":\d+\.\d+", image) for image in named), named


def test_owners_password_is_known_to_one_command(services):
    given = {
        name
        for name, service in services.items()
        if "OWNER" in str(service.get("environment"))
    }
    assert given == {"migrate", "db"}


def test_every_server_can_be_asked_for_its_health(services):
    assert {name for name in services if "healthcheck" not in services[name]} == {
        "migrate"
    }


def test_roles_script_and_addresses_name_the_same_roles(services):
    script = (settings.BASE_DIR / "docker" / "postgres-roles.sh").read_text()
    assert f"CREATE ROLE {OWNER} " in script
    assert f"CREATE ROLE {APP} " in script
    assert f"CREATE DATABASE {DATABASE} OWNER {OWNER}" in script
    assert "SUPERUSER" not in script
    environment = services["migrate"]["environment"]
    assert environment["DATABASE_URL"].startswith(f"postgres://{APP}:")
    assert environment["DATABASE_OWNER_URL"].startswith(f"postgres://{OWNER}:")


def major(image: str) -> int:
    return int(re.search(r":(\d+)", image).group(1))
