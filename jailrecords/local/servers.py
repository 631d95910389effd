"""Start and stop the two servers of a checkout, one caller at a time."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from . import postgres, valkey
from .paths import Place


def up(place: Place) -> None:
    with locked(place):
        if postgres.up(place):
            print(f"PostgreSQL {place.postgres_major} started.", flush=True)
        if valkey.up(place):
            print("Valkey started.", flush=True)


def down(place: Place) -> None:
    with locked(place):
        if valkey.down(place):
            print("Valkey stopped.", flush=True)
        if postgres.down(place):
            print(f"PostgreSQL {place.postgres_major} stopped.", flush=True)


@contextmanager
def locked(place: Place) -> Iterator[None]:
    """Held by the kernel: a killed holder leaves nothing behind."""
    place.state.mkdir(parents=True, exist_ok=True)
    with (place.state / "servers.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
