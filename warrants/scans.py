"""A scan that came: drawn and read by a process of its own, before anything is stored."""

import hashlib
import json
import subprocess
import sys
from dataclasses import dataclass

from django.conf import settings

from bookings.rules import RuleViolation
from warrants.uploads import MOST_BYTES, fault_of_name

_SECONDS = 40
_UNREADABLE = (
    "This file cannot be read. Scan the paper again, as a PDF or as a JPEG, PNG or TIFF "
    "picture."
)


@dataclass(frozen=True, slots=True)
class Scan:
    """``sha256``: of the file as it came, which is not kept. ``texts``: one a page."""

    sha256: str
    pages: tuple[bytes, ...]
    texts: tuple[str, ...]


def scanned(name: str, data: bytes) -> Scan:
    """Read a file. Raises RuleViolation with what to do; then nothing is kept of it."""
    if len(data) > MOST_BYTES:
        raise RuleViolation(
            "This file is larger than 10 MB. Scan it in grey, at 200 dpi."
        )
    if fault := fault_of_name(name):
        raise RuleViolation(fault)
    told, _, pictures = _asked(name, data).partition(b"\n")
    try:
        said = json.loads(told)
    except ValueError as error:  # it ended before it could say anything
        raise RuleViolation(_UNREADABLE) from error
    if "fault" in said:
        raise RuleViolation(said["fault"])
    if sum(said["pages"]) != len(pictures):
        raise RuleViolation(_UNREADABLE)
    return Scan(
        hashlib.sha256(data).hexdigest(),
        tuple(_cut(pictures, said["pages"])),
        tuple(said["texts"]),
    )


def _asked(name: str, data: bytes) -> bytes:
    plain = name.replace("\n", " ").encode(errors="replace")
    try:
        done = subprocess.run(
            [sys.executable, "-m", "warrants.scan_child"],
            input=plain + b"\n" + data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=settings.BASE_DIR,
            env={"PYTHONPATH": str(settings.BASE_DIR), "PYTHONDONTWRITEBYTECODE": "1"},
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise RuleViolation(_UNREADABLE) from error
    return done.stdout if done.returncode == 0 else b""


def _cut(pictures: bytes, lengths: list[int]):
    at = 0
    for length in lengths:
        yield pictures[at : at + length]
        at += length
