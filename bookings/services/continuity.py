"""Sheets for when the system is down: made each hour and sealed unseen; and what was
done with them, entered afterwards.
"""

import hashlib
import os
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction

from access.acts import Act
from access.gate import ShownRows
from access.models import Account, Facility
from access.sealed_sheets import Entry, record_opened
from access.viewer import System
from audit.clock import now
from audit.enums import Outcome
from audit.sealing import seal_bytes
from audit.services import keep_typed_text, record_act
from bookings import pages
from bookings.models import Booking, ContinuitySheet, SheetOpening
from bookings.rules import openings
from bookings.selectors.continuity import muster

PURPOSE = "continuity sheet"
KEEP_FILES = timedelta(days=2)
SUFFIX = ".sheet"
# Whoever opens a sheet says who they are and why: sealed as what people type is.
TYPED = "opening of a sheet"

Paper = Callable[[ShownRows, Facility, datetime, UUID], bytes]


def make_sheets(paper: Paper, *, by: System) -> int:
    """Write this hour's sheet of every facility; return how many. The files are sealed
    under ``CONTINUITY_KEYS``, and named by facility code, hour and number.
    """
    made = sum(_make(facility, paper, by) for facility in Facility.objects.all())
    _remove_old(now() - KEEP_FILES)
    return made


def _make(facility: Facility, paper: Paper, by: System) -> int:
    at, number = now(), uuid4()
    with transaction.atomic():
        rows = muster(facility, sheet=number)
        if rows is None:
            return 0
        sealed = seal_bytes(
            paper(rows, facility, at, number),
            keys=settings.CONTINUITY_KEYS,
            purpose=f"{PURPOSE}:{number}",
        )
        ContinuitySheet.objects.create(
            pk=number,
            facility=facility,
            made_at=at,
            shape_id=pages.CONTINUITY.shape.id,
            entries=_entries(rows),
            sha256=hashlib.sha256(sealed).hexdigest(),
        )
        record_act(
            Act.MAKE_SHEET,
            Outcome.DONE,
            actor=by,
            target_kind="sheet",
            target_id=number,
            people=len(rows),
        )
        _put(_folder() / f"{facility.code}-{at:%Y%m%dT%H%MZ}-{number}{SUFFIX}", sealed)
    return 1


def _folder() -> Path:
    settings.CONTINUITY_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
    return settings.CONTINUITY_DIR


def _entries(rows: ShownRows) -> list[list]:
    """Whom the sheet is about, by keys, and what of them stands there."""
    people = dict(
        Booking.objects.filter(pk__in=[row.booking_id for row in rows]).values_list(
            "pk", "person_id"
        )
    )
    shape = pages.CONTINUITY.shape.classes
    return [
        [str(row.booking_id), str(people[row.booking_id]), int(row.classes) & shape]
        for row in rows
    ]


def _put(file: Path, content: bytes) -> None:
    """Complete or not there: a sheet that is half written would be found out too late."""
    unfinished = file.with_suffix(".unfinished")
    with os.fdopen(
        os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb"
    ) as opened:
        opened.write(content)
        opened.flush()
        os.fsync(opened.fileno())
    unfinished.replace(file)


def _remove_old(before: datetime) -> None:
    """Old sheets help nobody; what was opened of them stays known by their rows."""
    kept = set(
        ContinuitySheet.objects.filter(made_at__gte=before).values_list("pk", flat=True)
    )
    for file in _folder().glob(f"*{SUFFIX}"):
        if file.stem[-36:] not in map(str, kept):
            file.unlink(missing_ok=True)


def record_openings(lines: list[str], *, by: System) -> tuple[int, int]:
    """Enter what a log of openings says, with its true times; return how many openings
    are new, and of how many people. A second run enters nothing. All or nothing.
    Raises RuleViolation.
    """
    told = openings.read_log(lines)
    new = people = 0
    with transaction.atomic():
        sheets = ContinuitySheet.objects.in_bulk([one.sheet for one in told])
        for opening in told:
            sheet = sheets.get(opening.sheet)
            if sheet is None:
                raise openings.RuleViolation(
                    f"No sheet {opening.sheet} was made here: is it another jail's log?"
                )
            if not SheetOpening.objects.filter(line=opening.digest).exists():
                people += _enter(opening, sheet, by)
                new += 1
    return new, people


def _enter(opening: openings.Opening, sheet: ContinuitySheet, by: System) -> int:
    account = Account.objects.filter(sign_in_name=opening.who.strip()).first()
    account_id = account.pk if account else None
    typed = keep_typed_text(
        f"{opening.who}: {opening.why}", kind=TYPED, account_id=account_id
    )
    entered = SheetOpening.objects.create(
        sheet=sheet,
        account=account,
        opened_at=opening.at,
        recorded_at=now(),
        typed_text=typed.pk,
        line=opening.digest,
    )
    record_act(
        Act.OPEN_SHEET,
        Outcome.DONE,
        actor=by,
        reason="entered_late" if account else "unknown_name",
        target_kind="sheet",
        target_id=sheet.pk,
        opened_at=opening.at.isoformat(),
        people=len(sheet.entries),
    )
    return record_opened(
        [Entry(UUID(b), UUID(p), classes) for b, p, classes in sheet.entries],
        at=opening.at,
        account_id=account_id,
        sheet=sheet.pk,
        facility_id=sheet.facility_id,
        shape_id=sheet.shape_id,
        opening=entered.pk,
    )
