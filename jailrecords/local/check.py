"""`make check`: every check there is, all of them, and how many failed."""

import os
import shlex
import subprocess
import sys
import time
from pathlib import Path

from jailrecords.environment import new_secret_key, new_text_keys

from .paths import CHECKOUT, place

PYTHON = [sys.executable, "-m"]
MANAGE = [sys.executable, "manage.py"]
SHOWN = 60  # lines of each failure

CHECKS = {
    "lint": [*PYTHON, "ruff", "check", "--output-format", "concise", "."],
    "format": [*PYTHON, "ruff", "format", "--check", "--quiet", "."],
    "directions of imports": ["lint-imports", "--no-cache"],
    "templates": [*PYTHON, "djlint", "templates", "--lint", "--quiet"],
    "locked packages": [*PYTHON, "jailrecords.local.lock", "--check"],
    "docker-compose.yml": [
        *(*PYTHON, "check_jsonschema", "--builtin-schema", "vendor.compose-spec"),
        "docker-compose.yml",
    ],
    "migrations": [*MANAGE, "makemigrations", "--check", "--dry-run"],
    "deployment": [*MANAGE, "check", "--deploy", "--fail-level", "WARNING"],
    "generated pages": [*MANAGE, "reference_pages", "--check"],
}


def main() -> int:
    failed = [name for name, command in CHECKS.items() if not _passes(name, command)]
    if failed:
        print(f"\n{len(failed)} of {len(CHECKS)} checks failed: {', '.join(failed)}.")
    else:
        print(f"\nAll {len(CHECKS)} checks passed.")
    return min(len(failed), 1)


def _passes(name: str, command: list[str]) -> bool:
    started = time.monotonic()
    done = subprocess.run(
        command,
        cwd=CHECKOUT,
        env={**os.environ, **_environment(name)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    seconds = time.monotonic() - started
    verdict = "FAILED" if done.returncode else "ok"
    print(f"{verdict:7} {name} ({seconds:.1f} s)", flush=True)
    if done.returncode:
        lines = done.stdout.strip().splitlines()
        print("\n".join(lines[:SHOWN]), flush=True)
        if len(lines) > SHOWN:
            print(f"... and more: {shlex.join(command)}", flush=True)
    return not done.returncode


def _environment(name: str) -> dict[str, str]:
    own = Path(sys.executable).parent
    programs = {"PATH": f"{own}{os.pathsep}{os.environ['PATH']}"}
    if name != "deployment":
        return programs
    return {
        **programs,
        "DATABASE_URL": place().app_url,
        "REDIS_URL": "redis://localhost:6379",
        "SECRET_KEY": new_secret_key(),
        "TEXT_KEYS": new_text_keys(),
        "RECORD_KEYS": new_text_keys(),
        "CONTINUITY_KEYS": new_text_keys(),
        "CHECKPOINT_KEY": new_text_keys(),
        "ALLOWED_HOSTS": "records.example.gov",
        "DEBUG": "false",
    }


if __name__ == "__main__":
    sys.exit(main())
