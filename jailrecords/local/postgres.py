"""One PostgreSQL for one checkout: start, recover after a crash, stop.

initdb and pg_ctl are called directly. The wheel's own start-up breaks on a
path with a space, shares one lock among all users of the machine, and as root
creates a user and opens every parent directory.
"""

import shutil
import time
from contextlib import closing
from pathlib import Path

import psycopg2

from . import programs
from .paths import APP, DATABASE, OWNER, Place
from .programs import LocalServerError

ADMINISTRATOR = "postgres"
PATIENCE = 10  # seconds for a killed server's backends to leave; one is usual

CONFIGURATION = """\
listen_addresses = ''
unix_socket_directories = '{sockets}'
unix_socket_permissions = 0700
timezone = 'UTC'
max_connections = 100
shared_buffers = 256MB
random_page_cost = 1.1
jit = off
# A failing row, a statement, its parameters and an error's own words ("invalid
# input syntax …") are personal data: none belongs in a log. The application
# logs the error's code. "terse" leaves out the statement that a killed backend
# was running.
{logging}
"""

# What README and docker-compose.yml ask of any server; `check` looks at it.
LOGGING = {
    "log_min_messages": "log",
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "log_parameter_max_length_on_error": "0",
    "log_parameter_max_length": "0",
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_min_duration_sample": "-1",
    "log_transaction_sample_rate": "0",
}

ROLES = {
    # CREATEDB: tests create one database per worker.
    OWNER: f"CREATE ROLE {OWNER} LOGIN CREATEDB",
    # Not a member of the owner: SET ROLE is refused.
    APP: f"CREATE ROLE {APP} LOGIN",
}


def up(place: Place) -> bool:
    """Start it if it does not run. The caller holds the checkout's lock."""
    bin_directory = programs.postgres_programs(place)
    if started := not is_up(place):
        programs.own_directory(place, place.sockets)
        programs.own_directory(place, place.postgres_sockets)
        if not (place.postgres_data / "PG_VERSION").exists():
            _initialise(place, bin_directory)
        configure(place)
        clear_crash(place)
        _control(place, bin_directory, "-t", "60", "start")
    elif configure(place):
        _control(place, bin_directory, "reload")
    _create_roles(place)
    return started


def down(place: Place) -> bool:
    if not is_up(place):
        return False
    _control(place, programs.postgres_programs(place), "-m", "fast", "stop")
    return True


def is_up(place: Place) -> bool:
    """It answers and serves our directory; a process id proves neither."""
    try:
        with closing(_connect(place)) as connection, connection.cursor() as cursor:
            cursor.execute("SHOW data_directory")
            return Path(cursor.fetchone()[0]).resolve() == place.postgres_data.resolve()
    except psycopg2.OperationalError:
        return False


def configure(place: Place) -> bool:
    """Before each start: a moved checkout has another socket directory. Return
    whether anything has changed.
    """
    settings = place.postgres_data / "jailrecords.conf"
    logging = "\n".join(f"{name} = {value}" for name, value in LOGGING.items())
    wanted = CONFIGURATION.format(sockets=place.postgres_sockets, logging=logging)
    if settings.exists() and settings.read_text() == wanted:
        return False
    settings.write_text(wanted)
    settings.chmod(0o644)
    return True


def clear_crash(place: Place) -> None:
    """Remove what a killed server left, once nothing of it is left running.

    A dead postmaster can stay as a zombie, or its number be given to another
    process, and PostgreSQL then refuses to start. Its lock file may go only
    when no orphaned backend is left: it is what keeps two servers off one data
    directory.
    """
    if not Path("/proc/self").exists():
        return
    deadline = time.monotonic() + PATIENCE
    while holders := _processes_in(place.postgres_data):
        if time.monotonic() < deadline:
            time.sleep(0.05)
            continue
        raise LocalServerError(
            f"PostgreSQL processes {holders} still use {place.postgres_data}."
        )
    for leftover in (
        place.postgres_data / "postmaster.pid",
        place.postgres_sockets / ".s.PGSQL.5432.lock",
        place.postgres_sockets / ".s.PGSQL.5432",
    ):
        leftover.unlink(missing_ok=True)


def _initialise(place: Place, bin_directory: Path) -> None:
    """Renamed when complete: half a database is never taken for one."""
    place.state.mkdir(parents=True, exist_ok=True)
    unfinished = place.postgres_data.with_suffix(".unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    programs.own_directory(place, unfinished)
    programs.run_server_program(
        place,
        [
            *(bin_directory / "initdb", "-D", unfinished, "-U", ADMINISTRATOR),
            # No password: the socket lies in a directory only this user may
            # enter.
            *("-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-instructions"),
        ],
    )
    with (unfinished / "postgresql.conf").open("a") as settings:
        settings.write("\ninclude = 'jailrecords.conf'\n")
    unfinished.rename(place.postgres_data)


def _control(place: Place, bin_directory: Path, *arguments: str) -> None:
    log = place.postgres_data / "server.log"
    command = [
        bin_directory / "pg_ctl",
        "-D",
        place.postgres_data,
        "-l",
        log,
        "-w",
        *arguments,
    ]
    programs.run_server_program(place, command, log=log)


def _create_roles(place: Place) -> None:
    with closing(_connect(place)) as connection:
        connection.autocommit = True  # CREATE DATABASE runs in no transaction
        with connection.cursor() as cursor:
            for role, statement in ROLES.items():
                cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
                if not cursor.fetchone():
                    cursor.execute(statement)
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
            if not cursor.fetchone():
                cursor.execute(f"CREATE DATABASE {DATABASE} OWNER {OWNER}")


def _connect(place: Place):
    return psycopg2.connect(
        host=str(place.postgres_sockets),
        user=ADMINISTRATOR,
        dbname="postgres",
        connect_timeout=5,
    )


def _processes_in(directory: Path) -> list[int]:
    """Every PostgreSQL process works in its data directory; no zombie does."""
    return [
        int(process.name)
        for process in Path("/proc").glob("[0-9]*")
        if _working_directory(process) == directory.resolve()
    ]


def _working_directory(process: Path) -> Path | None:
    try:
        return (process / "cwd").readlink()
    except OSError:
        return None
