"""Style sheets, scripts and fonts: installed by npm, bundled by esbuild, never
committed.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

from .paths import CHECKOUT
from .progress import step

OUTPUT = CHECKOUT / "static" / "build"
MODULES = CHECKOUT / "node_modules"
NODE_ENVIRONMENT = CHECKOUT / ".local" / "node"
NODE_LOCK = "requirements-node.txt"
OLDEST_NODE = 18


class AssetError(Exception):
    """One line for the person at the keyboard."""


def build() -> None:
    """Nothing is run while sources, lock and output are the last time's."""
    stamp = OUTPUT / ".sources.sha256"
    wanted = _digest(
        [CHECKOUT / "package-lock.json", *sorted((CHECKOUT / "assets").rglob("*"))]
    )
    if stamp.exists() and stamp.read_text() == wanted:
        return
    node = _node()
    _install_modules(node)
    with step("Building assets"):
        _run([node / "node", "assets/build.mjs", OUTPUT], node)
    stamp.write_text(wanted)


def lock() -> None:
    _npm(_node(), "install", "--package-lock-only", "--omit-lockfile-registry-resolved")


def _install_modules(node: Path) -> None:
    stamp = MODULES / ".lock.sha256"
    wanted = _digest([CHECKOUT / "package-lock.json"])
    if stamp.exists() and stamp.read_text() == wanted:
        return
    with step("Installing asset packages"):
        _npm(node, "ci")
    stamp.write_text(wanted)


def _node() -> Path:
    """The directory of a Node of this machine, or of one from a wheel.

    The wheel has an environment of its own: it never reaches a server's.
    """
    for name in filter(None, [shutil.which("node")]):
        found = Path(name).parent
        if (found / "npm").exists() and _version(found) >= OLDEST_NODE:
            return found
    programs = NODE_ENVIRONMENT / "bin"
    stamp = NODE_ENVIRONMENT / "lock.sha256"
    wanted = _digest([CHECKOUT / NODE_LOCK])
    if not stamp.exists() or stamp.read_text() != wanted:
        with step("Installing Node (no Node here; once)"):
            venv.create(NODE_ENVIRONMENT, clear=True, with_pip=True, symlinks=True)
            subprocess.run(
                [
                    *(programs / "python", "-m", "pip", "install", "--quiet"),
                    *(
                        "--disable-pip-version-check",
                        "--require-hashes",
                        "-r",
                        CHECKOUT / NODE_LOCK,
                    ),
                ],
                check=True,
            )
        stamp.write_text(wanted)
    return programs


def _version(node: Path) -> int:
    said = subprocess.run(
        [node / "node", "--version"], capture_output=True, text=True, check=False
    ).stdout
    return int(said[1:].split(".")[0]) if said.startswith("v") else 0


def _npm(node: Path, *command: str) -> None:
    # No package's own script runs: esbuild's program comes as a package.
    quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    _run([node / "npm", *command, *quiet], node)


def _run(command: list, node: Path) -> None:
    path = f"{node}{os.pathsep}{os.environ.get('PATH', '')}"  # npm starts node by name
    subprocess.run(
        command,
        cwd=CHECKOUT,
        env={**os.environ, "PATH": path},
        stdout=sys.stderr,
        check=True,
    )


def _digest(files: list[Path]) -> str:
    digest = hashlib.sha256()
    for file in files:
        if file.is_file():
            digest.update(f"{file.relative_to(CHECKOUT)}\0".encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()
