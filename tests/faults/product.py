"""The whole product, run as `make demo` runs it, in a place of its own: its own
PostgreSQL, its own Valkey, the parent with web, worker and scheduler. To be killed.
"""

import base64
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path

import psycopg2

from jailrecords.local import postgres, serve, servers, valkey
from jailrecords.local.paths import CHECKOUT, DATABASE, place

PARENT = """
import sys
from dataclasses import replace
from pathlib import Path
from jailrecords.local import serve
from jailrecords.local.paths import place

folder, port = sys.argv[1:]
here = place(Path(folder) / "checkout")
here = replace(here, state=Path(folder) / "state", sockets=Path(folder) / "s")
sys.exit(serve.serve(here, int(port)))
"""


def wait_until(condition, seconds: float = 30, what: str = "") -> float:
    """Until it holds; return how long it took."""
    began = time.monotonic()
    while not condition():
        assert time.monotonic() - began < seconds, f"waited in vain: {what}"
        time.sleep(0.02)
    return time.monotonic() - began


class Product:
    """Started, looked into, killed part by part, and cleared away."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="jr-faults-"))
        self.folder.chmod(0o755)  # root's servers run as nobody
        self.here = replace(
            place(self.folder / "checkout"),
            state=self.folder / "state",
            sockets=self.folder / "s",
        )
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        static = self.folder / "static"
        static.mkdir()
        (static / "staticfiles.json").write_text("{}")
        (self.folder / "tmp").mkdir()
        self.environment = self._environment(static)
        self.log = (self.folder / "product.log").open("wb")
        self.parent: subprocess.Popen | None = None
        self.world: dict = {}

    def _environment(self, static: Path) -> dict:
        def key() -> str:
            return f"faults:{base64.b64encode(secrets.token_bytes(32)).decode()}"

        kept = {
            name: os.environ[name]
            for name in ("PATH", "HOME", "LANG")
            if name in os.environ
        }
        return kept | {
            "PYTHONPATH": str(CHECKOUT),
            "PYTHONUNBUFFERED": "1",
            "TMPDIR": str(self.folder / "tmp"),
            "DJANGO_SETTINGS_MODULE": "tests.faults.served_settings",
            "DATABASE_URL": self.here.app_url,
            "DATABASE_OWNER_URL": self.here.owner_url,
            "REDIS_URL": "redis://127.0.0.1:1",
            "FAULTS_BROKER_URL": self.here.broker_url,
            "FAULTS_CACHE_URL": self.here.cache_url,
            "FAULTS_STATIC_ROOT": str(static),
            "SECRET_KEY": secrets.token_urlsafe(64),
            "TEXT_KEYS": key(),
            "RECORD_KEYS": key(),
            "CONTINUITY_KEYS": key(),
            "CHECKPOINT_KEY": key(),
            "ALLOWED_HOSTS": "127.0.0.1",
            "BEHIND_TLS_PROXY": "true",
            "BEAT_SCHEDULE_FILE": str(self.folder / "beat"),
        }

    def start(self) -> None:
        servers.up(self.here)
        self._run("manage.py", "migrate", "--verbosity", "0")
        self.world = json.loads(self._run("-m", "tests.faults.world"))
        self.start_parent()

    def start_parent(self) -> None:
        """What `make demo` ends with."""
        self.parent = subprocess.Popen(
            [sys.executable, "-c", PARENT, str(self.folder), str(self.port)],
            cwd=CHECKOUT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=self.log,
            stderr=self.log,
        )

    def _run(self, *command: str) -> str:
        done = subprocess.run(
            [sys.executable, *command],
            cwd=CHECKOUT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr + done.stdout
        return done.stdout

    def verify_history(self) -> dict:
        """The product's own check; it fails on any difference."""
        return json.loads(self._run("manage.py", "verify_history", "--json"))

    def stop(self) -> None:
        if self.parent is not None:
            self.parent.terminate()
            with suppress(subprocess.TimeoutExpired):
                self.parent.wait(timeout=20)
        serve.end_marked(self.here, kill_at_once=True)
        for process in postgres._processes_in(self.here.postgres_data):
            self.kill(process)
        valkey.down(self.here)
        self.log.close()
        wait_until(lambda: not postgres._processes_in(self.here.postgres_data))
        shutil.rmtree(self.folder)

    # --- Looking in ------------------------------------------------------------------

    def ask(self, query: str, parameters=()) -> list[tuple]:
        """As the server's administrator: what is really there."""
        with (
            closing(
                psycopg2.connect(
                    host=str(self.here.postgres_sockets),
                    user=postgres.ADMINISTRATOR,
                    dbname=DATABASE,
                )
            ) as connection,
            connection.cursor() as cursor,
        ):
            cursor.execute(query, parameters)
            return cursor.fetchall()

    def written_logs(self) -> str:
        """All that the product and its servers have written to their logs."""
        files = [
            self.folder / "product.log",
            self.here.postgres_data / "server.log",
            self.here.valkey_data / "server.log",
        ]
        return "\n".join(file.read_text(errors="replace") for file in files)

    # --- Its processes ---------------------------------------------------------------

    def child(self, word: str) -> int:
        """The parent's own child whose command line has this word."""
        [found] = [
            process
            for process in serve.marked(self.here)
            if parent_of(process) == self.parent.pid and word in command_of(process)
        ] or [0]
        return found

    def web_workers(self) -> set[int]:
        master = self.child("gunicorn")
        return {p for p in serve.marked(self.here) if master and parent_of(p) == master}

    def orphans(self) -> list[list[str]]:
        """Processes of this product that are no longer of the parent's family."""
        marked, family = serve.marked(self.here), {self.parent.pid}
        for _ in range(4):
            family |= {p for p in marked if parent_of(p) in family}
        return [command_of(p) for p in marked if p not in family]

    def everything(self) -> list[int]:
        """The parent, its family, and every process of both servers."""
        servers_own = postgres._processes_in(self.here.postgres_data)
        return [
            *(self.parent.pid, *serve.marked(self.here)),
            *(*servers_own, self.valkey_server()),
        ]

    def postmaster(self) -> int:
        lock = self.here.postgres_data / "postmaster.pid"
        return int(lock.read_text().split()[0])

    def valkey_server(self) -> int:
        return int((self.here.valkey_data / "server.pid").read_text())

    @staticmethod
    def kill(process: int) -> None:
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)


def parent_of(process: int) -> int:
    try:
        text = Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return 0
    return int(text.rpartition(")")[2].split()[1])


def command_of(process: int) -> list[str]:
    try:
        return Path(f"/proc/{process}/cmdline").read_text().split("\0")
    except OSError:
        return []
