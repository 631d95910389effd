"""`make lock`: the exact packages, with hashes. --check: do the locks hold
what is asked for?
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator

from . import assets
from .paths import CHECKOUT
from .progress import step

REQUIREMENTS = ("requirements", "requirements-dev", "requirements-node")
PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^]]*])?==(\S+)", re.MULTILINE)


def write() -> None:
    for name in REQUIREMENTS:
        with step(f"Locking {name}.in"):
            subprocess.run(
                [
                    *(sys.executable, "-m", "uv", "pip", "compile", "--quiet"),
                    *("--python-version", "3.11", "--universal", "--generate-hashes"),
                    *("--no-emit-index-url", "--no-strip-extras"),
                    *(f"{name}.in", "-o", f"{name}.txt"),
                ],
                cwd=CHECKOUT,
                env={**os.environ, "UV_CUSTOM_COMPILE_COMMAND": "make lock"},
                check=True,
            )
    with step("Locking package.json"):
        assets.lock()


def faults() -> Iterator[str]:
    for name in REQUIREMENTS:
        locked = dict(PIN.findall((CHECKOUT / f"{name}.txt").read_text()))
        for package, version in PIN.findall((CHECKOUT / f"{name}.in").read_text()):
            if locked.get(package.lower()) != version:
                yield f"{name}.txt does not hold {package}=={version}"
    asked = json.loads((CHECKOUT / "package.json").read_text())
    text = (CHECKOUT / "package-lock.json").read_text()
    locked = json.loads(text)["packages"][""]
    for kind in ("dependencies", "devDependencies"):
        if locked.get(kind) != asked.get(kind):
            yield f"package-lock.json holds other {kind} than package.json"
    if '"resolved"' in text:
        # Any registry will do: the hashes say what it must give.
        yield "package-lock.json records download addresses"


def main(arguments: list[str]) -> int:
    if "--check" not in arguments:
        write()
    found = list(faults())
    for fault in found:
        print(f"{fault}. Run: make lock", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
