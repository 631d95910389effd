"""The rows of a log that could not be imported: a file that says which, and why.

It holds what the log itself holds of these rows, so it lies beside the log and is
readable by its owner alone. It comes to be with the import, or not at all.
"""

import csv
import os
from collections.abc import Sequence
from pathlib import Path

from compliance.access_log.mapping import Mapping
from compliance.access_log.source import BadLog, rows_as_they_stand

HEADER = ("line", "reason", "row")
# A table program takes what begins so for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def beside(path: Path) -> Path:
    return path.with_name(f"{path.name}.quarantine.csv")


def check_writable(target: Path, *sources: Path) -> None:
    """Say so before the work, not after it. Raises BadLog."""
    if not target.parent.is_dir() or not os.access(target.parent, os.W_OK):
        raise BadLog(
            f"{target.parent} cannot be written to; say with --quarantine where the "
            "bad rows should go."
        )
    if target.is_dir() or target.resolve() in {s.resolve() for s in sources}:
        raise BadLog(f"{target}: say with --quarantine which new file bad rows go to.")


def unfinished(target: Path) -> Path:
    return target.with_name(f"{target.name}.part")


def write(
    target: Path, path: Path, mapping: Mapping, rejected: Sequence[tuple[int, str]]
) -> None:
    """Write (line, reason, row as it stands) into the unfinished file; ``finish`` gives
    it its name once the import stands. A row that a table program would run has a ' in
    front.
    """
    rows = dict(rows_as_they_stand(path, mapping, {line for line, _ in rejected}))
    discard(target)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    with os.fdopen(
        os.open(unfinished(target), flags, 0o600), "w", encoding="utf-8", newline=""
    ) as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for line, reason in rejected:
            row = rows.get(line, "").replace("\0", "\ufffd")
            writer.writerow(
                (line, reason, f"'{row}" if row.startswith(_FORMULA) else row)
            )


def finish(target: Path) -> None:
    unfinished(target).replace(target)


def discard(target: Path) -> None:
    unfinished(target).unlink(missing_ok=True)
