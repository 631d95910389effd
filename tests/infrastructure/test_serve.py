"""One parent for web, worker and scheduler, and nothing left when it ends."""

import signal
import socket
import subprocess
import sys
import time
from dataclasses import replace
from textwrap import dedent

import pytest
from django.conf import settings

from jailrecords.local import __main__ as command_line
from jailrecords.local import serve
from jailrecords.local.paths import place
from jailrecords.local.programs import LocalServerError

PARENT = dedent("""
    import sys
    from dataclasses import replace
    from pathlib import Path
    from jailrecords.local import serve
    from jailrecords.local.paths import place

    serve.PATIENCE = 0.5
    state, *commands = sys.argv[1:]
    here = replace(place(), state=Path(state))
    children = [
        serve.Child(f"child {number}", [sys.executable, "-c", command])
        for number, command in enumerate(commands)
    ]
    with serve.alone(here):
        serve.end_marked(here)
        sys.exit(serve.Supervisor(here, children).run())
""")
# One write, so that two children never share a line.
SLEEPS = r"import os, time; os.write(1, b'up\n'); time.sleep(60)"
IS_STUBBORN = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {SLEEPS}"
HAS_A_CHILD = (
    f"import subprocess, sys; subprocess.run([sys.executable, '-c', {SLEEPS!r}])"
)
LISTENS = """
import socket, time
with socket.create_server(("127.0.0.1", 0)) as server:
    print(server.getsockname()[1], flush=True)
    time.sleep(60)
"""
DIES = "raise SystemExit(1)"
REFUSES = "raise SystemExit(2)"


@pytest.fixture
def here(tmp_path):
    found = replace(place(), state=tmp_path / "the state")
    yield found
    serve.end_marked(found, kill_at_once=True)


@pytest.fixture
def parent(here):
    started = []

    def start(*commands: str) -> subprocess.Popen:
        command = [sys.executable, "-c", PARENT, str(here.state), *commands]
        process = subprocess.Popen(
            command, cwd=settings.BASE_DIR, stdout=subprocess.PIPE, text=True
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()
        process.stdout.close()


def wait_for(condition):
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_ends_every_child(parent, here, number):
    process = parent(SLEEPS, IS_STUBBORN, HAS_A_CHILD)
    for _ in range(3):
        assert process.stdout.readline() == "up\n"
    assert len(serve.marked(here)) == 4
    process.send_signal(number)
    assert process.wait(timeout=10) == 0
    assert serve.marked(here) == []


def test_next_run_ends_what_a_killed_one_left(parent, here):
    killed = parent(SLEEPS, IS_STUBBORN)
    assert killed.stdout.readline() == killed.stdout.readline() == "up\n"
    killed.kill()
    killed.wait()
    orphans = set(serve.marked(here))
    assert len(orphans) == 2
    assert parent(SLEEPS).stdout.readline() == "up\n"
    assert not orphans & set(serve.marked(here))


def test_port_of_a_killed_run_is_free_again(parent, here):
    killed = parent(LISTENS)
    port = int(killed.stdout.readline())
    killed.kill()
    killed.wait()
    with pytest.raises(LocalServerError, match=f"Port {port}"):
        serve.make_room(replace(here, state=here.state / "of another checkout"), port)
    serve.make_room(here, port)


def test_a_child_that_dies_is_started_again(parent):
    process = parent(DIES)
    said = [process.stdout.readline() for _ in range(2)]
    assert said[0] == "child 0 ended (code 1); starting it again in 1 s.\n"
    assert said[1] == "child 0 ended (code 1); starting it again in 2 s.\n"


def test_a_child_that_refuses_ends_the_run(parent, here):
    process = parent(SLEEPS, REFUSES)
    assert process.wait(timeout=10) == 2
    assert "child 1 refused to start" in process.stdout.read()
    assert serve.marked(here) == []


def test_a_checkout_runs_once(here):
    with (
        serve.alone(here),
        pytest.raises(LocalServerError, match="runs already"),
        serve.alone(here),
    ):
        pass


def test_down_stops_it_from_elsewhere(parent, here):
    process = parent(SLEEPS)
    assert process.stdout.readline() == "up\n"
    serve.stop(here)
    assert process.wait(timeout=10) == 0
    assert serve.marked(here) == []


def test_taken_port_is_one_line(here, monkeypatch, capsys):
    monkeypatch.setattr(command_line, "place", lambda: here)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        monkeypatch.setenv("PORT", str(port))
        assert command_line.main(["serve"]) == 2
    assert capsys.readouterr().err == (
        f"jailrecords: Port {port} cannot be used."
        f" Choose another: make demo PORT={port + 1}\n"
    )


def test_port_that_is_no_number_is_one_line(here, monkeypatch, capsys):
    monkeypatch.setattr(command_line, "place", lambda: here)
    monkeypatch.setenv("PORT", "http")
    assert command_line.main(["serve"]) == 2
    assert capsys.readouterr().err == "jailrecords: PORT is no port number: 'http'.\n"
