"""Packages and assets: what a fresh checkout lacks. Runs on a bare Python
3.11.
"""

import fcntl
import hashlib
import subprocess
import sys
import venv
from collections.abc import Iterator
from contextlib import contextmanager

from . import assets
from .paths import CHECKOUT
from .progress import step

ENVIRONMENT = CHECKOUT / ".venv"
PYTHON = ENVIRONMENT / "bin" / "python"
RUNTIME, TESTS = "requirements.txt", "requirements-dev.txt"


def main(arguments: list[str]) -> int:
    if sys.version_info < (3, 11):  # noqa: UP036 - this runs before pip could say so
        print(
            "jailrecords: Python 3.11 or newer is needed: make PYTHON_SYSTEM=…",
            file=sys.stderr,
        )
        return 2
    try:
        with _alone():
            _environment()
            _packages(RUNTIME)
            if "--tests" in arguments:
                _packages(TESTS)
            assets.build()
    except subprocess.CalledProcessError as error:
        command = " ".join(map(str, error.cmd[:4]))
        print(f"jailrecords: {command} … failed (see above).", file=sys.stderr)
        return 1
    except assets.AssetError as error:
        print(f"jailrecords: {error}", file=sys.stderr)
        return 1
    return 0


def _environment() -> None:
    if PYTHON.exists() and not subprocess.call([PYTHON, "-c", "import pip"]):
        return
    with step("Making .venv"):
        venv.create(ENVIRONMENT, clear=True, with_pip=True, symlinks=True)


def _packages(lock: str) -> None:
    """Skipped while the lock file is the one that was installed."""
    stamp = ENVIRONMENT / f"{lock}.sha256"
    wanted = hashlib.sha256((CHECKOUT / lock).read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    with step(f"Installing {lock} (a minute or two, once)"):
        subprocess.run(
            [
                *(
                    PYTHON,
                    "-m",
                    "pip",
                    "install",
                    "--quiet",
                    "--disable-pip-version-check",
                ),
                *("--require-hashes", "--only-binary", ":all:", "-r", CHECKOUT / lock),
            ],
            check=True,
        )
    stamp.write_text(wanted)


@contextmanager
def _alone() -> Iterator[None]:
    """Of two `make` at once the second waits, then finds it done."""
    folder = CHECKOUT / ".local"
    folder.mkdir(exist_ok=True)
    with (folder / "setup.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
