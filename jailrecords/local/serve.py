"""The whole system on one machine: web, worker and scheduler under one parent."""

import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from .paths import CHECKOUT, Place
from .programs import LocalServerError

PATIENCE = 10  # seconds for a child to end by itself
STEADY = 30  # seconds after which a child counts as having started well
LONGEST_PAUSE = 30
REFUSED = 2  # a start-up refusal's exit code: trying again would say the same
# In the environment of every child and grandchild: finds them when their
# parent was killed.
MARK = "JAILRECORDS_SERVED_FROM"


@dataclass
class Child:
    name: str
    command: list[str]
    process: subprocess.Popen | None = None
    started_at: float = 0.0
    due_at: float = 0.0
    failures: int = 0


def serve(place: Place, port: int) -> int:
    with alone(place):
        make_room(place, port)
        print("Starting web, worker and scheduler ...", flush=True)
        return Supervisor(place, children(port)).run(lambda: announce(port))


def children(port: int) -> list[Child]:
    # Root on a laptop is root's choice; Celery would say otherwise in eight
    # lines.
    python = [sys.executable, "-W", "ignore:You're running the worker", "-m"]
    web = ["gunicorn", "-c", "python:jailrecords.gunicorn", "jailrecords.wsgi"]
    celery = ["celery", "-A", "jailrecords"]
    worker = ["worker", "--concurrency", "2", "--without-gossip", "--without-mingle"]
    return [
        Child("web", [*python, *web, "--bind", f"127.0.0.1:{port}"]),
        Child("worker", [*python, *celery, "--quiet", *worker]),
        Child("scheduler", [*python, *celery, "--quiet", "beat", "--pidfile="]),
    ]


class Supervisor:
    """Starts children, starts them again, and leaves none behind."""

    def __init__(self, place: Place, children: list[Child]) -> None:
        self.place = place
        self.children = children
        self.signals = 0
        self.refused: str | None = None

    def run(self, announce_once_ready=lambda: True) -> int:
        """Until a signal comes or a child refuses. Returns the exit code."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._on_signal)
        announced = False
        try:
            while not self.signals and not self.refused:
                for child in self.children:
                    self._attend(child)
                announced = announced or announce_once_ready()
                time.sleep(0.1)
        finally:
            self._end()
        if self.refused:
            print(
                f"{self.refused} refused to start; the line above says why.", flush=True
            )
            return REFUSED
        return 0

    def _on_signal(self, *_) -> None:
        self.signals += 1

    def _attend(self, child: Child) -> None:
        now = time.monotonic()
        if child.process is None:
            if now >= child.due_at:
                self._start(child)
            return
        if (code := child.process.poll()) is None:
            if now - child.started_at > STEADY:
                child.failures = 0
            return
        child.process = None
        if code == REFUSED and not child.failures:
            self.refused = child.name
            return
        pause = min(2**child.failures, LONGEST_PAUSE)
        child.failures += 1
        child.due_at = now + pause
        print(
            f"{child.name} ended (code {code}); starting it again in {pause} s.",
            flush=True,
        )

    def _start(self, child: Child) -> None:
        child.started_at = time.monotonic()
        child.process = subprocess.Popen(
            child.command,
            cwd=CHECKOUT,
            env={**os.environ, MARK: str(self.place.state)},
            stdin=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C reaches this parent alone, which ends them in order
        )

    def _end(self) -> None:
        """Ask, wait, then kill; a second signal shortens the waiting."""
        living = [child.process for child in self.children if child.process]
        for process in living:
            process.terminate()
        asked, deadline = self.signals, time.monotonic() + PATIENCE
        while any(process.poll() is None for process in living):
            if time.monotonic() > deadline or self.signals > asked:
                break
            time.sleep(0.05)
        end_marked(self.place, kill_at_once=True)
        for process in living:
            process.wait()
        print("Stopped.", flush=True)


def make_room(place: Place, port: int) -> None:
    """What a killed run left may still hold the port, and lets go of it last."""
    deadline = time.monotonic()
    if end_marked(place):
        print("Ended what a killed run had left running.", flush=True)
        deadline += 5
    while not _is_free(port):
        if time.monotonic() > deadline:
            raise LocalServerError(
                f"Port {port} cannot be used. Choose another: make demo PORT={port + 1}"
            )
        time.sleep(0.05)


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def announce(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=0.2):
        print(f"\n  Jail Records is at   http://127.0.0.1:{port}/", flush=True)
        print(f"  Sign in as anybody   http://127.0.0.1:{port}/demo/", flush=True)
        print("  Ctrl-C stops it.\n", flush=True)
        return True
    return False


@contextmanager
def alone(place: Place) -> Iterator[None]:
    """One run per checkout, its process id for `down`; a kill lets go."""
    with _lock_file(place).open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise LocalServerError(
                "It runs already from this checkout. Stop it: make down"
            ) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


def stop(place: Place) -> None:
    """End the run of this checkout, wherever it was started from."""
    if not _lock_file(place).exists():
        return
    with suppress(LocalServerError), alone(place):
        end_marked(place)
        return
    with suppress(ProcessLookupError, ValueError):
        os.kill(int(_lock_file(place).read_text()), signal.SIGTERM)
    deadline = time.monotonic() + PATIENCE + 5
    while time.monotonic() < deadline:
        time.sleep(0.1)
        with suppress(LocalServerError), alone(place):
            return
    raise LocalServerError("The running demo does not stop.")


def end_marked(place: Place, *, kill_at_once: bool = False) -> bool:
    """End what a run of this checkout started; True if there was any."""
    if not (found := marked(place)):
        return False
    if not kill_at_once:
        _signal(found, signal.SIGTERM)
        deadline = time.monotonic() + PATIENCE
        while (found := marked(place)) and time.monotonic() < deadline:
            time.sleep(0.05)
    while found:  # a process may have been starting another
        _signal(found, signal.SIGKILL)
        time.sleep(0.05)
        found = marked(place)
    return True


def marked(place: Place) -> list[int]:
    """By environment, not by a remembered number: numbers are given out again."""
    mark = f"{MARK}={place.state}".encode()
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if mark in (process / "environ").read_bytes().split(b"\0"):
                found.append(int(process.name))
    return [number for number in found if number != os.getpid()]


def _signal(processes: list[int], number: int) -> None:
    for process in processes:
        with suppress(ProcessLookupError):
            os.kill(process, number)


def _lock_file(place: Place) -> Path:
    place.state.mkdir(parents=True, exist_ok=True)
    return place.state / "serve.lock"
