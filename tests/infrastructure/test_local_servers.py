"""Servers of our own that are killed, raced for and stood in the way of."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path

import psycopg2
import pytest

from jailrecords.local import postgres, programs, servers, valkey
from jailrecords.local.paths import place
from jailrecords.local.programs import LocalServerError


@pytest.fixture
def throwaway():
    """A place with a space in it, which root's `nobody` reaches as well."""
    folder = Path(tempfile.mkdtemp(prefix="jr-test-"))
    folder.chmod(0o755)
    state = folder / "a b" / "state"
    here = replace(place(folder / "a b"), state=state, sockets=folder / "s")
    yield here
    kill(here)
    valkey.down(here)
    shutil.rmtree(folder)


def kill(here) -> None:
    """The whole server, as the kernel or a power cut would."""
    for process in postgres._processes_in(here.postgres_data):
        with suppress(ProcessLookupError):  # it left when its parent did
            os.kill(process, signal.SIGKILL)
    while postgres._processes_in(here.postgres_data):
        time.sleep(0.01)


def query(here, statement: str) -> list:
    with closing(
        psycopg2.connect(host=str(here.postgres_sockets), user="jr_app", dbname="jr")
    ) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall()


def test_postgres_comes_back_after_a_kill(throwaway):
    assert postgres.up(throwaway)
    assert not postgres.up(throwaway)
    assert query(throwaway, "SELECT current_user") == [("jr_app",)]
    settings = query(
        throwaway, "SELECT current_setting('fsync'), current_setting('jit')"
    )
    assert settings == [("on", "off")]

    kill(throwaway)
    # The worst that a killed server can leave: its lock file names a living
    # process.
    lock = throwaway.postgres_data / "postmaster.pid"
    lines = lock.read_text().splitlines()
    lock.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")
    assert not postgres.is_up(throwaway)
    assert postgres.up(throwaway)
    assert query(throwaway, "SELECT 1") == [(1,)]
    assert postgres.down(throwaway)
    assert not postgres.down(throwaway)


def test_lock_file_stays_while_a_process_uses_the_data(throwaway, monkeypatch):
    programs.own_directory(throwaway, throwaway.postgres_data)
    monkeypatch.setattr(postgres, "PATIENCE", 0.1)
    lock = throwaway.postgres_data / "postmaster.pid"
    lock.write_text("1\n")
    orphan = subprocess.Popen(
        [sys.executable, "-c", "import sys; sys.stdin.read()"],
        cwd=throwaway.postgres_data,
        stdin=subprocess.PIPE,
    )
    with pytest.raises(LocalServerError, match=rf"{orphan.pid}.* still use"):
        postgres.clear_crash(throwaway)
    assert lock.exists()
    orphan.communicate()
    postgres.clear_crash(throwaway)
    assert not lock.exists()


def test_starting_at_once_gives_one_server(throwaway):
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(servers.up, [throwaway] * 3))
    assert query(throwaway, "SELECT 1") == [(1,)]
    assert valkey.is_up(throwaway)
    servers.down(throwaway)
    assert not postgres.is_up(throwaway)
    assert not valkey.is_up(throwaway)


def test_somebody_elses_socket_directory_is_refused(throwaway, tmp_path):
    throwaway.sockets.symlink_to(tmp_path)
    with pytest.raises(LocalServerError, match="belongs to somebody else"):
        postgres.up(throwaway)
    throwaway.sockets.unlink()


def test_unknown_major_is_refused(throwaway):
    with pytest.raises(LocalServerError, match="JAILRECORDS_PG is '9'"):
        postgres.up(replace(throwaway, postgres_major="9"))
