"""Where one checkout keeps its own servers. Pure arithmetic: nothing is
created or started here.
"""

import hashlib
import os
import pwd
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

CHECKOUT = Path(__file__).resolve().parents[2]
DATABASE = "jr"
OWNER = "jr_owner"
APP = "jr_app"
POSTGRES_MAJORS = ("18", "16")


@dataclass(frozen=True)
class Place:
    """The directories and sockets of one checkout, for the user who runs it."""

    checkout: Path
    state: Path
    sockets: Path
    server_user: str
    postgres_major: str

    @property
    def postgres_data(self) -> Path:
        return self.state / f"pg{self.postgres_major}"

    @property
    def postgres_sockets(self) -> Path:
        return self.sockets / f"pg{self.postgres_major}"

    @property
    def valkey_data(self) -> Path:
        return self.state / "valkey"

    @property
    def valkey_socket(self) -> Path:
        return self.sockets / "valkey.sock"

    @property
    def keys(self) -> Path:
        return self.state / "keys"

    @property
    def beat_schedule(self) -> Path:
        return self.state / "beat-schedule"

    @property
    def owner_url(self) -> str:
        return self._database_url(OWNER)

    @property
    def app_url(self) -> str:
        return self._database_url(APP)

    @property
    def broker_url(self) -> str:
        return f"redis+socket://{quote(str(self.valkey_socket))}?virtual_host=0"

    @property
    def cache_url(self) -> str:
        return f"unix://{quote(str(self.valkey_socket))}?db=1"

    def _database_url(self, role: str) -> str:
        return f"postgres://{role}@/{DATABASE}?host={quote(str(self.postgres_sockets))}"


def place(checkout: Path = CHECKOUT, *, uid: int | None = None) -> Place:
    """The place of this checkout, for this user.

    PostgreSQL refuses to run as root, so root's servers run as `nobody`, who
    may not reach a checkout under a private home: their data lies in /var/lib
    instead.
    """
    uid = os.geteuid() if uid is None else uid
    checkout = checkout.resolve()
    mark = hashlib.sha256(os.fsencode(checkout)).hexdigest()[:12]
    if uid == 0:
        server_user, state = "nobody", Path("/var/lib/jailrecords-dev") / mark
    else:
        server_user, state = _user_name(uid), checkout / ".local"
    # Not below the checkout: a socket's whole path is limited to 107 bytes.
    # Not in $XDG_RUNTIME_DIR: it differs between a log-in and a cron job of
    # the same user.
    sockets = Path("/tmp") / f"jr-{uid}-{mark}"  # noqa: S108 - its owner is checked before use
    major = os.environ.get("JAILRECORDS_PG", POSTGRES_MAJORS[0])
    return Place(checkout, state, sockets, server_user, major)


def _user_name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)
