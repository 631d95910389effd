"""Where a checkout keeps its servers: two never meet, and no path is too long."""

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from jailrecords.local.paths import place

AWKWARD = Path("/home/jo/my check outs/" + "long name " * 15 + "'quoted' & 100%")


def test_two_checkouts_and_two_users_share_nothing():
    places = [
        place(Path(checkout), uid=uid) for checkout in ("/a", "/b") for uid in (0, 1000)
    ]
    assert len({found.postgres_sockets for found in places}) == 4
    assert len({found.postgres_data for found in places}) == 4


def test_roots_data_is_not_below_a_private_home():
    assert place(Path("/root/jail"), uid=0).state.parent == Path(
        "/var/lib/jailrecords-dev"
    )
    assert place(Path("/root/jail"), uid=0).server_user == "nobody"


@pytest.mark.parametrize("uid", [0, 1000, 4_294_967_294])
def test_socket_fits_whatever_the_checkout_is_called(uid):
    here = place(AWKWARD, uid=uid)
    for file in (here.postgres_sockets / ".s.PGSQL.5432.lock", here.valkey_socket):
        assert len(str(file)) < 107
        assert " " not in str(file)


def test_each_major_has_its_own_data_and_socket(monkeypatch):
    monkeypatch.setenv("JAILRECORDS_PG", "18")
    eighteen = place(AWKWARD, uid=1000)
    monkeypatch.setenv("JAILRECORDS_PG", "16")
    sixteen = place(AWKWARD, uid=1000)
    assert eighteen.postgres_data != sixteen.postgres_data
    assert eighteen.postgres_sockets != sixteen.postgres_sockets


def test_addresses_name_the_sockets():
    here = place(AWKWARD, uid=1000)
    parts = urlsplit(here.app_url)
    assert parts.username == "jr_app"
    assert parse_qs(parts.query) == {"host": [str(here.postgres_sockets)]}
    assert urlsplit(here.owner_url).username == "jr_owner"
