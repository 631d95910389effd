"""Open a sheet while the system is down: python -m jailrecords.continuity SHEET

Needs no database and no network: the sheet, and the key of CONTINUITY_KEYS, which lies
in the sealed envelope of the shift commander. Who opens it, and why, is written down
before anything is shown; `manage.py record_openings` enters it afterwards.
"""

import argparse
import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from audit.sealing import CannotOpen, unseal_bytes
from bookings.rules.openings import Opening, check_reason, read_log
from bookings.rules.violations import RuleViolation
from jailrecords.environment import text_keys

PURPOSE = "continuity sheet"
LOG = "openings.jsonl"


def main(arguments: list[str], ask: Callable[[str], str] = input) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m jailrecords.continuity", description=__doc__
    )
    parser.add_argument("sheet", type=Path, help="the newest file of your facility")
    parser.add_argument("--key-file", type=Path, help="else CONTINUITY_KEYS is read")
    parser.add_argument("--out", type=Path, default=Path("continuity-sheet.pdf"))
    parser.add_argument("--log", type=Path, help=f"else {LOG} beside the sheet")
    given = parser.parse_args(arguments)
    keys = given.key_file.read_text() if given.key_file else _environment()
    try:
        who, why = ask("The name you sign in by: "), ask("Why do you open it? ")
        check_reason(who, why)
        open_sheet(
            given.sheet,
            given.out,
            given.log or given.sheet.parent / LOG,
            keys=text_keys("CONTINUITY_KEYS", keys.strip()),
            who=who.strip(),
            why=why.strip(),
        )
    except (RuleViolation, CannotOpen, OSError, ValueError) as fault:
        print(f"Not opened: {fault}", file=sys.stderr)
        return 1
    print(f"{given.out} is written. Destroy it when the system is up again.")
    return 0


def open_sheet(
    sheet: Path, out: Path, log: Path, *, keys: dict[str, bytes], who: str, why: str
) -> None:
    """Write the opening down, and then the sheet in clear. Raises CannotOpen,
    RuleViolation where the log was changed, OSError.
    """
    number = UUID(sheet.stem[-36:])
    sealed = sheet.read_bytes()
    _write_down(log, number, who, why)
    opened = unseal_bytes(sealed, keys=keys, purpose=f"{PURPOSE}:{number}")
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    with os.fdopen(os.open(out, flags, 0o600), "wb") as file:
        file.write(opened)


def _write_down(log: Path, number: UUID, who: str, why: str) -> None:
    before = read_log(log.read_text().splitlines()) if log.exists() else []
    opening = Opening(
        sheet=number,
        at=datetime.now(UTC),
        who=who,
        why=why,
        before=before[-1].digest if before else "",
    )
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
    with os.fdopen(os.open(log, flags, 0o600), "a") as file:
        file.write(opening.line + "\n")
        file.flush()
        os.fsync(file.fileno())


def _environment() -> str:
    return os.environ.get("CONTINUITY_KEYS", "")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
