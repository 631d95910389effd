"""python -m jailrecords.local up | serve | down | psql [owner]"""

import os
import sys

from . import serve, servers
from .paths import APP, DATABASE, OWNER, Place, place
from .programs import LocalServerError, postgres_programs


def main(arguments: list[str]) -> int:
    try:
        return run(place(), arguments)
    except LocalServerError as error:
        print(f"jailrecords: {error}", file=sys.stderr)
        return 2


def run(here: Place, arguments: list[str]) -> int:
    elsewhere = bool(os.environ.get("DATABASE_URL"))
    match arguments:
        case ["up"]:
            if not elsewhere:
                servers.up(here)
        case ["serve"]:
            return serve.serve(here, port())
        case ["down"]:
            serve.stop(here)
            servers.down(here)
        case ["psql"] | ["psql", "owner"]:
            servers.up(here)
            psql = str(postgres_programs(here) / "psql")
            role = OWNER if arguments[1:] else APP
            sockets = str(here.postgres_sockets)
            os.execv(psql, [psql, "-h", sockets, "-U", role, DATABASE])  # noqa: S606
        case _:
            print(__doc__, file=sys.stderr)
            return 2
    return 0


def port() -> int:
    given = os.environ.get("PORT") or "8000"
    if not (given.isdecimal() and 0 < int(given) < 65536):
        raise LocalServerError(f"PORT is no port number: {given!r}.")
    return int(given)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
