"""A file that came, read by a process of its own before anything is stored: a scanned
paper, or a photo. Whatever it was made to do, it does there (``bookings/scan_child.py``).
"""

import hashlib
import json
import subprocess
import sys
from dataclasses import dataclass

from django.conf import settings

from bookings.photographs import LARGEST_FILE, NoPhoto
from bookings.rules import RuleViolation
from bookings.uploads import MOST_BYTES, fault_of_name

_SECONDS = 40
_TOO_LARGE = "This file is larger than 10 MB. Scan it in grey, at 200 dpi."
_UNREADABLE = (
    "This file cannot be read. Scan the paper again, as a PDF or as a JPEG, PNG or TIFF "
    "picture."
)
_NO_PHOTO = "This is no photo that can be read: a JPEG, PNG or WebP. Take it again."


class _Unread(Exception):
    """The reading ended before it could say anything: it ran out of memory or time."""


@dataclass(frozen=True, slots=True)
class Scan:
    """``sha256``: of the file as it came, which is not kept. ``texts``: one a page."""

    sha256: str
    pages: tuple[bytes, ...]
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KeptPhoto:
    """A JPEG without metadata, as the reading process wrote it anew."""

    image: bytes


def scanned(name: str, data: bytes) -> Scan:
    """Read a scanned paper. Raises RuleViolation with what to do; then nothing is kept."""
    if len(data) > MOST_BYTES:
        raise RuleViolation(_TOO_LARGE)
    if fault := fault_of_name(name):
        raise RuleViolation(fault)
    try:
        said, pages = _read_apart("scan", name, data)
    except _Unread as error:
        raise RuleViolation(_UNREADABLE) from error
    if "fault" in said:
        raise RuleViolation(said["fault"])
    return Scan(hashlib.sha256(data).hexdigest(), pages, tuple(said["texts"]))


def scanned_upload(file) -> Scan:
    """The same of a file from a form. One that was too large to be read has no content
    any more, and its size.
    """
    if file.size > MOST_BYTES:
        raise RuleViolation(_TOO_LARGE)
    return scanned(file.name, file.read())


def kept_photo(sent: bytes) -> KeptPhoto:
    """What may be kept of a photo that was sent. Raises NoPhoto with what to do."""
    if not sent:
        raise NoPhoto("The file is empty. Take the photo again.")
    if len(sent) > LARGEST_FILE:
        raise NoPhoto("The file is larger than 12 MB. Choose a smaller photo.")
    try:
        said, pictures = _read_apart("photo", "", sent)
    except _Unread as error:
        raise NoPhoto(_NO_PHOTO) from error
    if "fault" in said:
        raise NoPhoto(said["fault"])
    return KeptPhoto(pictures[0])


def _read_apart(kind: str, name: str, data: bytes) -> tuple[dict, tuple[bytes, ...]]:
    """What the other process said of a file, and the pictures it made of it."""
    told, _, pictures = _asked(kind, name, data).partition(b"\n")
    try:
        said = json.loads(told)
    except ValueError as error:
        raise _Unread from error
    lengths = said.get("pages", ())
    if sum(lengths) != len(pictures) or ("fault" not in said and not lengths):
        raise _Unread
    return said, tuple(_cut(pictures, lengths))


def _asked(kind: str, name: str, data: bytes) -> bytes:
    plain = name.replace("\n", " ").encode(errors="replace")
    try:
        done = subprocess.run(
            [sys.executable, "-m", "bookings.scan_child", kind],
            input=plain + b"\n" + data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=settings.BASE_DIR,
            env={"PYTHONPATH": str(settings.BASE_DIR), "PYTHONDONTWRITEBYTECODE": "1"},
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise _Unread from error
    return done.stdout if done.returncode == 0 else b""


def _cut(pictures: bytes, lengths: list[int]):
    at = 0
    for length in lengths:
        yield pictures[at : at + length]
        at += length
