"""The rows of a log that could not be imported: a file that says which, and why.

It holds what the log itself holds of these rows, so it lies beside the log and is
readable by its owner alone.
"""

import csv
import os
from collections.abc import Sequence
from pathlib import Path

from compliance.access_log.mapping import Mapping
from compliance.access_log.reader import BadLog, lines_of

HEADER = ("line", "reason", "row")


def beside(path: Path) -> Path:
    return path.with_name(f"{path.name}.quarantine.csv")


def check_writable(target: Path) -> None:
    """Say so before the work, not after it. Raises BadLog."""
    if not target.parent.is_dir() or not os.access(target.parent, os.W_OK):
        raise BadLog(
            f"{target.parent} cannot be written to; say with --quarantine where the "
            "bad rows should go."
        )


def write(
    target: Path, path: Path, mapping: Mapping, rejected: Sequence[tuple[int, str]]
) -> Path:
    """Write (line, reason, row as it stands); whole or not at all."""
    rows = dict(lines_of(path, mapping, {line for line, _ in rejected}))
    unfinished = target.with_name(f"{target.name}.part")
    with os.fdopen(
        os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600),
        "w",
        encoding="utf-8",
        newline="",
    ) as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for line, reason in rejected:
            writer.writerow((line, reason, rows.get(line, "")))
    unfinished.replace(target)
    return target
