"""One Valkey (the open Redis) for one checkout: Celery's broker and Django's
cache.
"""

import socket
import time

from . import programs
from .paths import Place
from .programs import LocalServerError


def up(place: Place) -> bool:
    """Start it if it does not answer. The caller holds the checkout's lock."""
    if is_up(place):
        return False
    programs.own_directory(place, place.sockets)
    programs.own_directory(place, place.valkey_data)
    log = place.valkey_data / "server.log"
    programs.run_server_program(
        place,
        [
            *(programs.valkey_program(place), "--port", "0", "--daemonize", "yes"),
            *("--unixsocket", place.valkey_socket, "--unixsocketperm", "700"),
            *("--dir", place.valkey_data, "--appendonly", "yes", "--save", ""),
            *("--pidfile", place.valkey_data / "server.pid", "--logfile", log),
        ],
        log=log,
    )
    _wait_until(lambda: is_up(place), f"Valkey does not answer (log: {log}).")
    return True


def down(place: Place) -> bool:
    if not is_up(place):
        return False
    _ask(place, b"SHUTDOWN NOSAVE\r\n")
    _wait_until(lambda: not is_up(place), "Valkey does not stop.")
    return True


def is_up(place: Place) -> bool:
    return _ask(place, b"PING\r\n").startswith(b"+PONG")


def _ask(place: Place, command: bytes) -> bytes:
    """A plain socket: the library retries a missing one for four seconds."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(2)
        try:
            connection.connect(str(place.valkey_socket))
            connection.sendall(command)
            return connection.recv(64)
        except OSError:
            return b""


def _wait_until(condition, otherwise: str) -> None:
    deadline = time.monotonic() + 10
    while not condition():
        if time.monotonic() > deadline:
            raise LocalServerError(otherwise)
        time.sleep(0.02)
